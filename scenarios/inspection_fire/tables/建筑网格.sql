/*
title: {zh: 建筑按网格, en: Buildings by cell}
columns: {网格: code, 名称: text, 区划: region_code, 建筑数: integer, 经度: number, 纬度: number}
key: [网格]
not_null: [网格, 建筑数]
rows: {min: 0, max: 1000000}
*/
-- 百分之一度见方（约 1 公里）为一格，位置取格内建筑的平均；坐标不明的不在内。跨县区的格分开算。
with 点 as (
    select b.建筑编号, b.区划, try_cast(regexp_extract(b.坐标, '^([0-9.]+),', 1) as double) as 经度,
           try_cast(regexp_extract(b.坐标, ',([0-9.]+)$', 1) as double) as 纬度
    from standard.建筑台账 b
), 格 as (
    select 点.区划, cast(floor(点.经度 * 100) as bigint) as 东, cast(floor(点.纬度 * 100) as bigint) as 北,
           count(*) as 建筑数, avg(点.经度) as 经度, avg(点.纬度) as 纬度
    from 点
    where 点.经度 is not null and 点.纬度 is not null
    group by 点.区划, cast(floor(点.经度 * 100) as bigint), cast(floor(点.纬度 * 100) as bigint)
)
select concat(格.区划, '-', cast(格.东 as varchar), '-', cast(格.北 as varchar)) as 网格, concat(r.name, cast(格.东 as varchar), '·', cast(格.北 as varchar)) as 名称,
       格.区划, 格.建筑数, 格.经度, 格.纬度
from 格
join reference.region r on r.code = 格.区划
