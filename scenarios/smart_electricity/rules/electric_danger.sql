/*
title: {zh: 用电异常，可能起火, en: Electricity that may start a fire}
clause: 《中华人民共和国消防法》第二十七条（电器线路的设计、敷设、维护保养、检测必须符合标准；条号待熟悉业务的人核对）
subject: 设备编号
subject_kind: place
identity: [首日]
reason: "{单位}{位置}：{首日} {几点}起{各量}{等级}级，{眼下}。建议{建议}"
region: 区划
score:
  base: -0.5
  signals:
    - {when: 等级 = 'I', weight: 2.0, because: {zh: 超出限值两倍以上（Ⅰ级）, en: three times the limit or more (level I)}}
    - {when: 等级 = 'II', weight: 1.0, because: {zh: 超出限值一倍以上（Ⅱ级）, en: twice the limit or more (level II)}}
    - {when: 量数 >= 2, weight: 1.5, because: {zh: 两个量同时异常, en: two quantities are over at once}}
    - {when: 未消, weight: 0.5, because: {zh: 还没有消除, en: it is still going on}}
    - {when: 人员密集, weight: 0.5, because: {zh: 人员密集场所, en: a place with many people}}
    - {when: 只是电压, weight: -1.5, because: {zh: 只是电压，多为台区的事, en: "voltage only: mostly the grid's"}}
    - {when: 最长 <= 60, weight: -0.5, because: {zh: 持续不到一小时, en: lasted an hour or less}}
rows: {min: 0, max: 10000}
*/
-- 一个配电箱几天里的报警合成一条疑点：它是一件事。压下的（检修、别的箱已报的同台区、超限额）不列；
-- 自己已报过的量，后来的几次算在同一件里。
with 叫 as (
    select distinct 传感器 from smart_electricity.报警
    where 种类 = '超限' and 压下 is null and datediff('day', 日期, as_of()) <= parameter(看最近几天)
), 报 as (
    select q.设备编号, q.量, a.日期, a.分, a.程度, a.持续, a.未消, a.等级,
           case a.等级 when 'I' then 1 when 'II' then 2 when 'III' then 3 else 4 end as 级
    from smart_electricity.报警 a
    join smart_electricity.量值 q on q.传感器 = a.传感器 and q.日期 = a.日期 and q.分 = a.分
    join 叫 on 叫.传感器 = a.传感器
    where a.种类 = '超限' and (a.压下 is null or a.压下 = '同组已报') and datediff('day', a.日期, as_of()) <= parameter(看最近几天)
          and (a.持续 >= parameter(最少持续) or a.未消 or q.量 = '故障电弧')
), 量 as (
    select 设备编号, 量, min(级) as 级, max(程度) as 程度, max(持续) as 最长, count(*) as 次, max(case when 未消 then 1 else 0 end) as 未消
    from 报
    group by 设备编号, 量
), 首 as (
    select 设备编号, 日期 as 首日, 分, row_number() over (partition by 设备编号 order by 日期, 分) as 序 from 报
), 箱 as (
    select 设备编号, count(*) as 量数, min(级) as 级, max(最长) as 最长, max(未消) as 未消, min(case when 量 = '电压' then 1 else 0 end) as 只是电压,
           concat(coalesce(max(case when 量 = '剩余电流' then concat('剩余电流', 写) end), ''), coalesce(max(case when 量 = '温度' then concat('温度', 写) end), ''),
                  coalesce(max(case when 量 = '故障电弧' then concat('故障电弧', 写) end), ''), coalesce(max(case when 量 = '电压' then concat('电压', 写) end), '')) as 各量
    from (select 量.*, concat('最重到限值的', cast(round(程度, 1) as varchar), '倍（', cast(次 as varchar), '次，最长', cast(最长 as varchar), '分钟），') as 写 from 量) as 量
    group by 设备编号
), 证 as (
    select 报.设备编号, evidence(r) as 读数
    from 报
    join standard.用电读数 r on r.设备编号 = 报.设备编号 and cast(substr(r.采集时间, 1, 10) as date) = 报.日期
         and cast(substr(r.采集时间, 12, 2) as bigint) * 60 + cast(substr(r.采集时间, 15, 2) as bigint) between 报.分 and 报.分 + 60
    group by 报.设备编号
), 台账 as (
    select d.设备编号, evidence(d) as 设备 from 箱 join standard.用电设备 d on d.设备编号 = 箱.设备编号 group by d.设备编号
)
select 箱.设备编号, d.单位, d.位置, d.区划, 首.首日, concat(lpad(cast(cast(floor(首.分 / 60) as bigint) as varchar), 2, '0'), ':', lpad(cast(首.分 % 60 as varchar), 2, '0')) as 几点,
       箱.各量, case 箱.级 when 1 then 'I' when 2 then 'II' when 3 then 'III' else 'IV' end as 等级, 箱.量数, 箱.最长, 箱.未消 = 1 as 未消, 箱.只是电压 = 1 as 只是电压,
       case when 箱.未消 = 1 then '还在继续' else '已回落' end as 眼下,
       case when 箱.只是电压 = 1 then '转供电公司查台区电压' when 箱.级 <= 2 and 箱.未消 = 1 then '请供电公司断电，同时派员' else '派员核查' end as 建议,
       d.场所 in ('市场', '养老院', '学校', '医院', '商场') as 人员密集, 证.读数, 台账.设备
from 箱
join 首 on 首.设备编号 = 箱.设备编号 and 首.序 = 1
join standard.用电设备 d on d.设备编号 = 箱.设备编号
join 证 on 证.设备编号 = 箱.设备编号
join 台账 on 台账.设备编号 = 箱.设备编号
