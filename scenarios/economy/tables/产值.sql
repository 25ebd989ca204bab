/*
title: {zh: 各季产值，每次公布一行, en: "Product by quarter, a row a release"}
columns: {期: date, 公布日: date, 值: number}
key: [期, 公布日]
not_null: [期, 公布日]
rows: {min: 0, max: 10000}
*/
select make_date(年, 季 * 3 - 2, 1) as 期, 公布日, max(当季值) as 值
from standard.地区生产总值
where 公布日 < as_of()
group by 年, 季, 公布日
