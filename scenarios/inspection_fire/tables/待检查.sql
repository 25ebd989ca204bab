/*
title: {zh: 可以去查的建筑, en: Buildings that could be inspected now}
columns:
  {编号: code, 建筑编号: code, 名称: text, 区划: region_code, 用途: text, 日期: date, 登记日期: date,
   建成年份: integer, 层数: integer, 面积: number, 无喷淋: integer, 老旧无喷淋: integer, 末次投诉: date, 群租投诉: integer, 飞线投诉: integer, 其他投诉: integer, 投诉次数: integer,
   欠缴起日: date, 欠税: integer, 末次火警: date, 火警: integer,
   上次检查: date, 上次重大: integer, 上次一般: integer, 检查次数: integer, 距上次天数: integer}
key: [编号]
rows: {min: 0, max: 10000000}
*/
-- 没有“重大”这一列：排名时看不见结果。刚查过的不再打扰。
select 编号, 建筑编号, 名称, 区划, 用途, 日期, 登记日期, 建成年份, 层数, 面积, 无喷淋, 老旧无喷淋, 末次投诉, 群租投诉, 飞线投诉, 其他投诉, 投诉次数,
       欠缴起日, 欠税, 末次火警, 火警, 上次检查, 上次重大, 上次一般, 检查次数, 距上次天数
from inspection_fire.特征
where 重大 is null and (距上次天数 is null or 距上次天数 > parameter(刚查过天数))
