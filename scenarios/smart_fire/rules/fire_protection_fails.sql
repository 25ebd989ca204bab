/*
title: {zh: 消防设施用不上，或有烟, en: "Fire protection that would fail, or smoke"}
clause: 《中华人民共和国消防法》第十六条、第二十八条（设施完好有效；不得占用疏散通道；条号待熟悉业务的人核对）
subject: 网关
subject_kind: place
identity: [首日]
reason: "{单位}{楼栋}：{首日} {几点}起{各量}{等级}级，{眼下}。建议{建议}"
region: 区划
score:
  base: -0.5
  signals:
    - {when: 有烟, weight: 2.0, because: {zh: 有烟, en: there is smoke}}
    - {when: 等级 = 'I', weight: 1.5, because: {zh: 超出限值三倍（Ⅰ级）, en: three times the limit or more (level I)}}
    - {when: 等级 = 'II', weight: 1.0, because: {zh: 超出限值两倍（Ⅱ级）, en: twice the limit or more (level II)}}
    - {when: 量数 >= 2, weight: 1.0, because: {zh: 两个量同时异常, en: two quantities at once}}
    - {when: 未消, weight: 0.5, because: {zh: 还没有消除, en: it is still going on}}
    - {when: 人员密集, weight: 0.5, because: {zh: 人员密集场所, en: a place with many people}}
    - {when: 同区 >= 3, weight: -2.0, because: {zh: 同一供水分区好几栋一起低，多为市政停水, en: "several buildings of one supply at once: mostly the water works"}}
rows: {min: 0, max: 10000}
*/
-- 一栋楼几天里的报警合成一条疑点：它是一件事。压下的（检测、同分区已报、超限额）不列；自己已报过的量，后来的几次算在同一件里。
with 叫 as (
    select distinct q.网关
    from smart_fire.报警 a
    join smart_fire.量值 q on q.传感器 = a.传感器 and q.日期 = a.日期 and q.分 = a.分
    where a.种类 = '超限' and a.压下 is null and datediff('day', a.日期, as_of()) <= parameter(看最近几天)
), 报 as (
    select q.网关, q.量, q.组, a.日期, a.分, a.程度, a.持续, a.未消, a.等级,
           case a.等级 when 'I' then 1 when 'II' then 2 when 'III' then 3 else 4 end as 级
    from smart_fire.报警 a
    join smart_fire.量值 q on q.传感器 = a.传感器 and q.日期 = a.日期 and q.分 = a.分
    join 叫 on 叫.网关 = q.网关
    where a.种类 = '超限' and (a.压下 is null or a.压下 = '同组已报') and datediff('day', a.日期, as_of()) <= parameter(看最近几天)
          and (a.未消 or q.量 in ('通道占用', '消防泵手动') or (q.量 = '烟雾' and a.持续 >= parameter(烟雾最少持续)) or a.持续 >= parameter(最少持续))
), 量 as (
    select 网关, 量, min(级) as 级, max(程度) as 程度, max(持续) as 最长, count(*) as 次, max(case when 未消 then 1 else 0 end) as 未消
    from 报
    group by 网关, 量
), 首 as (
    select 网关, 日期 as 首日, 分, row_number() over (partition by 网关 order by 日期, 分) as 序 from 报
), 低 as (
    select 组, count(*) as 同区
    from (
        select q.组, q.网关
        from smart_fire.报警 a
        join smart_fire.量值 q on q.传感器 = a.传感器 and q.日期 = a.日期 and q.分 = a.分
        where a.种类 = '超限' and q.量 in ('喷淋水压', '消火栓水压') and datediff('day', a.日期, as_of()) <= parameter(看最近几天)
        group by q.组, q.网关
    ) as 各
    group by 组
), 同 as (
    select 报.网关, max(低.同区) as 同区 from 报 join 低 on 低.组 = 报.组 where 报.量 in ('喷淋水压', '消火栓水压') group by 报.网关
), 写 as (
    select 网关, 量, case when 量 in ('喷淋水压', '消火栓水压', '水箱液位')
                 then concat(量, case when 程度 >= 10 then '几乎没有' else concat('低到限值的', cast(cast(round(100 / 程度) as bigint) as varchar), '%') end)
                 when 量 = '烟雾' then concat('烟雾到限值的', cast(round(程度, 1) as varchar), '倍')
                 else concat(量, cast(cast(round(程度 * case when 量 = '通道占用' then parameter(占用限值) else parameter(手动限值) end) as bigint) as varchar), '分钟') end as 说,
           次
    from 量
), 栋 as (
    select 量.网关, count(*) as 量数, min(级) as 级, max(未消) as 未消, max(case when 量.量 = '烟雾' then 1 else 0 end) as 烟,
           max(case when 量.量 = '通道占用' then 1 else 0 end) as 占, max(case when 量.量 = '消防泵手动' then 1 else 0 end) as 泵,
           concat(coalesce(max(case when 量.量 = '烟雾' then concat(写.说, '，') end), ''), coalesce(max(case when 量.量 = '喷淋水压' then concat(写.说, '，') end), ''),
                  coalesce(max(case when 量.量 = '消火栓水压' then concat(写.说, '，') end), ''), coalesce(max(case when 量.量 = '水箱液位' then concat(写.说, '，') end), ''),
                  coalesce(max(case when 量.量 = '通道占用' then concat(写.说, '，') end), ''), coalesce(max(case when 量.量 = '消防泵手动' then concat(写.说, '，') end), '')) as 各量
    from 量
    join 写 on 写.网关 = 量.网关 and 写.量 = 量.量
    group by 量.网关
), 证 as (
    select 报.网关, evidence(r) as 读数
    from 报
    join standard.消防物联读数 r on r.网关 = 报.网关 and cast(substr(r.采集时间, 1, 10) as date) = 报.日期
         and cast(substr(r.采集时间, 12, 2) as bigint) * 60 + cast(substr(r.采集时间, 15, 2) as bigint) between 报.分 and 报.分 + 60
    group by 报.网关
), 台账 as (
    select d.网关, evidence(d) as 设备 from 栋 join standard.消防物联设备 d on d.网关 = 栋.网关 group by d.网关
)
select 栋.网关, d.单位, d.楼栋, d.区划, 首.首日, concat(lpad(cast(cast(floor(首.分 / 60) as bigint) as varchar), 2, '0'), ':', lpad(cast(首.分 % 60 as varchar), 2, '0')) as 几点,
       栋.各量, case 栋.级 when 1 then 'I' when 2 then 'II' when 3 then 'III' else 'IV' end as 等级, 栋.量数, 栋.未消 = 1 as 未消, 栋.烟 = 1 as 有烟, coalesce(同.同区, 0) as 同区,
       case when 栋.未消 = 1 then '还在继续' else '已回落' end as 眼下,
       case when 栋.烟 = 1 then '马上打电话，同时派员' when coalesce(同.同区, 0) >= 3 then '先问水务是否停水' when 栋.占 = 1 then '通知单位清通道，派员核查'
            when 栋.泵 = 1 then '通知单位打回自动，派员核查' else '派员查阀门和管网' end as 建议,
       d.场所 in ('市场', '养老院', '学校', '医院', '商场') as 人员密集, 证.读数, 台账.设备
from 栋
join 首 on 首.网关 = 栋.网关 and 首.序 = 1
join standard.消防物联设备 d on d.网关 = 栋.网关
left join 同 on 同.网关 = 栋.网关
join 证 on 证.网关 = 栋.网关
join 台账 on 台账.网关 = 栋.网关
