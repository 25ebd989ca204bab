/*
title: {zh: 各站小时值, en: Hourly values by station}
columns:
  {站点: text, 日期: date, 时: integer, 细颗粒物: number, 可吸入颗粒物: number, 二氧化硫: number, 二氧化氮: number, 一氧化碳: number, 臭氧: number,
   气温: number, 气压: number, 露点: number, 降水: number, 风速: number, 东风: number, 北风: number}
key: [站点, 日期, 时]
rows: {min: 0, max: 5000000}
*/
-- 风向按来向记十六方位；东风、北风是风速在两个方向上的分量（从那里吹来为正）。
with 值 as (
    select a.*, make_date(a.年, a.月, a.日) as 日期,
           case a.风向 when 'E' then 1.0 when 'ENE' then 0.924 when 'ESE' then 0.924 when 'NE' then 0.707 when 'SE' then 0.707
                       when 'NNE' then 0.383 when 'SSE' then 0.383 when 'N' then 0.0 when 'S' then 0.0 when 'NNW' then -0.383
                       when 'SSW' then -0.383 when 'NW' then -0.707 when 'SW' then -0.707 when 'WNW' then -0.924
                       when 'WSW' then -0.924 when 'W' then -1.0 end as 东,
           case a.风向 when 'N' then 1.0 when 'NNE' then 0.924 when 'NNW' then 0.924 when 'NE' then 0.707 when 'NW' then 0.707
                       when 'ENE' then 0.383 when 'WNW' then 0.383 when 'E' then 0.0 when 'W' then 0.0 when 'ESE' then -0.383
                       when 'WSW' then -0.383 when 'SE' then -0.707 when 'SW' then -0.707 when 'SSE' then -0.924
                       when 'SSW' then -0.924 when 'S' then -1.0 end as 北
    from standard.空气监测 a
)
select 站点, 日期, 时, max(细颗粒物) as 细颗粒物, max(可吸入颗粒物) as 可吸入颗粒物, max(二氧化硫) as 二氧化硫, max(二氧化氮) as 二氧化氮,
       max(一氧化碳) as 一氧化碳, max(臭氧) as 臭氧, max(气温) as 气温, max(气压) as 气压, max(露点) as 露点, max(降水) as 降水,
       max(风速) as 风速, max(风速 * 东) as 东风, max(风速 * 北) as 北风
from 值
where 日期 < as_of()
group by 站点, 日期, 时
