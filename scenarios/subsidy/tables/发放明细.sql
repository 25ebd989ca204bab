/*
title: {zh: 发放明细（不含个人信息）, en: Payments without personal data}
columns: {项目: text, 日期: date, 金额: amount, 区划: region_code, _batch: text, _row: integer}
rows: {min: 1, max: 40000000}
*/
-- 指标从这张表数：只有项目、日期、金额和所在区划。公租房、危房改造、水库移民的发放没有写村，不归任何区划。
select f.项目, f.日期, f.金额, z.区划, f._batch, f._row
from subsidy.发放 f
left join subsidy.村区划 z on z.村 = f.村
