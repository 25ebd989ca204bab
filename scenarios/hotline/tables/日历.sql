/*
title: {zh: 哪天上班, en: Which days are worked}
columns: {日期: date, 上班: integer, 公布日: date}
key: [日期]
not_null: [上班, 公布日]
rows: {min: 0, max: 100000}
*/
-- 放假安排在上一年年底前公布；没有公布的年份按周一至周五，也是早就知道的。
select day as 日期, case when is_working then 1 else 0 end as 上班, cast(concat(cast(year(day) - 1 as varchar), '-12-15') as date) as 公布日
from reference.workday
where datediff('day', day, as_of()) between -14 and parameter(预测历史天数)
