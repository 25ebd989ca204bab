/*
title: {zh: 环境投诉聚集，一处一行, en: "Clusters of complaints, one row each"}
columns:
  {哪里何事: text, 名称: text, 事项: text, 起: date, 止: date, 件数: integer, 期望: number, 倍数: number, 重现天数: integer, 经度: number, 纬度: number}
key: [哪里何事]
rows: {min: 0, max: 1000}
*/
select distinct concat(中心, 事项) as 哪里何事, concat(事项, '聚集（', cast(件数 as varchar), '件）') as 名称, 事项, 起, 止, 件数, 期望, 倍数, 重现天数, 经度, 纬度
from sanitation.聚集
where 重现天数 >= parameter(容许误报间隔)
