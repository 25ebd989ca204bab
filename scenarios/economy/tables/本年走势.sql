/*
title: {zh: 本年各月收支，已报的和预计的, en: "This year's revenue and spending by month, reported and expected"}
columns: {年: integer, 期: date, 收支: text, 科目: text, 区划: region_code, 金额: number, 预计: yes_no, 上年: number}
key: [收支, 科目, 区划, 期]
rows: {min: 0, max: 1000000}
*/
-- 本年是第一个没报的月份所在的那一年。
with 年 as (
    select year(max(期)) as 年 from economy.收支预测
), 全 as (
    select 收支, 科目, 区划, 期, 金额, false as 预计 from economy.月收支
    union all
    select 收支, 科目, 区划, 期, 期望, true from economy.收支预测 where 层级 = '收支、科目、区划' and 提前 is not null
)
select 年.年, 全.期, 全.收支, 全.科目, 全.区划, 全.金额, 全.预计, 上.金额 as 上年
from 全
join 年 on year(全.期) = 年.年
left join economy.月收支 上 on 上.收支 = 全.收支 and 上.科目 = 全.科目 and 上.区划 = 全.区划 and 上.期 = make_date(year(全.期) - 1, month(全.期), 1)
