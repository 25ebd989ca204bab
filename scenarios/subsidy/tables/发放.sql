/*
title: {zh: 六个领域惠民资金发放合并, en: Payments of the six domains}
columns: {项目: text, 身份证号: id_card, 姓名: person_name, 村: text, 月份: date, 日期: date, 金额: amount, 账号: bank_account, 备注: text, _batch: text, _row: integer}
rows: {min: 1, max: 40000000}
# 只换列名、不改内容：给查询起个名字即可，一千七百万行不必再存一份。
kept: false
*/
select coalesce(类别, '低保') as 项目, 身份证号, 姓名, 村, cast(date_trunc('month', 日期) as date) as 月份, 日期, 金额, 账号, 备注, _batch, _row
from fused.低保五保发放
union all
select '公租房', 身份证号, 姓名, cast(null as varchar), cast(date_trunc('month', 日期) as date), 日期, 金额, 账号, 备注, _batch, _row
from fused.公租房补贴
union all
select '农资补贴', 身份证号, 姓名, 村, cast(date_trunc('month', 日期) as date), 日期, 金额, 账号, 备注, _batch, _row
from fused.农资补贴
union all
select '危房改造', 身份证号, 姓名, cast(null as varchar), cast(date_trunc('month', 日期) as date), 日期, 金额, 账号, 备注, _batch, _row
from fused.危房改造补助
union all
select '水库移民', 身份证号, 姓名, cast(null as varchar), cast(date_trunc('month', 日期) as date), 日期, 金额, 账号, 备注, _batch, _row
from fused.移民旧房补助
union all
select '三资', 身份证号, 姓名, 村, cast(date_trunc('month', 日期) as date), 日期, 金额, cast(null as varchar), 摘要, _batch, _row
from fused.三资收支
