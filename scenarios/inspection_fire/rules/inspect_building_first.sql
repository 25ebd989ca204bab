/*
title: {zh: 本月先去查的建筑, en: Buildings to inspect first this month}
clause: 《中华人民共和国消防法》第五十三条；《消防监督检查规定》（按火灾风险确定检查的对象和频次；条号待熟悉业务的人核对）
subject: 建筑编号
subject_kind: place
identity: [日期]
reason: "{名称}（{用途}）列本县区待查第{序}位（共{待查}栋，本月查得了{能查}栋），{来由}；这样的建筑一百栋里约{百栋}栋查出重大隐患。依据：{理由}"
region: 区划
point: 坐标
score:
  base: -2.0
  signals:
    - {when: 风险 >= 0.2, weight: 0.6, because: {zh: 估计五栋里有一栋以上, en: one in five or more}}
    - {when: 风险 >= 0.35, weight: 0.7, because: {zh: 估计三栋里有一栋以上, en: one in three or more}}
    - {when: 风险 >= 0.5, weight: 0.7, because: {zh: 估计两栋里有一栋以上, en: one in two or more}}
    - {when: 群租投诉 >= 2, weight: 0.3, because: {zh: 一年内多次被投诉群租, en: several complaints of illegal rooms in a year}}
    - {when: 抽查, weight: -0.5, because: {zh: 是抽签抽中的, en: drawn by lot}}
rows: {min: 0, max: 100000}
*/
with 列 as (
    select m.*, t.群租投诉
    from inspection_fire.本月名单 m
    join inspection_fire.待检查 t on t.建筑编号 = m.建筑编号
), 史 as (
    select 列.建筑编号, evidence(c) as 以往检查
    from 列
    join standard.消防检查 c on c.建筑编号 = 列.建筑编号 and c.检查日期 < 列.日期
    group by 列.建筑编号
), 诉 as (
    select 列.建筑编号, evidence(t) as 投诉
    from 列
    join standard.建筑投诉 t on t.建筑编号 = 列.建筑编号 and t.投诉日期 < 列.日期 and datediff('day', t.投诉日期, 列.日期) <= parameter(看投诉天数)
    group by 列.建筑编号
), 税 as (
    select 列.建筑编号, evidence(q) as 欠税
    from 列
    join standard.房产税欠缴 q on q.建筑编号 = 列.建筑编号 and q.欠缴起日 < 列.日期 and (q.清缴日期 is null or q.清缴日期 >= 列.日期)
    group by 列.建筑编号
), 账 as (
    select 列.建筑编号, max(b.坐标) as 坐标, evidence(b) as 台账
    from 列
    join standard.建筑台账 b on b.建筑编号 = 列.建筑编号
    group by 列.建筑编号
)
select 列.建筑编号, 列.名称, 列.区划, 列.用途, 列.日期, 列.序, 列.待查, 列.能查, 列.风险, 列.抽查, 列.理由, 列.群租投诉,
       case when 列.抽查 then '抽签抽中，为了不断学习，与风险无关' else '按风险排在前面' end as 来由,
       cast(round(100 * 列.风险) as bigint) as 百栋, 账.坐标, 史.以往检查, 诉.投诉, 税.欠税, 账.台账
from 列
left join 史 on 史.建筑编号 = 列.建筑编号
left join 诉 on 诉.建筑编号 = 列.建筑编号
left join 税 on 税.建筑编号 = 列.建筑编号
left join 账 on 账.建筑编号 = 列.建筑编号
