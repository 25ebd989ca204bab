/*
title: {zh: 有效的发放记录, en: Valid payments}
columns: {身份证号: id_card, 姓名: person_name, 金额: amount, 日期: date, _batch: text, _row: integer}
key: [_batch, _row]
not_null: [身份证号, 日期]
rows: {min: 1, max: 1000000}
*/
select 身份证号, 姓名, 发放金额 as 金额, 发放日期 as 日期, _batch, _row
from standard.高龄津贴发放
where 身份证号 is not null and 发放日期 is not null
