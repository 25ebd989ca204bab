/*
title: {zh: 本地区划名称, en: Names of the city's own regions}
columns: {code: text, name: text, level: text}
key: [code]
not_null: [name, level]
rows: {min: 1, max: 5000}
*/
select code, name, level
from reference.region
where substr(code, 1, length(parameter(本地区划代码))) = parameter(本地区划代码) and until is null and length(name) > 1
