/*
title: {zh: 应当有收运合同的店, en: Restaurants that must have a contract}
columns: {许可证号: code, 原许可证号: code, 店名: text, 区划: region_code, 业态: text, 座位数: integer, 发证日期: date, 坐标: text, 经度: number, 纬度: number, _batch: text, _row: integer}
key: [许可证号]
not_null: [许可证号, 店名]
rows: {min: 0, max: 1000000}
*/
-- 许可有效、动火烹制的业态才要；糕点、饮品、冷食不出废油。
select l.许可证号, l.原许可证号, l.店名, l.区划, l.业态, l.座位数, l.发证日期, l.坐标,
       try_cast(regexp_extract(l.坐标, '^([0-9.]+),', 1) as double) as 经度, try_cast(regexp_extract(l.坐标, ',([0-9.]+)$', 1) as double) as 纬度,
       l._batch, l._row
from standard.餐饮许可 l
where l.业态 in ('中餐', '火锅', '快餐', '烧烤', '单位食堂') and (l.发证日期 is null or l.发证日期 <= as_of())
      and (l.有效期至 is null or l.有效期至 >= as_of())
