/*
title: {zh: 本年：已完成、预计全年、预算, en: "This year: done, expected of the whole year, budget"}
columns: {年: integer, 收支: text, 科目: text, 区划: region_code, 已完成: number, 预计全年: number, 预算数: number}
key: [收支, 科目, 区划]
rows: {min: 0, max: 100000}
*/
with 月 as (
    select 收支, 科目, 区划, round(sum(case when 预计 then 0 else 金额 end), 3) as 已完成, round(sum(金额), 3) as 预计全年
    from economy.本年走势
    group by 收支, 科目, 区划
), 年 as (
    select max(年) as 年 from economy.本年走势
), 预 as (
    select b.收支, b.科目, b.区划, b.年, max(b.预算数) as 预算数
    from standard.年初预算 b
    join 年 on b.年 = 年.年
    group by b.收支, b.科目, b.区划, b.年
)
select 预.年, 预.收支, 预.科目, 预.区划, coalesce(月.已完成, 0) as 已完成, coalesce(月.预计全年, 0) as 预计全年, 预.预算数
from 预
left join 月 on 月.收支 = 预.收支 and 月.科目 = 预.科目 and 月.区划 = 预.区划
