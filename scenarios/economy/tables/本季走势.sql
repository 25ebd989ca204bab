/*
title: {zh: 未公布的季度，一周一个估计, en: "The quarter not yet published, an estimate a week"}
columns: {期: date, 基准日: date, 去年同期: number, 增量: number, 增量下限: number, 增量上限: number}
key: [基准日]
rows: {min: 0, max: 1000}
*/
-- 四月初同时有两个季度没公布：看新的那个。
with 末 as (
    select max(期) as 期 from economy.即时预测
)
select p.期, p.基准日, p.去年同期, p.去年同期 * p.增速 / 100 as 增量, p.去年同期 * p.下限 / 100 as 增量下限, p.去年同期 * p.上限 / 100 as 增量上限
from economy.即时预测 p
join 末 on 末.期 = p.期
where p.公布日 is null and p.去年同期 is not null
