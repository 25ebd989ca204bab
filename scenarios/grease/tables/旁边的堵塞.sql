/*
title: {zh: 店旁的油脂堵塞, en: Sewers blocked by grease beside a restaurant}
columns: {许可证号: code, 工单编号: code, 发现日期: date, 米: number, _batch: text, _row: integer}
key: [许可证号, 工单编号]
rows: {min: 0, max: 10000000}
*/
-- 先按经纬度各差不到千分之三度圈出来，再算距离：一度纬度 111.2 公里，一度经度再乘纬度的余弦（展开到六次，中国各地误差不到百万分之十）。
with 堵 as (
    select b.工单编号, b.发现日期, b._batch, b._row, try_cast(regexp_extract(b.坐标, '^([0-9.]+),', 1) as double) as 经度,
           try_cast(regexp_extract(b.坐标, ',([0-9.]+)$', 1) as double) as 纬度
    from standard.管网堵塞 b
    where b.原因 = '油脂' and b.发现日期 < as_of() and datediff('day', b.发现日期, as_of()) <= parameter(看堵塞天数)
), 店 as (
    select s.许可证号, s.经度, s.纬度, s.纬度 * 0.017453293 * s.纬度 * 0.017453293 as 方
    from grease.应收运 s
), 近 as (
    select s.许可证号, 堵.工单编号, 堵.发现日期, 堵._batch, 堵._row,
           (1 - s.方 / 2 + s.方 * s.方 / 24 - s.方 * s.方 * s.方 / 720) * (s.经度 - 堵.经度) as 东, s.纬度 - 堵.纬度 as 北
    from 店 s
    join 堵 on abs(s.经度 - 堵.经度) < 0.003 and abs(s.纬度 - 堵.纬度) < 0.003
)
select 近.许可证号, 近.工单编号, 近.发现日期, 111200 * sqrt(近.东 * 近.东 + 近.北 * 近.北) as 米, 近._batch, 近._row
from 近
where 111200 * sqrt(近.东 * 近.东 + 近.北 * 近.北) <= parameter(堵塞距离)
