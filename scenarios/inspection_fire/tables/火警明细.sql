/*
title: {zh: 火警在哪里的什么建筑, en: Fires with their building's region and use}
columns: {警情编号: code, 报警日期: date, 区划: region_code, 用途: text, _batch: text, _row: integer}
key: [警情编号]
not_null: [警情编号, 报警日期]
rows: {min: 0, max: 5000000}
*/
-- 同一警情常在两个月的文件里都有：按最早的报警日期取一行。建筑编号在台账里不止一行的，取最先的一行。
with 首报 as (
    select 警情编号, 建筑编号, 报警日期, _batch, _row, row_number() over (partition by 警情编号 order by 报警日期, _batch, _row) as 次
    from standard.火警
), 建筑 as (
    select 建筑编号, 区划, 用途, row_number() over (partition by 建筑编号 order by _batch, _row) as 次
    from standard.建筑台账
)
select h.警情编号, h.报警日期, b.区划, b.用途, h._batch, h._row
from 首报 h
join 建筑 b on b.建筑编号 = h.建筑编号 and b.次 = 1
where h.次 = 1
