/*
title: {zh: 本期的格，结果未知, en: Cells of this week}
columns:
  {编号: code, 格: code, 基准: date, 前一日: date, 近七日: integer, 近四周: integer, 近一季: integer, 近一年: integer, 去年同周: integer,
   其他近四周: integer, 周边近四周: integer, 周边其他近四周: integer}
key: [编号]
rows: {min: 0, max: 5000000}
*/
-- 没有“件数”和“有”：排名时看不见结果。
select 编号, 格, 基准, 前一日, 近七日, 近四周, 近一季, 近一年, 去年同周, 其他近四周, 周边近四周, 周边其他近四周
from sanitation.格周
where 基准 = as_of()
