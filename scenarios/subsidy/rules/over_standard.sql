/*
title: {zh: 超标准发放, en: Paid over the standard}
clause: 《社会救助暂行办法》第十二条（按照家庭人均收入低于低保标准的差额发给低保金）
subject: 身份证号
subject_kind: person
reason: "{姓名}的低保金有{超标笔数}笔超过当时标准，最高一笔{最高金额}元，累计超出{超出金额}元"
region: 区划
amount: 超出金额
score:
  base: -7.16
  signals:
    - {when: 超标笔数 >= 3, weight: 6.58, because: {zh: 超标三笔以上, en: three payments or more}}
    - {when: 最高比例 >= 1.5, weight: 4.51, because: {zh: 最高一笔超过标准一半以上, en: half again the standard or more}}
    - {when: 补发笔数 > 0, weight: -6.3, because: {zh: 备注为补发以前月份, en: marked as arrears}}
    - {when: 重度残疾, weight: -5.33, because: {zh: 一、二级残疾，可有分类施保金, en: "severely disabled, for whom a supplement is lawful"}}
    - {when: 退回笔数 > 0, weight: -5.45, because: {zh: 已有退回记录, en: payments were returned}}
rows: {min: 0, max: 30000}
*/
with 超 as (
    select p.身份证号, min(p.姓名) as 姓名, min(p.村) as 村, count(*) as 超标笔数, max(p.金额) as 最高金额, sum(p.金额 - parameter(低保月标准, p.日期)) as 超出金额,
           max(cast(p.金额 as double) / parameter(低保月标准, p.日期)) as 最高比例,
           count(case when p.备注 like '补发%' then 1 end) as 补发笔数, evidence(p) as 超标发放记录
    from subsidy.发放 p
    where p.项目 = '低保' and p.身份证号 is not null and p.金额 > parameter(低保月标准, p.日期)
    group by p.身份证号
), 退 as (
    select o.身份证号, count(*) as 退回笔数, evidence(p) as 退回记录
    from 超 o
    join subsidy.发放 p on p.身份证号 = o.身份证号 and p.项目 = '低保' and p.金额 < 0
    group by o.身份证号
)
select o.身份证号, o.姓名, o.超标笔数, o.最高金额, o.超出金额, o.最高比例, o.补发笔数, coalesce(min(t.退回笔数), 0) as 退回笔数,
       min(v.区划) as 区划, count(d._row) > 0 as 重度残疾, min(o.超标发放记录) as 超标发放记录, min(t.退回记录) as 退回记录, evidence(d) as 残疾登记
from 超 o
left join 退 t on t.身份证号 = o.身份证号
left join subsidy.村区划 v on v.村 = o.村
left join fused.残疾登记 d on d.身份证号 = o.身份证号 and d.残疾等级 in ('一级', '二级')
group by o.身份证号, o.姓名, o.超标笔数, o.最高金额, o.超出金额, o.最高比例, o.补发笔数
