/*
title: {zh: 村所在的区划, en: Which region a village lies in}
columns: {村: text, 区划: region_code}
key: [村]
not_null: [村, 区划]
rows: {min: 0, max: 1000000}
*/
-- 村名对照户籍住址里的县区、乡镇、村名，取已声明的最小一级。重名的村分不清在哪里，不列：宁可由市级分派，不可派错。
with 本地 as (
    select r.code, r.name, r.level
    from reference.region r
    where substr(r.code, 1, length(parameter(本地区划代码))) = parameter(本地区划代码) and r.until is null
), 全名 as (
    select code, name from 本地 where level = 'county'
    union all
    select t.code, concat(c.name, t.name)
    from 本地 t
    join 本地 c on c.level = 'county' and c.code = substr(t.code, 1, 6)
    where t.level = 'town'
    union all
    select v.code, concat(c.name, t.name, v.name)
    from 本地 v
    join 本地 t on t.level = 'town' and substr(t.code, 1, 9) = substr(v.code, 1, 9)
    join 本地 c on c.level = 'county' and c.code = substr(v.code, 1, 6)
    where v.level = 'village'
), 住址 as (
    select 村, substr(地址, 1, strpos(地址, 村) + length(村) - 1) as 所在, count(*) as 人数
    from fused.户籍
    where strpos(地址, 村) > 1
    group by 村, substr(地址, 1, strpos(地址, 村) + length(村) - 1)
), 对照 as (
    select a.村, a.人数, n.code, row_number() over (partition by a.村, a.所在 order by length(n.name) desc, n.code) as 序
    from 住址 a
    join 全名 n on strpos(a.所在, n.name) > 0
), 归属 as (
    select 村, code, sum(人数) as 人数 from 对照 where 序 = 1 group by 村, code
)
select g.村, g.code as 区划
from 归属 g
join (select 村, sum(人数) as 人数 from 归属 group by 村) s on s.村 = g.村
where g.人数 * 10 >= s.人数 * 9
