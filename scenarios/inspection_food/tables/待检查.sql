/*
title: {zh: 待检查, en: To be inspected from the as-of date on}
columns:
  {编号: code, 店名: text, 许可证号: code, 业态: text, 风险等级: text, 邮编: code, 检查日期: date, 前一日: date, 气温日: date,
   上次检查: date, 上次严重: integer, 上次较重: integer, 上次轻微: integer, 上次未通过: integer, 检查次数: integer, 历史严重率: number, 距上次天数: integer,
   经营年数: number, 卖烟: integer, 卖酒: integer, 最高气温: number, 业态日: date, 业态严重率: number,
   同名日: date, 同名严重率: number, 同址日: date, 同址严重率: number}
key: [编号]
rows: {min: 0, max: 5000000}
*/
-- 没有“严重”这一列：排名时看不见结果。
select 编号, 店名, 许可证号, 业态, 风险等级, 邮编, 检查日期, 前一日, 气温日, 上次检查, 上次严重, 上次较重, 上次轻微, 上次未通过,
       检查次数, 历史严重率, 距上次天数, 经营年数, 卖烟, 卖酒, 最高气温, 业态日, 业态严重率, 同名日, 同名严重率, 同址日, 同址严重率
from inspection_food.特征
where 检查日期 >= as_of() and datediff('day', as_of(), 检查日期) < parameter(名单天数)
