/*
title: {zh: 应享未享：批准后未发放, en: Approved and never paid}
clause: 《社会救助暂行办法》第三条（社会救助工作遵循公开、公平、公正、及时的原则）
subject: 身份证号
subject_kind: person
identity: [项目]
reason: "{姓名}的{项目}已于{批准日期}批准{批准金额}元，至今{天数}天没有发放记录"
region: 区划
amount: 批准金额
thresholds:
  - {parameter: 首次发放期限, column: 天数, direction: above}
score:
  base: 1.64
  signals:
    - {when: 天数 > 240, weight: 0.41, because: {zh: 批准已超过八个月, en: approved more than eight months ago}}
    - {when: 发放前死亡, weight: -7.54, because: {zh: 批准后不久死亡, en: died soon after the approval}}
    - {when: 本人放弃, weight: -7.55, because: {zh: 台账备注本人放弃, en: the approval notes that he withdrew}}
    - {when: 错号发放, weight: -7.51, because: {zh: 其账户收到过同项目、号码无效的款项, en: his account was paid for it under an invalid id}}
    - {when: 家人代领, weight: -7.59, because: {zh: 批准后同户家人领取同一项目, en: a member of the household was paid for it}}
rows: {min: 0, max: 20000}
*/
with 未发 as (
    select a.身份证号, a.姓名, a.项目, a.批准日期, a.批准金额, a.备注, v.区划, a._batch, a._row
    from fused.资金审批 a
    left join subsidy.受益人 b on b.身份证号 = a.身份证号 and b.项目 = a.项目
    left join subsidy.村区划 v on v.村 = a.村
    where b.身份证号 is null and a.身份证号 is not null and datediff('day', a.批准日期, as_of()) > parameter(首次发放期限)
), 错号 as (
    select u.身份证号, u.项目, p._batch, p._row
    from 未发 u
    join fused.账户 k on k.身份证号 = u.身份证号
    join subsidy.发放 p on p.账号 = k.账号 and p.项目 = u.项目
    where p.身份证号 is null
), 家人 as (
    select u.身份证号, u.项目, m._batch, m._row
    from 未发 u
    join fused.户籍 h on h.身份证号 = u.身份证号
    join fused.户籍 m on m.户号 = h.户号 and m.身份证号 <> h.身份证号
    join subsidy.受益人 b on b.身份证号 = m.身份证号 and b.项目 = u.项目 and b.末月 >= u.批准日期
)
select u.身份证号, u.项目, min(u.姓名) as 姓名, min(u.批准日期) as 批准日期, min(u.批准金额) as 批准金额, min(u.区划) as 区划,
       max(datediff('day', u.批准日期, as_of())) as 天数, count(d._row) > 0 as 发放前死亡,
       count(case when u.备注 like '%放弃%' then 1 end) > 0 as 本人放弃, count(w._row) > 0 as 错号发放, count(f._row) > 0 as 家人代领,
       evidence(u) as 审批台账, evidence(d) as 死亡登记, evidence(w) as 错号发放记录, evidence(f) as 家人户籍
from 未发 u
left join fused.死亡登记 d on d.身份证号 = u.身份证号 and d.死亡日期 >= u.批准日期 and datediff('day', u.批准日期, d.死亡日期) < 90
left join 错号 w on w.身份证号 = u.身份证号 and w.项目 = u.项目
left join 家人 f on f.身份证号 = u.身份证号 and f.项目 = u.项目
group by u.身份证号, u.项目
