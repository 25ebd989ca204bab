/*
title: {zh: 答复过的事在哪里, en: Where the matters replied to are}
columns: {编号: code, 标题: text, 日期: date, 已办: yes_no, 经度: number, 纬度: number, _batch: text, _row: integer}
rows: {min: 0, max: 100000}
*/
-- 第一件办完了，其余不知道。编的位置：第一件在溪北区，第二件在它以东约 430 米，第三件没有位置。
select 编号, 标题, 来信日期 as 日期, case when 编号 = 'A1' then true end as 已办,
       case when 编号 = 'A1' then 83.400 when 编号 = 'A2' then 83.405 end as 经度,
       case when 编号 <> 'A3' then 39.200 end as 纬度, _batch, _row
from standard.来信答复
