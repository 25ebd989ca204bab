/*
title: {zh: 议题及热度, en: Issues and their heat}
columns:
  {议题: code, 地点: text, 人群: text, 事项: text, 件数: integer, 人数: integer, 不同说法: integer, 净支持: integer, 首次: date, 最近: date, 跨越月数: integer, 热度: number, 名次: integer}
key: [议题]
not_null: [议题, 首次, 最近]
rows: {min: 0, max: 5000000}
*/
with 人 as (
    select 议题, count(*) as 人数 from (select distinct 议题, 用户 from hotline.来信) group by 议题
), 说法 as (
    select 议题, count(*) as 不同说法 from (select distinct 议题, 首次编号 from hotline.来信) group by 议题
), 总 as (
    select 议题, max(地点) as 地点, max(人群) as 人群, max(事项) as 事项, count(*) as 件数, sum(点赞) - sum(反对) as 净支持,
           min(日期) as 首次, max(日期) as 最近
    from hotline.来信
    group by 议题
), 热 as (
    select 总.议题, 总.地点, 总.人群, 总.事项, 总.件数, 人.人数, 说法.不同说法, cast(总.净支持 as bigint) as 净支持, 总.首次, 总.最近,
           (year(总.最近) - year(总.首次)) * 12 + month(总.最近) - month(总.首次) as 跨越月数
    from 总
    join 人 on 人.议题 = 总.议题
    join 说法 on 说法.议题 = 总.议题
), 分 as (
    select 热.*, round(人数 * (1 + parameter(支持权重) * ln(1 + greatest(净支持, 0)))
                            * (1 + parameter(持续权重) * ln(1 + 跨越月数)), 2) as 热度
    from 热
)
select 议题, 地点, 人群, 事项, 件数, 人数, 不同说法, 净支持, 首次, 最近, cast(跨越月数 as bigint) as 跨越月数, 热度,
       case when 地点 is not null and 人数 >= parameter(热点最少人数)
            then row_number() over (order by case when 地点 is not null and 人数 >= parameter(热点最少人数) then 0 else 1 end,
                                             热度 desc, 议题) end as 名次
from 分
