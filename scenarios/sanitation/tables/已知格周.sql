/*
title: {zh: 结果已知的格和周, en: Cells and weeks whose outcome is known}
columns:
  {编号: code, 格: code, 基准: date, 前一日: date, 结果日: date, 近七日: integer, 近四周: integer, 近一季: integer, 近一年: integer, 去年同周: integer,
   其他近四周: integer, 周边近四周: integer, 周边其他近四周: integer, 件数: integer, 有: integer}
key: [编号]
rows: {min: 0, max: 5000000}
*/
select 编号, 格, 基准, 前一日, 结果日, 近七日, 近四周, 近一季, 近一年, 去年同周, 其他近四周, 周边近四周, 周边其他近四周, 件数, 有
from sanitation.格周
where 结果日 < as_of()
