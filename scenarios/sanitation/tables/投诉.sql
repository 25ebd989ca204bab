/*
title: {zh: 可用的环境投诉，按格, en: Usable complaints by cell}
columns: {编号: code, 事项: text, 日期: date, 受理: date, 区划: region_code, 东: integer, 北: integer, 格: code, _batch: text, _row: integer}
not_null: [编号, 事项, 日期, 受理, 格]
rows: {min: 0, max: 5000000}
*/
-- 百分之一度见方为一格（约 1 公里）。基准日早上已受理、不是重复件、日子和地点都知道的才算；同一件只算一次。
with 件 as (
    select s.编号, coalesce(s.事项, '其他') as 事项, s.日期, coalesce(s.受理日期, s.日期) as 受理, s.区划, s._batch, s._row,
           cast(floor(s.经度 * 100) as bigint) as 东, cast(floor(s.纬度 * 100) as bigint) as 北,
           row_number() over (partition by s.编号 order by s._batch, s._row) as 序
    from standard.环卫投诉 s
    where s.日期 is not null and s.经度 is not null and s.纬度 is not null and (s.状态 is null or s.状态 not like '%Dup' and s.状态 <> '重复')
)
select 编号, 事项, 日期, 受理, 区划, 东, 北, concat('E', cast(东 as varchar), 'N', cast(北 as varchar)) as 格, _batch, _row
from 件
where 序 = 1 and 受理 < as_of() and 日期 <= 受理
