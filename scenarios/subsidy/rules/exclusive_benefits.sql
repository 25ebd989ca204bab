/*
title: {zh: 低保与特困重复享受, en: Subsistence and destitute support at once}
clause: 《社会救助暂行办法》第九条、第十四条（低保与特困供养为不同待遇，不得重复享受）
subject: 身份证号
subject_kind: person
reason: "{姓名}同时领取低保和特困供养金{重叠月数}个月，特困部分{金额}元"
region: 区划
amount: 金额
score:
  base: -12.6
  signals:
    - {when: 姓名相符, weight: 7.35, because: {zh: 两项发放姓名一致, en: both are paid under one name}}
    - {when: 重叠月数 >= 3, weight: 5.77, because: {zh: 重叠三个月以上, en: three months or more}}
    - {when: 不同账号, weight: 1.55, because: {zh: 发到不同账号, en: paid into different accounts}}
    - {when: 退回笔数 > 0, weight: -6.82, because: {zh: 已有退回记录, en: payments were returned}}
rows: {min: 0, max: 20000}
*/
with 双 as (
    select a.身份证号, a.姓名, v.区划, a.账号, a.首月, a.末月
    from subsidy.受益人 a
    join subsidy.受益人 b on b.身份证号 = a.身份证号 and b.项目 = '特困' and b.首月 <= a.末月 and a.首月 <= b.末月
    left join subsidy.村区划 v on v.村 = a.村
    where a.项目 = '低保'
)
select t.身份证号, t.姓名, t.区划, count(case when p.项目 = '特困' and p.金额 > 0 then 1 end) as 重叠月数,
       sum(case when p.项目 = '特困' and p.金额 > 0 then p.金额 end) as 金额,
       count(case when p.项目 = '特困' and p.姓名 <> t.姓名 then 1 end) = 0 and count(case when p.项目 = '低保' and p.姓名 <> t.姓名 then 1 end) = 0 as 姓名相符,
       count(case when p.项目 = '特困' and p.账号 <> t.账号 then 1 end) > 0 as 不同账号,
       count(case when p.金额 < 0 then 1 end) as 退回笔数, evidence(p) as 发放记录
from 双 t
join subsidy.发放 p on p.身份证号 = t.身份证号 and p.项目 in ('低保', '特困') and (p.项目 = '低保' or p.月份 between t.首月 and t.末月)
group by t.身份证号, t.姓名, t.区划
