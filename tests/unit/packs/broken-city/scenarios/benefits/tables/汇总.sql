/*
title: {zh: 汇总, en: Totals}
columns: {身份证号: id_card, 笔数: integer}
*/
select 身份证号, count(distinct 金额) as 笔数,
  quantile_cont(金额, 0.5) as 中位数,
  sum(金额) filter (where 金额 > 0) as 合计,
  now() as 时间,
  regexp_replace(身份证号, '(?=x)', '') as 号
from benefits.明细
group by all
qualify row_number() over (order by 金额) = 1
