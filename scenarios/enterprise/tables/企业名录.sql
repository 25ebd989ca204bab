/*
title: {zh: 企业名录, en: Companies by region and industry}
columns: {信用代码: uscc, 区划: region_code, 行业: text, 登记状态: 登记状态, 成立日期: date, 退出日期: date}
key: [信用代码]
not_null: [信用代码]
rows: {min: 0, max: 10000000}
*/
-- 只为计数：没有名称，没有任何人。重复登记的同一代码只数一次。
select g.信用代码, min(w.区划) as 区划, min(g.行业) as 行业, min(g.登记状态) as 登记状态, min(g.成立日期) as 成立日期, max(g.退出日期) as 退出日期
from fused.企业登记 g
left join enterprise.企业所在 w on w.信用代码 = g.信用代码
where g.信用代码 is not null
group by g.信用代码
