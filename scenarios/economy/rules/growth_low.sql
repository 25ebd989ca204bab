/*
title: {zh: 本季增长可能低于目标, en: The quarter may grow less than aimed at}
clause: 《中华人民共和国统计法》第二十六条（估计不是统计资料，不得对外公布；条号待熟悉业务的人核对）
subject: 季度
subject_kind: issue
identity: [期]
reason: "{季度}还没有公布。到{基准日}为止已公布的信号估计增长{预计}%（九成把握{至少}到{至多}%），目标{目标}%；上一次公布的是{上期}%。主要因为：{理由}"
score:
  base: 0.0
  signals:
    - {when: 至多 < 目标, weight: 1.5, because: {zh: 往高里估也低于目标, en: even the upper bound is below}}
    - {when: 预计 < 上期 - 1, weight: 0.5, because: {zh: 比上一次公布的低一个点以上, en: a point or more below the last release}}
    - {when: 走了 < 45, weight: -1.0, because: {zh: 这个季度还没过半, en: not half of the quarter has passed}}
rows: {min: 0, max: 4}
*/
with 末 as (
    select p.*, row_number() over (partition by p.期 order by p.基准日 desc) as 序 from economy.即时预测 p where p.公布日 is null
), 公布 as (
    select p.期, p.实际, row_number() over (order by p.期 desc, p.基准日 desc) as 序 from economy.即时预测 p where p.实际 is not null
), 值 as (
    select 末.期, evidence(g) as 公布值
    from 末
    join standard.地区生产总值 g on 末.序 = 1 and datediff('day', make_date(g.年, g.季 * 3 - 2, 1), 末.期) between 1 and 366 and g.公布日 < as_of()
    group by 末.期
), 货 as (
    select 末.期, evidence(f) as 货运月报
    from 末
    join standard.货运量 f on 末.序 = 1 and datediff('day', 末.期, make_date(f.年, f.月, 1)) between 0 and 62 and f.公布日 < as_of()
    group by 末.期
)
select concat(cast(year(末.期) as varchar), '年', cast(cast(floor((month(末.期) + 2) / 3) as bigint) as varchar), '季度') as 季度, 末.期, 末.基准日,
       round(末.增速, 1) as 预计, round(末.下限, 1) as 至少, round(末.上限, 1) as 至多, parameter(增长目标) as 目标, round(公布.实际, 1) as 上期,
       datediff('day', 末.期, 末.基准日) as 走了, 末.理由, 值.公布值, 货.货运月报
from 末
left join 公布 on 公布.序 = 1
left join 值 on 值.期 = 末.期
left join 货 on 货.期 = 末.期
where 末.序 = 1 and 末.增速 < parameter(增长目标)
