/*
title: {zh: 楼栋里的企业, en: Companies in buildings}
columns: {地点: code, 名称: address, 区划: region_code, 经度: number, 纬度: number, 企业数: integer}
rows: {min: 0, max: 10000000}
*/
-- 单元、户室的归到楼栋或门牌；同一家在几个部门出现只数一次。没有坐标的不在图上。
with 处 as (
    select c.company,
           case when p.level in ('unit', 'room') then case when q.level = 'unit' then q.within else q.place end
                else p.place end as 地点
    from entity.place_appearance a
    join entity.company_appearance c on c."table" = a."table" and c._batch = a._batch and c._row = a._row
    join entity.place p on p.place = a.place
    left join entity.place q on q.place = p.within
    where p.level in ('number', 'compound', 'building', 'unit', 'room')
), 家 as (
    select 地点, company from 处 group by 地点, company
)
select p.place as 地点, p.name as 名称, p.region as 区划, p.longitude as 经度, p.latitude as 纬度, count(*) as 企业数
from 家 j
join entity.place p on p.place = j.地点
where p.longitude is not null
group by p.place, p.name, p.region, p.longitude, p.latitude
