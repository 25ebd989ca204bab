/*
title: {zh: 消防站和备选站址的位置, en: Where fire stations are or could be}
columns: {站址编号: code, 站名: text, 已建: yes_no, 消防车数: integer, 经度: number, 纬度: number}
key: [站址编号]
not_null: [站址编号, 已建]
rows: {min: 0, max: 100000}
*/
select s.站址编号, s.站名, s.状态 = '已建' as 已建, s.消防车数, try_cast(regexp_extract(s.坐标, '^([0-9.]+),', 1) as double) as 经度,
       try_cast(regexp_extract(s.坐标, ',([0-9.]+)$', 1) as double) as 纬度
from standard.消防站址 s
