/*
title: {zh: 企业所在, en: Where companies are registered}
columns: {信用代码: uscc, 区划: region_code}
rows: {min: 0, max: 10000000}
*/
-- 登记的住所在地址库里的区划；住所没有认出来的没有。
select g.信用代码, min(w.region) as 区划
from fused.企业登记 g
join entity.place_appearance a on a."table" = '企业登记' and a._batch = g._batch and a._row = g._row
join entity.place w on w.place = a.place
where g.信用代码 is not null and w.region is not null
group by g.信用代码
