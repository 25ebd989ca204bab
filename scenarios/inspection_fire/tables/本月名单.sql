/*
title: {zh: 本月消防检查名单, en: Buildings to inspect this month}
columns:
  {建筑编号: code, 名称: text, 区划: region_code, 用途: text, 日期: date, 序: integer, 能查: integer, 待查: integer, 风险: number, 抽查: yes_no, 理由: text,
   经度: number, 纬度: number}
key: [建筑编号]
not_null: [建筑编号, 序, 能查]
rows: {min: 0, max: 1000000}
*/
-- 各县区人手不能互相借：名单按县区各自的力量截止。力量不是填的，是过去一年实际每月查了多少。抽中的先占名额，其余给风险最高的。
with 能 as (
    select b.区划, cast(ceil(count(*) / 12.0) as bigint) as 能查
    from standard.消防检查 c
    join standard.建筑台账 b on b.建筑编号 = c.建筑编号
    where c.检查日期 < as_of() and datediff('day', c.检查日期, as_of()) <= 365
    group by b.区划
), 列 as (
    select t.建筑编号, t.名称, t.区划, t.用途, t.日期, r.风险, r.抽查, r.理由, 能.能查, count(*) over (partition by t.区划) as 待查,
           row_number() over (partition by t.区划 order by case when r.抽查 then 0 else 1 end, r.名次) as 先,
           row_number() over (partition by t.区划 order by r.名次) as 序
    from inspection_fire.排名 r
    join inspection_fire.待检查 t on t.编号 = r.编号
    join 能 on 能.区划 = t.区划
)
select 列.建筑编号, 列.名称, 列.区划, 列.用途, 列.日期, 列.序, 列.能查, 列.待查, 列.风险, 列.抽查, 列.理由,
       try_cast(regexp_extract(b.坐标, '^([0-9.]+),', 1) as double) as 经度, try_cast(regexp_extract(b.坐标, ',([0-9.]+)$', 1) as double) as 纬度
from 列
join standard.建筑台账 b on b.建筑编号 = 列.建筑编号
where 列.先 <= 列.能查
