/*
title: {zh: 各季：公布前最后一次估计与公布值, en: "Quarters: the last estimate before the release, and the release"}
columns: {期: date, 去年同期: number, 估计增量: number, 公布增量: number}
key: [期]
rows: {min: 0, max: 1000}
*/
with 末 as (
    select p.期, p.去年同期, p.增速, p.实际, row_number() over (partition by p.期 order by p.基准日 desc) as 序
    from economy.即时预测 p
    where p.去年同期 is not null
)
select 期, 去年同期, 去年同期 * 增速 / 100 as 估计增量, 去年同期 * 实际 / 100 as 公布增量 from 末 where 序 = 1
