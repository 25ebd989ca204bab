/*
title: {zh: 消防监测失灵, en: A fire monitor that has failed}
clause: GB 25201-2010 建筑消防设施的维护管理（巡查、检测、维修；条款待熟悉业务的人核对）
subject: 网关
subject_kind: place
identity: [起日]
reason: "{单位}{楼栋}的消防监测自{起日}起{毛病}，这段时间设施好坏看不到"
region: 区划
score:
  base: 0.0
  signals:
    - {when: 失灵量数 >= 2, weight: 1.0, because: {zh: 几个量一起失灵, en: several quantities at once}}
    - {when: 人员密集, weight: 0.5, because: {zh: 人员密集场所, en: a place with many people}}
    - {when: 毛病 = '断过数', weight: -0.5, because: {zh: 已恢复上报, en: it reports again}}
rows: {min: 0, max: 10000}
*/
with 报 as (
    select q.网关, q.量, a.种类, min(a.日期) as 日期
    from smart_fire.报警 a
    join smart_fire.量值 q on q.传感器 = a.传感器 and q.日期 = a.日期 and q.分 = a.分
    where a.种类 in ('卡死', '缺测') and a.压下 is distinct from '已知原因' and datediff('day', a.日期, as_of()) <= 2 * parameter(看最近几天)
    group by q.网关, q.量, a.种类
), 坏 as (
    select 网关, min(日期) as 起日, count(*) as 失灵量数, max(case when 种类 = '卡死' then 1 else 0 end) as 卡死 from 报 group by 网关
), 断 as (
    select 网关, max(日期) as 起日 from smart_fire.量值 group by 网关 having datediff('day', max(日期), as_of()) > 1
), 全 as (
    select coalesce(坏.网关, 断.网关) as 网关, coalesce(断.起日, 坏.起日) as 起日, coalesce(坏.失灵量数, 6) as 失灵量数,
           case when 断.网关 is not null then '没有读数' when 坏.卡死 = 1 then '读数不再变化' else '断过数' end as 毛病
    from 坏
    full join 断 on 断.网关 = 坏.网关
), 台账 as (
    select d.网关, evidence(d) as 设备 from 全 join standard.消防物联设备 d on d.网关 = 全.网关 group by d.网关
)
select 全.网关, d.单位, d.楼栋, d.区划, 全.起日, 全.失灵量数, 全.毛病, d.场所 in ('市场', '养老院', '学校', '医院', '商场') as 人员密集, 台账.设备
from 全
join standard.消防物联设备 d on d.网关 = 全.网关
join 台账 on 台账.网关 = 全.网关
