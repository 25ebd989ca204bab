/*
title: {zh: 来信所反映的事在哪里, en: Where the matters of messages are}
columns:
  {编号: code, 主题: text, 日期: date, 分类: text, 地点: text, 事项: text, 议题: code, 经度: number, 纬度: number}
key: [编号]
not_null: [编号, 日期, 分类]
rows: {min: 1, max: 5000000}
*/
-- 是事发地，不是来信人所在地；主题已打码。没有标坐标的来信也留着，地图上如实说有多少。
select m.编号, m.主题, m.日期, m.分类, m.地点, m.事项, m.议题,
       try_cast(regexp_extract(s.坐标, '^([0-9.]+),', 1) as double) as 经度,
       try_cast(regexp_extract(s.坐标, ',([0-9.]+)$', 1) as double) as 纬度
from hotline.来信打码 m
join standard.来信 s on s._batch = m._batch and s._row = m._row
