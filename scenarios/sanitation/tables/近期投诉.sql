/*
title: {zh: 近三个月的环境投诉, en: Complaints of the last three months}
columns: {编号: code, 事项: text, 日期: date, 受理: date, 基准: date, 格: code, 经度: number, 纬度: number}
key: [编号]
rows: {min: 0, max: 1000000}
*/
-- 地点取格的中心。
select 编号, 事项, 日期, 受理, as_of() as 基准, 格, (cast(东 as double) + 0.5) / 100 as 经度, (cast(北 as double) + 0.5) / 100 as 纬度
from sanitation.投诉
where datediff('day', 日期, as_of()) <= 91
