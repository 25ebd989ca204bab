/*
title: {zh: 今后七天环境热点, en: Where most will be complained of next week}
clause: 《病媒生物预防控制管理规定》（按孳生风险安排防制；条号待熟悉业务的人核对）
subject: 格
subject_kind: place
identity: [基准]
reason: "{名称}列全市第{序}位（共{格数}格，人手够看{名额}格），{来由}；这样的格一百个里约{百格}个在{基准}起七天里会有{事项}投诉。依据：{理由}"
region: 区划
point: 坐标
score:
  base: -1.5
  signals:
    - {when: 风险 >= 0.2, weight: 0.6, because: {zh: 五格里有一格以上, en: one in five or more}}
    - {when: 风险 >= 0.4, weight: 0.8, because: {zh: 五格里有两格以上, en: two in five or more}}
    - {when: 风险 >= 0.6, weight: 0.8, because: {zh: 五格里有三格以上, en: three in five or more}}
    - {when: 近四周 = 0, weight: 0.3, because: {zh: 这里近四周还没有人投诉，去得早, en: "nobody complained here in four weeks: early"}}
    - {when: 抽查, weight: -0.5, because: {zh: 是抽签抽中的, en: drawn by lot}}
rows: {min: 0, max: 10000}
*/
with 证 as (
    select h.格, evidence(s) as 近四周投诉
    from sanitation.本周热点 h
    join sanitation.投诉 t on t.格 = h.格 and datediff('day', t.受理, h.基准) between 1 and 28
    join standard.环卫投诉 s on s._batch = t._batch and s._row = t._row
    group by h.格
)
select h.格, h.名称, h.区划, h.基准, h.序, h.名额, h.格数, h.风险, h.抽查, h.理由, h.近四周, parameter(预测事项) as 事项,
       case when h.抽查 then '抽签抽中，为了不断学习，与预测无关' else '按预测排在前面' end as 来由, cast(round(100 * h.风险) as bigint) as 百格,
       concat(cast(h.经度 as varchar), ',', cast(h.纬度 as varchar)) as 坐标, 证.近四周投诉
from sanitation.本周热点 h
left join 证 on 证.格 = h.格
