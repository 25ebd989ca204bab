/*
title: {zh: 发放, en: Payments}
columns: {身份证号: id_card, 金额: amonut, 月份: date, _batch: text, _row: integer}
key: [_batch, _rows]
rows: {min: 9, max: 1}
*/
select 身份证号, 金额, 发放日其 as 日期, _batch, _row, upper(备注), p.姓名
from standard.低保发放 as q
join standard.户籍 as h on q.身份证号 = h.身份证号
join landed.低保发放 as l on l._row = q._row
join 汇总 on true
