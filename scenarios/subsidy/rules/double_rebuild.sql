/*
title: {zh: 一户重复享受建房补助, en: One household paid twice for a house}
clause: 云澜市农村危房改造补助资金管理办法（虚构）第六条（同一住房不得重复享受建房类补助）
subject: 身份证号
subject_kind: person
reason: "{姓名}户{危改日期}领取危房改造补助{危改金额}元，{移民日期}又由{移民姓名}领取移民旧房改造补助{移民金额}元"
region: 区划
amount: 重复金额
score:
  base: -12.54
  signals:
    - {when: 同一地址, weight: 6.65, because: {zh: 两笔补助的房屋地址相同, en: both grants name one address}}
    - {when: 间隔天数 <= 760, weight: 3.39, because: {zh: 相隔不到两年, en: within two years}}
    - {when: 同一人, weight: 1.6, because: {zh: 同一人领取两笔, en: one person drew both}}
    - {when: 灾后重建, weight: -7.04, because: {zh: 备注为水毁重建, en: marked as rebuilding after a flood}}
    - {when: 姓名相符, weight: 3.59, because: {zh: 领款姓名与户籍一致, en: the name agrees with the household register}}
rows: {min: 0, max: 10000}
*/
with 对 as (
    select w.身份证号, min(w.姓名) as 姓名, min(w.日期) as 危改日期, max(w.金额) as 危改金额, min(m.日期) as 移民日期, min(m.姓名) as 移民姓名,
           max(m.金额) as 移民金额, count(case when w.地址 = m.地址 then 1 end) > 0 as 同一地址,
           min(abs(datediff('day', w.日期, m.日期))) as 间隔天数, count(case when w.身份证号 = m.身份证号 then 1 end) > 0 as 同一人,
           count(case when m.备注 like '%水毁%' then 1 end) > 0 as 灾后重建, count(case when m.姓名 <> b.姓名 then 1 end) = 0 as 姓名相符,
           min(v.区划) as 区划, evidence(w) as 危改记录, evidence(m) as 移民记录, evidence(b) as 户籍
    from fused.危房改造补助 w
    join fused.户籍 a on a.身份证号 = w.身份证号 and a.与户主关系 not in ('亲属', '分户迁出')
    join fused.户籍 b on b.户号 = a.户号
    join fused.移民旧房补助 m on m.身份证号 = b.身份证号
    left join subsidy.村区划 v on v.村 = a.村
    group by w.身份证号
)
select t.身份证号, t.姓名, t.危改日期, t.危改金额, t.移民日期, t.移民姓名, t.移民金额, least(t.危改金额, t.移民金额) as 重复金额, t.区划, t.同一地址, t.间隔天数, t.同一人, t.灾后重建, t.姓名相符,
       t.危改记录, t.移民记录, t.户籍
from 对 t
