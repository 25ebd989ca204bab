/*
title: {zh: 今后七天先去的格, en: Cells to go to first in the next seven days}
columns:
  {格: code, 名称: text, 区划: region_code, 基准: date, 序: integer, 名额: integer, 格数: integer, 风险: number, 抽查: yes_no, 理由: text, 近四周: integer, 其他近四周: integer,
   经度: number, 纬度: number}
key: [格]
not_null: [格, 序, 名额]
rows: {min: 0, max: 100000}
*/
-- 名额是全部格的百分之五（参数），抽中的先占，其余给最可能的。
with 地 as (
    select 格, max(区划) as 区划, max(东) as 东, max(北) as 北 from sanitation.投诉 group by 格
), 列 as (
    select t.格, t.基准, t.近四周, t.其他近四周, r.风险, r.抽查, r.理由,
           count(*) over () as 格数, row_number() over (order by r.名次) as 序,
           row_number() over (order by case when r.抽查 then 0 else 1 end, r.名次) as 先
    from sanitation.排名 r
    join sanitation.待看格 t on t.编号 = r.编号
)
select 列.格, concat(coalesce(g.name, ''), 列.格, '格') as 名称, 地.区划, 列.基准, 列.序, cast(ceil(列.格数 * parameter(名额份额)) as bigint) as 名额, 列.格数,
       列.风险, 列.抽查, 列.理由, 列.近四周, 列.其他近四周, (cast(地.东 as double) + 0.5) / 100 as 经度, (cast(地.北 as double) + 0.5) / 100 as 纬度
from 列
join 地 on 地.格 = 列.格
left join reference.region g on g.code = 地.区划 and g.until is null
where 列.先 <= ceil(列.格数 * parameter(名额份额))
