/*
title: {zh: 热点议题在哪里, en: Where hot issues are}
columns:
  {议题: code, 名称: text, 地点: text, 事项: text, 件数: integer, 人数: integer, 热度: number, 首次: date, 最近: date, 经度: number, 纬度: number}
key: [议题]
not_null: [议题, 名称, 最近]
rows: {min: 0, max: 5000000}
*/
-- 一个议题的位置是其来信标注坐标的平均。
with 点 as (
    select 议题, avg(经度) as 经度, avg(纬度) as 纬度 from hotline.来信位置 where 经度 is not null group by 议题
)
select i.议题, coalesce(i.地点, '') || coalesce(i.事项, '同一件事') as 名称, i.地点, i.事项, i.件数, i.人数, i.热度, i.首次,
       i.最近, p.经度, p.纬度
from hotline.议题 i
left join 点 p on p.议题 = i.议题
where i.名次 <= parameter(热点个数)
