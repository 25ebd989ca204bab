/*
title: {zh: 企业的经营活动, en: What companies do}
columns: {信用代码: uscc, 种类: text, 日期: date, 名称: text, 来源: code, _batch: text, _row: integer}
rows: {min: 0, max: 50000000}
*/
-- 没有代码或代码写错的，归到认定的企业；认不出的不算。
select uscc as 信用代码, '参保' as 种类, 缴费月份 as 日期, 单位名称 as 名称, '参保单位' as 来源, _batch, _row
from fused.参保单位 where 参保人数 > 0 and uscc is not null
union all
select uscc, '用电', 电费月份, 户名, '用电户', _batch, _row
from fused.用电户 where 用电量 > 0 and uscc is not null
union all
select 信用代码, '中标', 中标日期, 中标单位, '中标结果', _batch, _row
from fused.中标结果 where 信用代码 is not null
