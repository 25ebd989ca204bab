/*
title: {zh: 每人每项目的受益概况, en: Each person's aid by project}
columns: {项目: text, 身份证号: id_card, 姓名: person_name, 村: text, 账号: bank_account, 首月: date, 末月: date, 笔数: integer, 金额: amount}
key: [项目, 身份证号]
not_null: [项目, 身份证号]
rows: {min: 1, max: 20000000}
*/
-- 村集体支出的收款人多而杂，只有三资规则用到，由该规则直接读取。
select 项目, 身份证号, min(姓名) as 姓名, min(村) as 村, min(账号) as 账号, min(月份) as 首月, max(月份) as 末月,
       count(*) as 笔数, cast(sum(金额) as decimal(18, 2)) as 金额
from subsidy.发放
where 身份证号 is not null and 项目 <> '三资'
group by 项目, 身份证号
