/*
title: {zh: 应有油脂收运合同而没有, en: No contract for its grease}
clause: 《中华人民共和国固体废物污染环境防治法》第五十七条（产生、收集厨余垃圾的单位应当将厨余垃圾交由具备相应资质条件的单位进行无害化处理；条号待熟悉业务的人核对）
subject: 许可证号
subject_kind: place
reason: "{店名}（{业态}，{座位数}座）许可有效，{合同情况}；一年内旁边的污水管因油脂堵过{堵塞次数}次"
region: 区划
point: 坐标
score:
  base: -1.0
  signals:
    - {when: 堵塞次数 >= 1, weight: 1.5, because: {zh: 旁边的管道因油脂堵过, en: a sewer beside it was blocked by grease}}
    - {when: 堵塞次数 >= 2, weight: 1.0, because: {zh: 堵过不止一次, en: more than once}}
    - {when: 座位数 >= 80, weight: 0.5, because: {zh: 店大，出油多, en: a large place}}
    - {when: 过期天数 <= 60, weight: -1.5, because: {zh: 合同刚到期，可能正在续签, en: "its contract has just ended, perhaps it is being renewed"}}
    - {when: 新店天数 <= 60, weight: -1.0, because: {zh: 新开的店, en: newly opened}}
rows: {min: 0, max: 100000}
*/
with 约 as (
    select 许可证号, max(case when 在期 then 1 else 0 end) as 在期, max(终止日期) as 终止
    from grease.店与合同
    group by 许可证号
), 堵 as (
    select d.许可证号, count(*) as 次数, evidence(d) as 堵塞
    from grease.旁边的堵塞 d
    group by d.许可证号
), 旧 as (
    select c.许可证号, evidence(c) as 到期合同
    from grease.店与合同 c
    group by c.许可证号
), 店 as (
    select s.许可证号, evidence(s) as 许可
    from grease.应收运 s
    group by s.许可证号
)
select s.许可证号, s.店名, s.区划, s.业态, s.座位数, s.坐标, coalesce(堵.次数, 0) as 堵塞次数,
       case when 约.许可证号 is null then '备案里没有它的油脂收运合同' else concat('收运合同已于', cast(约.终止 as varchar), '到期') end as 合同情况,
       datediff('day', 约.终止, as_of()) as 过期天数, datediff('day', s.发证日期, as_of()) as 新店天数, 店.许可, 旧.到期合同, 堵.堵塞
from grease.应收运 s
join 店 on 店.许可证号 = s.许可证号
left join 约 on 约.许可证号 = s.许可证号
left join 堵 on 堵.许可证号 = s.许可证号
left join 旧 on 旧.许可证号 = s.许可证号
where coalesce(约.在期, 0) = 0
