/*
title: {zh: 病例超出往年同期, en: More cases than in earlier years}
clause: 《中华人民共和国传染病防治法》第三章（监测、报告和预警；条号待熟悉业务的人核对）
subject: 地方病种
subject_kind: place
identity: [首周]
reason: "{地名}{病种}自{首周}那一周起连续{周数}周超出上限：报告{病例}例，按{依据}应在{期望}例上下，是{倍数}倍；最多的一周{最多}例，上限{上限}例"
region: 区划
score:
  base: -0.5
  signals:
    - {when: 周数 >= 2, weight: 1.5, because: {zh: 连续两周以上, en: two weeks or more in a row}}
    - {when: 周数 >= 4, weight: 1.0, because: {zh: 连续四周以上, en: four weeks or more in a row}}
    - {when: 倍数 >= 3, weight: 1.0, because: {zh: 三倍以上, en: three times as many or more}}
    - {when: 同时地方 >= 2, weight: 0.5, because: {zh: 同一病种在两地以上同时报警, en: "the same disease alarms in other places, too"}}
    - {when: 最多 <= 上限 + 2, weight: -1.0, because: {zh: 刚过上限，一两例之差, en: only just above}}
    - {when: 依据 = '近几周', weight: -0.5, because: {zh: 往年数据不足，只与近几周比, en: "too little history, compared with recent weeks only"}}
rows: {min: 0, max: 10000}
*/
with 报 as (
    select 病种, 区划, 首周, 周, 病例, 期望, 上限, 依据
    from outbreak.周监测
    where 报警 and datediff('day', 周, as_of()) between 0 and 7 * parameter(看最近几周)
), 段 as (
    select 病种, 区划, 首周, min(依据) as 依据, count(*) as 周数, sum(病例) as 病例, sum(期望) as 期望,
           max(病例) as 最多, min(上限) as 上限
    from 报
    group by 病种, 区划, 首周
), 同 as (
    select 病种, count(*) as 同时地方 from (select distinct 病种, 区划 from 报) group by 病种
), 证 as (
    select 报.病种, 报.区划, 报.首周, evidence(s) as 周报
    from 报
    join standard.传染病周报 s on s.病种 = 报.病种 and s.区划 = 报.区划 and s.周一 = 报.周
    group by 报.病种, 报.区划, 报.首周
)
select concat(段.区划, 段.病种) as 地方病种, 段.区划, 段.病种, coalesce(区.name, 段.区划) as 地名, 段.首周, 段.周数, cast(段.病例 as bigint) as 病例,
       round(段.期望, 1) as 期望, round(段.病例 / greatest(段.期望, 0.5), 1) as 倍数, 段.最多, cast(段.上限 as bigint) as 上限,
       段.依据, 同.同时地方, 证.周报
from 段
join 证 on 证.病种 = 段.病种 and 证.区划 = 段.区划 and 证.首周 = 段.首周
join 同 on 同.病种 = 段.病种
left join reference.region 区 on 区.code = 段.区划 and 区.until is null
