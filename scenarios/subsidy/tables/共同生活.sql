/*
title: {zh: 救助对象与同户登记的人, en: People on aid and those registered in their household}
columns: {身份证号: id_card, 类型: text, 成员身份证号: id_card, 成员姓名: person_name, 户号: text, _batch: text, _row: integer}
not_null: [身份证号, 成员身份证号]
rows: {min: 0, max: 20000000}
*/
-- 亲属寄居、分户迁出的登记行不算共同生活。
select r.身份证号, r.类型, m.身份证号 as 成员身份证号, m.姓名 as 成员姓名, m.户号, m._batch, m._row
from subsidy.救助对象 r
join fused.户籍 h on h.身份证号 = r.身份证号 and h.与户主关系 not in ('亲属', '分户迁出')
join fused.户籍 m on m.户号 = h.户号 and m.与户主关系 not in ('亲属', '分户迁出') and m.身份证号 is not null
