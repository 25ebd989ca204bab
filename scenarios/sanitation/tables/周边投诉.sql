/*
title: {zh: 每格和周边八格的投诉, en: Complaints of each cell and the eight around it}
columns: {格: code, 受理: date, 事项: text, 本格: integer, 件数: integer}
not_null: [格, 受理, 本格, 件数]
rows: {min: 0, max: 50000000}
*/
with 日 as (
    select 东, 北, 受理, 事项, count(*) as 件数
    from sanitation.投诉
    group by 东, 北, 受理, 事项
), 步 as (
    select -1 as 步 union all select 0 as 步 union all select 1 as 步
)
select concat('E', cast(日.东 + x.步 as varchar), 'N', cast(日.北 + y.步 as varchar)) as 格, 日.受理, 日.事项,
       case when x.步 = 0 and y.步 = 0 then 1 else 0 end as 本格, sum(日.件数) as 件数
from 日
cross join 步 x
cross join 步 y
group by 日.东 + x.步, 日.北 + y.步, 日.受理, 日.事项, case when x.步 = 0 and y.步 = 0 then 1 else 0 end
