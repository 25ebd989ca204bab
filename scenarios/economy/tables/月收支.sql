/*
title: {zh: 每月收支, en: Revenue and spending month by month}
columns: {收支: text, 科目: text, 区划: region_code, 期: date, 金额: number, 公布日: date}
key: [收支, 科目, 区划, 期]
not_null: [收支, 科目, 区划, 期]
rows: {min: 0, max: 1000000}
*/
-- 报表是自年初累计，本月是与上月累计之差；同一个月报过几次的，取基准日之前最新的一次。缺了上月的，本月不知道。
with 报 as (
    select 年, 月, 收支, 科目, 区划, 累计, 公布日, row_number() over (partition by 年, 月, 收支, 科目, 区划 order by 公布日 desc) as 序
    from standard.预算执行
    where 公布日 < as_of()
), 新 as (
    select 年, 月, 收支, 科目, 区划, 累计, 公布日 from 报 where 序 = 1
)
select 新.收支, 新.科目, 新.区划, make_date(新.年, 新.月, 1) as 期, 新.累计 - coalesce(上.累计, 0) as 金额,
       greatest(新.公布日, coalesce(上.公布日, 新.公布日)) as 公布日
from 新
left join 新 上 on 上.年 = 新.年 and 上.月 = 新.月 - 1 and 上.收支 = 新.收支 and 上.科目 = 新.科目 and 上.区划 = 新.区划
where 新.月 = 1 or 上.累计 is not null
