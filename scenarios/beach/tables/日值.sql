/*
title: {zh: 各泳滩每日大肠埃希菌, en: "E. coli by beach and day"}
columns: {泳滩: text, 日期: date, 大肠埃希菌: number}
key: [泳滩, 日期]
not_null: [泳滩, 日期, 大肠埃希菌]
rows: {min: 1, max: 100000}
*/
-- “>2420”是测量上限，按上限计。同一天又测的（表名带 PM）不算当天的日值；名称对照里同一处的几种叫法，以先写的为准。
with 名称 as (
    select 旧名, min(简称) as 简称 from standard.泳滩名称 group by 旧名
), 化验 as (
    select n.简称 as 泳滩,
           l.年 || '-' || case regexp_extract(l.日, '^([A-Z][a-z]+) +[0-9]+ *$', 1)
               when 'April' then '04' when 'May' then '05' when 'June' then '06' when 'July' then '07'
               when 'August' then '08' when 'September' then '09' when 'October' then '10' end
               || '-' || lpad(regexp_extract(l.日, '^[A-Z][a-z]+ +([0-9]+) *$', 1), 2, '0') as 日,
           try_cast(replace(l.大肠埃希菌, '>', '') as double) as 值,
           row_number() over (partition by n.简称, l.年, l.日 order by l._row) as 序
    from standard.泳滩化验 as l
    join 名称 as n on n.旧名 = l.泳滩
    where try_cast(replace(l.大肠埃希菌, '>', '') as double) is not null
)
select 泳滩, cast(日 as date) as 日期, 值 as 大肠埃希菌
from 化验
where 序 = 1 and try_cast(日 as date) is not null
