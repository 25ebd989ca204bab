/*
title: {zh: 每个量一条序列, en: A series for each quantity of each building}
columns:
  {传感器: code, 网关: code, 量: text, 日期: date, 分: integer, 读数: number, 组: code, 限值: number, 下限值: number, 恢复: number, 突变: yes_no, 原因: text}
key: [传感器, 日期, 分]
not_null: [传感器, 日期, 分, 组]
rows: {min: 0, max: 300000000}
*/
-- 限值按读数当天有效的取。水压按供水分区归组：市政停水是一件事，不是几十件。登记了检测的日子，报警有已知的原因。
-- 水压不写零：零除不得，一百帕以下都算没有水压。占用、手动平时就是零，不算卡死，空着。
with 读 as (
    select r.网关, cast(substr(r.采集时间, 1, 10) as date) as 日期,
           cast(substr(r.采集时间, 12, 2) as bigint) * 60 + cast(substr(r.采集时间, 15, 2) as bigint) as 分,
           r.喷淋水压, r.消火栓水压, r.水箱液位, r.烟雾, r.占用, r.手动, d.供水分区, m.事由
    from standard.消防物联读数 r
    join standard.消防物联设备 d on d.网关 = r.网关
    left join standard.消防检测登记 m on m.网关 = r.网关 and m.日期 = cast(substr(r.采集时间, 1, 10) as date)
    where cast(substr(r.采集时间, 1, 10) as date) < as_of()
), 量 as (
    select 网关, '喷淋水压' as 量, 日期, 分, greatest(喷淋水压, 0.001) as 读数, concat(coalesce(供水分区, 网关), '/水压') as 组,
           cast(null as double) as 限值, parameter(水压下限, 日期) as 下限值, 事由 from 读
    union all
    select 网关, '消火栓水压', 日期, 分, greatest(消火栓水压, 0.001), concat(coalesce(供水分区, 网关), '/水压'),
           cast(null as double), parameter(水压下限, 日期), 事由 from 读
    union all
    select 网关, '水箱液位', 日期, 分, greatest(水箱液位, 0.1), concat(网关, '/水箱液位'), cast(null as double), parameter(液位下限, 日期), 事由 from 读
    union all
    select 网关, '烟雾', 日期, 分, 烟雾, concat(网关, '/烟雾'), parameter(烟雾限值, 日期), cast(null as double), 事由 from 读
    union all
    select 网关, '通道占用', 日期, 分, 占用, concat(网关, '/通道占用'), parameter(占用限值, 日期), cast(null as double), 事由 from 读
    union all
    select 网关, '消防泵手动', 日期, 分, 手动, concat(网关, '/消防泵手动'), parameter(手动限值, 日期), cast(null as double), 事由 from 读
)
select concat(网关, '/', 量) as 传感器, 网关, 量, 日期, 分, max(读数) as 读数, min(组) as 组,
       cast(max(限值) as double) as 限值, cast(max(下限值) as double) as 下限值,
       cast(null as double) as 恢复, false as 突变, max(事由) as 原因
from 量
group by 网关, 量, 日期, 分
