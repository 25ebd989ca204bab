/*
title: {zh: 每格每周的特征和此后七天的投诉, en: Features of each cell and week and the complaints of the seven days after}
columns:
  {编号: code, 格: code, 基准: date, 前一日: date, 结果日: date, 近七日: integer, 近四周: integer, 近一季: integer, 近一年: integer, 去年同周: integer,
   其他近四周: integer, 周边近四周: integer, 周边其他近四周: integer, 件数: integer, 有: integer}
key: [编号]
rows: {min: 0, max: 5000000}
*/
-- 基准日每七天一个，最近一个是本期；都按受理日算，只用基准日之前的。“去年同周”是去年同一周及前后一周。以前从没有投诉过的格不在内。
with 基 as (
    select distinct 受理 as 基准 from sanitation.投诉
    where datediff('day', 受理, as_of()) % 7 = 0 and datediff('day', 受理, as_of()) <= 7 * parameter(学习周数)
    union all
    select as_of() as 基准
), 始 as (
    select 格, min(受理) as 首次 from sanitation.投诉 group by 格
), 行 as (
    select 始.格, 基.基准 from 始 join 基 on 始.首次 < 基.基准
), 近 as (
    select 行.格, 行.基准, z.本格, datediff('day', z.受理, 行.基准) as 前, case when z.事项 = parameter(预测事项) then 1 else 0 end as 要, z.件数
    from 行
    join sanitation.周边投诉 z on z.格 = 行.格
    where datediff('day', z.受理, 行.基准) between -6 and 378
), 数 as (
    select 格, 基准,
           sum(case when 本格 = 1 and 要 = 1 and 前 between 1 and 7 then 件数 else 0 end) as 近七日,
           sum(case when 本格 = 1 and 要 = 1 and 前 between 1 and 28 then 件数 else 0 end) as 近四周,
           sum(case when 本格 = 1 and 要 = 1 and 前 between 1 and 91 then 件数 else 0 end) as 近一季,
           sum(case when 本格 = 1 and 要 = 1 and 前 between 1 and 364 then 件数 else 0 end) as 近一年,
           sum(case when 本格 = 1 and 要 = 1 and 前 between 351 and 371 then 件数 else 0 end) as 去年同周,
           sum(case when 本格 = 1 and 要 = 0 and 前 between 1 and 28 then 件数 else 0 end) as 其他近四周,
           sum(case when 本格 = 0 and 要 = 1 and 前 between 1 and 28 then 件数 else 0 end) as 周边近四周,
           sum(case when 本格 = 0 and 要 = 0 and 前 between 1 and 28 then 件数 else 0 end) as 周边其他近四周,
           sum(case when 本格 = 1 and 要 = 1 and 前 <= 0 then 件数 else 0 end) as 件数
    from 近
    group by 格, 基准
)
select concat(行.格, '@', cast(行.基准 as varchar)) as 编号, 行.格, 行.基准, 行.基准 - 1 as 前一日, 行.基准 + 6 as 结果日,
       coalesce(数.近七日, 0) as 近七日, coalesce(数.近四周, 0) as 近四周, coalesce(数.近一季, 0) as 近一季, coalesce(数.近一年, 0) as 近一年,
       coalesce(数.去年同周, 0) as 去年同周, coalesce(数.其他近四周, 0) as 其他近四周, coalesce(数.周边近四周, 0) as 周边近四周,
       coalesce(数.周边其他近四周, 0) as 周边其他近四周, coalesce(数.件数, 0) as 件数, case when 数.件数 > 0 then 1 else 0 end as 有
from 行
left join 数 on 数.格 = 行.格 and 数.基准 = 行.基准
