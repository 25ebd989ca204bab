/*
title: {zh: 按月领取救助的人, en: People on monthly aid}
columns: {身份证号: id_card, 姓名: person_name, 类型: text, 区划: region_code, 首月: date, 末月: date, 笔数: integer, 金额: amount}
key: [类型, 身份证号]
not_null: [身份证号]
rows: {min: 1, max: 5000000}
*/
-- 低保、特困的发放写明了村；公租房的没有，按户籍所在的村。
with 村 as (
    select 身份证号, 项目, 村 from subsidy.受益人 where 项目 in ('低保', '特困')
    union all
    select b.身份证号, b.项目, h.村
    from subsidy.受益人 b
    join fused.户籍 h on h.身份证号 = b.身份证号
    where b.项目 = '公租房'
), 在 as (
    select c.身份证号, c.项目, min(v.区划) as 区划
    from 村 c
    join subsidy.村区划 v on v.村 = c.村
    group by c.身份证号, c.项目
)
select b.身份证号, min(b.姓名) as 姓名, case when b.项目 = '公租房' then '公租房' else '低保' end as 类型, min(z.区划) as 区划,
       min(b.首月) as 首月, max(b.末月) as 末月, cast(sum(b.笔数) as bigint) as 笔数, cast(sum(b.金额) as decimal(18, 2)) as 金额
from subsidy.受益人 b
left join 在 z on z.身份证号 = b.身份证号 and z.项目 = b.项目
where b.项目 in ('低保', '特困', '公租房')
group by b.身份证号, case when b.项目 = '公租房' then '公租房' else '低保' end
