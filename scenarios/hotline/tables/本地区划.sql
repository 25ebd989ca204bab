/*
title: {zh: 本地区划名称, en: Names of the city's own regions}
columns: {code: text, name: text, level: text}
key: [code]
not_null: [name, level]
rows: {min: 1, max: 5000}
*/
-- 只到县区：归并时，一封说县区、一封说乡镇的两封来信，不能因此当作两个地方。
select code, name, level
from reference.region
where substr(code, 1, length(parameter(本地区划代码))) = parameter(本地区划代码) and until is null and length(name) > 1
      and level in ('province', 'city', 'county')
