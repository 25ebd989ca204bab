/*
title: {zh: 每天每类每地来信几件, en: Messages a day by category and place}
columns: {分类: text, 区划: text, 日期: date, 件数: integer}
key: [分类, 区划, 日期]
not_null: [件数]
rows: {min: 0, max: 5000000}
*/
-- 地点以哪个街道乡镇（连同区县）、区县或市的名字开头，就算哪里的，取最细的；没有说的算“未指明”。
-- 没有来信的日子写零：预测要看见零。
with 区 as (
    select r.code, case when r.level = 'town' then concat(上.name, r.name) else r.name end as 区划
    from reference.region r
    left join reference.region 上 on 上.code = r.parent and 上.until is null
    where substr(r.code, 1, length(parameter(本地区划代码))) = parameter(本地区划代码) and r.until is null
          and r.level in ('city', 'county', 'town') and length(r.name) > 1
), 来 as (
    select m.分类, m.日期, 区.区划, row_number() over (partition by m._batch, m._row order by length(区.区划) desc, 区.code) as 序
    from hotline.来信 m
    left join 区 on strpos(m.地点, 区.区划) = 1
    where m.日期 < as_of() and datediff('day', m.日期, as_of()) <= parameter(预测历史天数)
), 件 as (
    select 分类, coalesce(区划, '未指明') as 区划, 日期, count(*) as 件数 from 来 where 序 = 1 group by 分类, 区划, 日期
), 类 as (
    select distinct 分类 from 件
), 地 as (
    select distinct 区划 from 件
), 首 as (
    select min(日期) as 首日 from 件
)
select 类.分类, 地.区划, w.day as 日期, coalesce(件.件数, 0) as 件数
from reference.workday w
join 首 on w.day >= 首.首日
cross join 类
cross join 地
left join 件 on 件.分类 = 类.分类 and 件.区划 = 地.区划 and 件.日期 = w.day
where w.day < as_of()
