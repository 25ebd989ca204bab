/*
title: {zh: 审批明细（不含个人信息）, en: Approvals without personal data}
columns: {项目: text, 申请日期: date, 批准日期: date, 金额: amount, 区划: region_code, 用时工作日: integer, _batch: text, _row: integer}
rows: {min: 0, max: 40000000}
*/
select s.项目, s.申请日期, s.批准日期, s.批准金额 as 金额, z.区划,
       working_days_between(s.申请日期, s.批准日期) as 用时工作日, s._batch, s._row
from fused.资金审批 s
left join subsidy.村区划 z on z.村 = s.村
