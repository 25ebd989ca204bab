/*
title: {zh: 两条, en: Two}
columns: {一: integer}
rows: {min: 1, max: 9}
*/
select 1 as 一; drop table standard.低保发放
