/*
title: {zh: 可能重度污染, en: Heavy pollution may come}
clause: 《中华人民共和国大气污染防治法》第九十三条至第九十六条（重污染天气监测预警；条号待熟悉业务的人核对）
subject: 哪天
subject_kind: place
identity: [起报]
reason: "{起报}零时起报：{哪天}全市细颗粒物平均约{预计}微克/立方米（各站{最低站}至{最高站}），重度污染从{限值}起；{超标站}个站过线（共{站数}个站）。最高的是{最重站点}：{理由}"
score:
  base: 0.0
  signals:
    - {when: 预计 >= 限值 * 1.2, weight: 1.0, because: {zh: 超出限值两成以上, en: a fifth above the limit or more}}
    - {when: 往少里估 >= 限值, weight: 1.5, because: {zh: 往少里估也过线, en: even the lower bounds are above}}
    - {when: 超标站 = 站数, weight: 0.5, because: {zh: 各站都过线, en: every station is above}}
    - {when: 哪天 = '第二天', weight: -0.5, because: {zh: 二十四小时以后，靠不住, en: "more than a day ahead: unreliable"}}
    - {when: 实测 < 限值 / 2, weight: -0.5, because: {zh: 眼下还不到限值的一半, en: now it is less than half the limit}}
rows: {min: 0, max: 10}
*/
with 站日 as (
    select 站点, case when 提前 <= 24 then '第一天' else '第二天' end as 哪天, avg(期望) as 期望, avg(下限) as 下限, max(理由) as 理由
    from air.预报
    where 提前 > 1
    group by 站点, case when 提前 <= 24 then '第一天' else '第二天' end
), 最 as (
    select 哪天, 站点, 理由, row_number() over (partition by 哪天 order by 期望 desc, 站点) as 序 from 站日
), 市日 as (
    select 哪天, avg(期望) as 预计, avg(下限) as 往少里估, min(期望) as 最低站, max(期望) as 最高站, count(*) as 站数,
           sum(case when 期望 >= parameter(重度污染浓度) then 1 else 0 end) as 超标站
    from 站日
    group by 哪天
), 末 as (
    select 站点, 日期, 时, 细颗粒物 from air.时值 where datediff('day', 日期, as_of()) = 1
), 眼下 as (
    select avg(细颗粒物) as 实测 from 末 where 时 = 23
), 证 as (
    select evidence(s) as 前一天实测
    from standard.空气监测 s
    where datediff('day', make_date(s.年, s.月, s.日), as_of()) = 1
)
select 市日.哪天, as_of() as 起报, cast(round(市日.预计) as bigint) as 预计, cast(round(市日.往少里估) as bigint) as 往少里估,
       cast(round(市日.最低站) as bigint) as 最低站, cast(round(市日.最高站) as bigint) as 最高站, 市日.站数,
       cast(市日.超标站 as bigint) as 超标站, parameter(重度污染浓度) as 限值, 最.站点 as 最重站点, 最.理由,
       眼下.实测, 证.前一天实测
from 市日
join 最 on 最.哪天 = 市日.哪天 and 最.序 = 1
cross join 眼下
cross join 证
where 市日.预计 >= parameter(重度污染浓度)
