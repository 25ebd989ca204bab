/*
title: {zh: 按月领取救助的人, en: People on monthly aid}
columns: {身份证号: id_card, 姓名: person_name, 类型: text, 首月: date, 末月: date, 笔数: integer, 金额: amount}
key: [类型, 身份证号]
not_null: [身份证号]
rows: {min: 1, max: 5000000}
*/
select 身份证号, min(姓名) as 姓名, case when 项目 = '公租房' then '公租房' else '低保' end as 类型, min(首月) as 首月,
       max(末月) as 末月, cast(sum(笔数) as bigint) as 笔数, cast(sum(金额) as decimal(18, 2)) as 金额
from subsidy.受益人
where 项目 in ('低保', '特困', '公租房')
group by 身份证号, case when 项目 = '公租房' then '公租房' else '低保' end
