/*
title: {zh: 环境投诉聚集, en: A cluster of sanitation complaints}
clause: 《城市市容和环境卫生管理条例》；《病媒生物预防控制管理规定》（条号待熟悉业务的人核对）
subject: 哪里何事
subject_kind: place
identity: [起]
reason: "{地名}方圆{公里}公里内，{起}至{止}的{天数}天里有{事项}投诉{件数}件，按这里和这几天的平常应在{期望}件上下，是{倍数}倍；纯属偶然的话，全市全部事项要看{重现天数}天以上才会碰上一次"
region: 区划
point: 坐标
score:
  base: 0.5
  signals:
    - {when: 重现天数 >= 700, weight: 1.0, because: {zh: 偶然的话近两年才碰上一次, en: by chance once in two years}}
    - {when: 倍数 >= 4, weight: 0.5, because: {zh: 是平常的四倍以上, en: four times the usual or more}}
    - {when: 件数 >= 20, weight: 0.5, because: {zh: 二十件以上, en: twenty complaints or more}}
    - {when: 天数 = 1, weight: -0.5, because: {zh: 只有一天, en: one day only}}
    - {when: 一格占比 >= 0.8 and 地点数 > 1, weight: -0.5, because: {zh: 八成以上出在一格，可能是一家反复投诉, en: "four in five are of one cell, perhaps one caller"}}
rows: {min: 0, max: 1000}
*/
with 聚 as (
    select distinct 事项, 聚集, 中心, 经度, 纬度, 半径, 起, 止, 天数, 地点数, 件数, 期望, 倍数, 重现天数
    from sanitation.聚集
    where 重现天数 >= parameter(容许误报间隔)
), 内 as (
    select g.聚集, t.格, t.区划, t._batch, t._row
    from sanitation.聚集 g
    join sanitation.投诉 t on t.事项 = g.事项 and t.格 = g.地点 and t.日期 between g.起 and g.止
    where g.重现天数 >= parameter(容许误报间隔)
), 格 as (
    select 聚集, max(n) as 最多, max(区划) as 区划
    from (select 聚集, 格, count(*) as n, max(区划) as 区划 from 内 group by 聚集, 格) 各格
    group by 聚集
), 证 as (
    select 内.聚集, evidence(s) as 投诉
    from 内
    join standard.环卫投诉 s on s._batch = 内._batch and s._row = 内._row
    group by 内.聚集
)
select concat(聚.中心, 聚.事项) as 哪里何事, 聚.事项, 聚.起, 聚.止, 聚.天数, 聚.地点数, 聚.件数, 聚.期望, 聚.倍数, 聚.重现天数,
       greatest(round(聚.半径 / 1000.0, 1), 0.5) as 公里, concat(coalesce(r.name, ''), 聚.中心, '格') as 地名, 格.区划,
       concat(cast(聚.经度 as varchar), ',', cast(聚.纬度 as varchar)) as 坐标, cast(格.最多 as double) / 聚.件数 as 一格占比, 证.投诉
from 聚
join 证 on 证.聚集 = 聚.聚集
join 格 on 格.聚集 = 聚.聚集
left join reference.region r on r.code = 格.区划 and r.until is null
