/*
title: {zh: 企业的经营活动, en: What companies do}
columns: {信用代码: uscc, 种类: text, 日期: date, 名称: text, 来源: code, _batch: text, _row: integer}
rows: {min: 0, max: 50000000}
*/
with 写明 as (
    select cast(null as varchar) as 信用代码, '参保' as 种类, 缴费月份 as 日期, 单位名称 as 名称, '参保单位' as 来源, _batch, _row
    from standard.参保单位 where 参保人数 > 0
    union all
    select cast(null as varchar), '用电', 电费月份, 户名, '用电户', _batch, _row
    from standard.用电户 where 用电量 > 0
    union all
    select 信用代码, '中标', 中标日期, 中标单位, '中标结果', _batch, _row
    from standard.中标结果
)
-- 没有代码或代码写错的，归到认定的企业；认不出的不算。
select coalesce(w.信用代码, e.uscc) as 信用代码, w.种类, w.日期, w.名称, w.来源, w._batch, w._row
from 写明 w
left join entity.company_row e on e."table" = w.来源 and e._batch = w._batch and e._row = w._row
where coalesce(w.信用代码, e.uscc) is not null
