/*
title: {zh: 一个账户代收多人救助金, en: One account collecting for many}
clause: 云澜市惠民惠农财政补贴“一卡通”管理办法（虚构）第八条（补贴资金发放到本人账户）
subject: 身份证号
subject_kind: person
reason: "{户名}的{账户性质}账户代收{人数}人的低保或特困供养金，共{金额}元，其中登记了监护或代领关系的{监护人数}人"
region: 区划
amount: 金额
thresholds:
  - {parameter: 同一账户人数上限, column: 人数, direction: above}
score:
  base: -0.2
  signals:
    - {when: 监护人数 * 2 >= 人数, weight: -7.47, because: {zh: 多数人登记了监护或代领, en: most are registered wards}}
    - {when: 机构账户, weight: -5.89, because: {zh: 集中供养机构账户, en: "a care home's account"}}
    - {when: 同户人数 > 0, weight: -5.91, because: {zh: 登记在同一户的亲属, en: kin registered in one household}}
    - {when: 户主为村干部, weight: 2.4, because: {zh: 开户人是村干部, en: the holder is a village cadre}}
rows: {min: 0, max: 20000}
*/
with 人 as (
    select 账号, 身份证号, min(村) as 村, sum(金额) as 金额
    from subsidy.受益人
    where 项目 in ('低保', '特困') and 账号 is not null
    group by 账号, 身份证号
), 多 as (
    select 账号, count(*) as 人数, min(村) as 村, sum(金额) as 金额
    from 人
    group by 账号
    having count(*) > parameter(同一账户人数上限)
), 户 as (
    select m.账号, m.人数, m.村, m.金额, min(k.身份证号) as 身份证号, min(k.姓名) as 户名, max(k.账户性质) as 账户性质,
           count(case when k.账户性质 <> '个人' then 1 end) > 0 as 机构账户, evidence(k) as 账户登记
    from 多 m
    join fused.账户 k on k.账号 = m.账号 and k.身份证号 is not null
    group by m.账号, m.人数, m.村, m.金额
), 监护 as (
    select h.账号, count(*) as 监护人数, evidence(g) as 监护登记
    from 户 h
    join 人 p on p.账号 = h.账号
    join fused.监护登记 g on g.身份证号 = p.身份证号 and g.监护人身份证号 = h.身份证号
    group by h.账号
), 同户 as (
    select h.账号, count(*) as 同户人数, evidence(b) as 户籍
    from 户 h
    join fused.户籍 a on a.身份证号 = h.身份证号
    join fused.户籍 b on b.户号 = a.户号
    join 人 p on p.账号 = h.账号 and p.身份证号 = b.身份证号 and p.身份证号 <> h.身份证号
    group by h.账号
), 干部 as (
    select h.账号, count(*) as 任职数, evidence(c) as 村干部名册
    from 户 h
    join fused.村干部 c on c.身份证号 = h.身份证号
    group by h.账号
), 发 as (
    select h.账号, evidence(p) as 发放记录
    from 户 h
    join subsidy.发放 p on p.账号 = h.账号 and p.项目 in ('低保', '特困')
    group by h.账号
)
select h.身份证号, h.户名, h.账户性质, h.人数, h.金额, v.区划, h.机构账户, coalesce(g.监护人数, 0) as 监护人数, coalesce(s.同户人数, 0) as 同户人数,
       coalesce(c.任职数, 0) > 0 as 户主为村干部, f.发放记录, h.账户登记, g.监护登记, s.户籍, c.村干部名册
from 户 h
join 发 f on f.账号 = h.账号
left join 监护 g on g.账号 = h.账号
left join 同户 s on s.账号 = h.账号
left join 干部 c on c.账号 = h.账号
left join subsidy.村区划 v on v.村 = h.村
