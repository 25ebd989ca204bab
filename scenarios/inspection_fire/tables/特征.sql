/*
title: {zh: 每次检查和每栋待查建筑的特征, en: Features of inspections made and of buildings waiting}
columns:
  {编号: code, 建筑编号: code, 名称: text, 区划: region_code, 用途: text, 日期: date, 检查组: text, 重大: integer, 登记日期: date,
   建成年份: integer, 层数: integer, 面积: number, 无喷淋: integer, 老旧无喷淋: integer, 末次投诉: date, 群租投诉: integer, 飞线投诉: integer, 其他投诉: integer, 投诉次数: integer,
   欠缴起日: date, 欠税: integer, 末次火警: date, 火警: integer,
   上次检查: date, 上次重大: integer, 上次一般: integer, 检查次数: integer, 距上次天数: integer}
key: [编号]
not_null: [编号, 建筑编号, 日期]
rows: {min: 0, max: 10000000}
*/
-- 做过的检查以检查日为基准日，待查的建筑以本期为基准日；同一套算法，只用基准日之前的数据，每个特征带一列“到哪一天为止”。
with 基 as (
    select c.检查编号 as 编号, c.建筑编号, c.检查日期 as 日期, c.检查组, case when c.重大隐患数 > 0 then 1 else 0 end as 重大
    from standard.消防检查 c
    where c.检查日期 < as_of()
    union all
    select concat('待查', b.建筑编号), b.建筑编号, as_of(), null, null
    from standard.建筑台账 b
), 诉 as (
    select 基.编号, max(t.投诉日期) as 末次投诉, count(*) as 投诉次数,
           sum(case when t.事项 = '私自隔断群租' then 1 else 0 end) as 群租投诉, sum(case when t.事项 = '飞线充电' then 1 else 0 end) as 飞线投诉
    from 基
    join standard.建筑投诉 t on t.建筑编号 = 基.建筑编号 and t.投诉日期 < 基.日期 and datediff('day', t.投诉日期, 基.日期) <= parameter(看投诉天数)
    group by 基.编号
), 欠 as (
    select 基.编号, max(q.欠缴起日) as 欠缴起日
    from 基
    join standard.房产税欠缴 q on q.建筑编号 = 基.建筑编号 and q.欠缴起日 < 基.日期 and (q.清缴日期 is null or q.清缴日期 >= 基.日期)
    group by 基.编号
), 火 as (
    select 基.编号, max(h.报警日期) as 末次火警, count(*) as 次
    from 基
    join standard.火警 h on h.建筑编号 = 基.建筑编号 and h.报警日期 < 基.日期
    group by 基.编号
), 往 as (
    select 基.编号, c.检查日期, c.重大隐患数, c.一般隐患数, count(*) over (partition by 基.编号) as 检查次数,
           row_number() over (partition by 基.编号 order by c.检查日期 desc, c.检查编号 desc) as 序
    from 基
    join standard.消防检查 c on c.建筑编号 = 基.建筑编号 and c.检查日期 < 基.日期
)
select 基.编号, 基.建筑编号, b.名称, b.区划, b.用途, 基.日期, 基.检查组, 基.重大, b.登记日期, b.建成年份, b.层数, b.面积,
       case when b.喷淋 then 0 else 1 end as 无喷淋, case when not b.喷淋 and b.建成年份 < parameter(老旧年份) then 1 else 0 end as 老旧无喷淋, 诉.末次投诉,
       coalesce(诉.群租投诉, 0) as 群租投诉, coalesce(诉.飞线投诉, 0) as 飞线投诉,
       coalesce(诉.投诉次数 - 诉.群租投诉 - 诉.飞线投诉, 0) as 其他投诉, coalesce(诉.投诉次数, 0) as 投诉次数,
       欠.欠缴起日, case when 欠.欠缴起日 is null then 0 else 1 end as 欠税, 火.末次火警, coalesce(火.次, 0) as 火警,
       往.检查日期 as 上次检查, case when 往.重大隐患数 > 0 then 1 when 往.重大隐患数 = 0 then 0 end as 上次重大, 往.一般隐患数 as 上次一般,
       coalesce(往.检查次数, 0) as 检查次数, datediff('day', 往.检查日期, 基.日期) as 距上次天数
from 基
join standard.建筑台账 b on b.建筑编号 = 基.建筑编号
left join 诉 on 诉.编号 = 基.编号
left join 欠 on 欠.编号 = 基.编号
left join 火 on 火.编号 = 基.编号
left join 往 on 往.编号 = 基.编号 and 往.序 = 1
where b.登记日期 < 基.日期
