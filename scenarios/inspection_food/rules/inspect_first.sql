/*
title: {zh: 先去检查, en: Inspect first}
clause: 《中华人民共和国食品安全法》第一百零九条（按风险程度确定监督管理的重点、方式和频次；待熟悉业务的人核对）
subject: 许可证号
subject_kind: place
identity: [编号]
reason: "{店名}列本期待检第{名次}位（共{待检}家），{来由}；同样排法以往一百家里约{百家}家查出严重违规。依据：{理由}"
score:
  base: -1.8
  signals:
    - {when: 风险 >= 0.2, weight: 0.5, because: {zh: 估计五家里有一家以上, en: one in five or more}}
    - {when: 风险 >= 0.3, weight: 0.5, because: {zh: 估计十家里有三家以上, en: three in ten or more}}
    - {when: 风险 >= 0.4, weight: 0.4, because: {zh: 估计十家里有四家以上, en: four in ten or more}}
    - {when: 上次严重 = 1, weight: 0.2, because: {zh: 上次检查有严重违规, en: grave violations last time}}
rows: {min: 0, max: 10000}
*/
with 列 as (
    select r.编号, r.风险, r.名次, r.抽查, r.理由, t.店名, t.许可证号, t.上次严重, count(*) over () as 待检
    from inspection_food.排名 r
    join inspection_food.待检查 t on t.编号 = r.编号
), 选 as (
    select * from 列 where 名次 <= parameter(重点家数) or 抽查
), 史 as (
    select 选.编号, evidence(c) as 以往检查
    from 选
    join standard.食品检查 c on c.许可证号 = 选.许可证号 and c.检查日期 < as_of()
    group by 选.编号
), 证 as (
    select 选.编号, evidence(l) as 许可
    from 选
    join standard.食品许可 l on l.编号 = 选.编号
    group by 选.编号
)
select 选.编号, 选.许可证号, 选.店名, 选.名次, 选.待检, 选.风险, 选.上次严重, 选.理由,
       case when 选.名次 <= parameter(重点家数) then '按风险排在前面' else '随机抽中，为了不断学习，与风险无关' end as 来由,
       cast(round(100 * 选.风险) as bigint) as 百家, 史.以往检查, 证.许可
from 选
left join 史 on 史.编号 = 选.编号
left join 证 on 证.编号 = 选.编号
