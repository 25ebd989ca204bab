/*
title: {zh: 语法, en: Syntax}
columns: {身份证号: id_card}
rows: {min: 1, max: 9}
*/
select 身份证号
from standard.低保发放
where where
