/*
title: {zh: 明细, en: Details}
columns: {身份证号: id_card, 金额: amount}
rows: {min: 1, max: 9}
*/
select 身份证号, 笔数 as 金额 from benefits.汇总
