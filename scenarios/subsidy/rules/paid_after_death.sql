/*
title: {zh: 死亡后继续领取, en: Paid after death}
clause: 《社会救助暂行办法》第十三条（家庭人口变化应及时告知，救助待遇相应停发）
subject: 身份证号
subject_kind: person
reason: "{姓名}于{死亡日期}死亡，此后仍领取低保或特困供养金{笔数}笔，共{金额}元，最后一笔在{末次日期}"
region: 区划
amount: 金额
score:
  base: -12.89
  signals:
    - {when: 姓名相符, weight: 8.41, because: {zh: 发放姓名与死亡登记一致, en: the name agrees with the death register}}
    - {when: 笔数 >= 3, weight: 3.49, because: {zh: 死亡后领取三笔以上, en: three payments or more after death}}
    - {when: 笔数 >= 6, weight: 0.52, because: {zh: 死亡后领取六笔以上, en: six payments or more after death}}
    - {when: 注销后笔数 >= 2, weight: 5.36, because: {zh: 户口注销后仍发放两笔以上, en: two payments or more after the death was registered}}
    - {when: 退回笔数 > 0, weight: -3.37, because: {zh: 已有退回记录, en: payments were returned}}
    - {when: 补发笔数 > 0, weight: -7.69, because: {zh: 备注为补发生前待遇, en: marked as arrears due before death}}
    - {when: 死后认证, weight: -4.04, because: {zh: 登记死亡日期之后有本人生存认证, en: proof of life dated after the registered death}}
rows: {min: 0, max: 20000}
*/
with 笔 as (
    select d.身份证号, d.死亡日期, d.登记日期, d.姓名 as 登记姓名, d._batch as 登记批次, d._row as 登记行, p.姓名, p.日期, p.金额, p.备注,
           r.区划, p._batch, p._row
    from fused.死亡登记 d
    join subsidy.救助对象 r on r.身份证号 = d.身份证号 and r.类型 = '低保' and r.末月 > d.死亡日期
    join subsidy.发放 p on p.身份证号 = d.身份证号
    where p.月份 > d.死亡日期 and p.项目 in ('低保', '特困')
), 认证 as (
    select a.身份证号, a._batch, a._row
    from fused.生存认证 a
    join fused.死亡登记 d on d.身份证号 = a.身份证号 and a.认证日期 > d.死亡日期
), 汇总 as (
    select s.身份证号, min(s.姓名) as 姓名, min(s.区划) as 区划, min(s.死亡日期) as 死亡日期, max(case when s.金额 > 0 then s.日期 end) as 末次日期,
           count(case when s.金额 > 0 then 1 end) as 笔数, sum(case when s.金额 > 0 then s.金额 end) as 金额,
           count(case when s.金额 < 0 then 1 end) as 退回笔数, count(case when s.备注 like '补发%' then 1 end) as 补发笔数,
           count(case when s.金额 > 0 and s.日期 > s.登记日期 then 1 end) as 注销后笔数,
           min(s.姓名) = min(s.登记姓名) as 姓名相符, evidence(s) as 发放记录
    from 笔 s
    group by s.身份证号
)
select t.身份证号, t.姓名, t.区划, t.死亡日期, t.末次日期, t.笔数, t.金额, t.退回笔数, t.补发笔数, t.注销后笔数, t.姓名相符,
       count(a._row) > 0 as 死后认证, min(t.发放记录) as 发放记录, evidence(d) as 死亡登记, evidence(a) as 生存认证
from 汇总 t
join fused.死亡登记 d on d.身份证号 = t.身份证号
left join 认证 a on a.身份证号 = t.身份证号
group by t.身份证号, t.姓名, t.区划, t.死亡日期, t.末次日期, t.笔数, t.金额, t.退回笔数, t.补发笔数, t.注销后笔数, t.姓名相符
