/*
title: {zh: 每个量一条序列, en: A series for each quantity of each box}
columns:
  {传感器: code, 设备编号: code, 量: text, 日期: date, 分: integer, 读数: number, 组: code, 限值: number, 下限值: number, 恢复: number, 突变: yes_no, 原因: text}
key: [传感器, 日期, 分]
not_null: [传感器, 日期, 分, 组]
rows: {min: 0, max: 200000000}
*/
-- 限值按读数当天有效的取。电压按台区归组：一个台区同时欠压是一件事，不是几十件。登记了检修的日子，报警有已知的原因。
with 读 as (
    select r.设备编号, cast(substr(r.采集时间, 1, 10) as date) as 日期,
           cast(substr(r.采集时间, 12, 2) as bigint) * 60 + cast(substr(r.采集时间, 15, 2) as bigint) as 分,
           r.剩余电流, r.温度, r.故障电弧, r.电压, d.台区, m.事由
    from standard.用电读数 r
    join standard.用电设备 d on d.设备编号 = r.设备编号
    left join standard.检修登记 m on m.设备编号 = r.设备编号 and m.日期 = cast(substr(r.采集时间, 1, 10) as date)
    where cast(substr(r.采集时间, 1, 10) as date) < as_of()
), 量 as (
    select 设备编号, '剩余电流' as 量, 日期, 分, 剩余电流 as 读数, concat(设备编号, '/剩余电流') as 组, parameter(剩余电流限值, 日期) as 限值,
           cast(null as double) as 下限值, 事由 from 读
    union all
    select 设备编号, '温度', 日期, 分, 温度, concat(设备编号, '/温度'), parameter(温度限值, 日期), cast(null as double), 事由 from 读
    union all
    select 设备编号, '故障电弧', 日期, 分, cast(故障电弧 as double), concat(设备编号, '/故障电弧'), parameter(故障电弧限值, 日期), cast(null as double), 事由 from 读
    union all
    select 设备编号, '电压', 日期, 分, 电压, coalesce(台区, 设备编号), parameter(电压上限, 日期), parameter(电压下限, 日期), 事由 from 读
)
select concat(设备编号, '/', 量) as 传感器, 设备编号, 量, 日期, 分, max(读数) as 读数, min(组) as 组,
       max(限值) as 限值, max(下限值) as 下限值,
       case when 量 = '电压' then 0.98 end as 恢复, false as 突变, max(事由) as 原因
from 量
group by 设备编号, 量, 日期, 分
