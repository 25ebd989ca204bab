/*
title: {zh: 每家店有没有在期的收运合同, en: Whether each restaurant has a contract in force}
columns: {许可证号: code, 区划: region_code, 业态: text, 有合同: yes_no, _batch: text, _row: integer}
key: [许可证号]
not_null: [许可证号, 有合同]
rows: {min: 0, max: 1000000}
*/
with 约 as (
    select distinct 许可证号 from grease.店与合同 where 在期
)
select s.许可证号, s.区划, s.业态, 约.许可证号 is not null as 有合同, s._batch, s._row
from grease.应收运 s
left join 约 on 约.许可证号 = s.许可证号
