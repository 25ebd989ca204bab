/*
title: {zh: 报警在哪里, en: Alarms with their premises}
columns: {传感器: code, 网关: code, 量: text, 日期: date, 分: integer, 种类: text, 等级: text, 叫人: yes_no, 区划: region_code, 场所: text}
key: [传感器, 日期, 分, 种类]
not_null: [传感器, 日期]
rows: {min: 0, max: 10000000}
*/
with 器 as (
    select distinct 传感器, 网关, 量 from smart_fire.量值
)
select a.传感器, 器.网关, 器.量, a.日期, a.分, a.种类, a.等级, a.压下 is null as 叫人, d.区划, d.场所
from smart_fire.报警 a
join 器 on 器.传感器 = a.传感器
join standard.消防物联设备 d on d.网关 = 器.网关
