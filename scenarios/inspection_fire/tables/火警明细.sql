/*
title: {zh: 火警在哪里的什么建筑, en: Fires with their building's region and use}
columns: {警情编号: code, 报警日期: date, 区划: region_code, 用途: text, _batch: text, _row: integer}
key: [警情编号]
not_null: [警情编号, 报警日期]
rows: {min: 0, max: 5000000}
*/
select h.警情编号, h.报警日期, b.区划, b.用途, h._batch, h._row
from standard.火警 h
join standard.建筑台账 b on b.建筑编号 = h.建筑编号
