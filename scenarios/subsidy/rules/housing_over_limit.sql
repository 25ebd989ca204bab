/*
title: {zh: 租赁补贴家庭住房超限, en: Household on rent aid with houses over the limit}
clause: 《公共租赁住房管理办法》第七条（在本地无住房或者住房面积低于规定标准）
subject: 身份证号
subject_kind: person
reason: "{姓名}领取公租房补贴{笔数}笔、{金额}元，同户登记住房{套数}套、共{面积}平方米，规定不超过{上限}套"
region: 区划
amount: 金额
thresholds:
  - {parameter: 住房套数上限, column: 套数, direction: above}
score:
  base: -10.71
  signals:
    - {when: 面积 > 130, weight: 4.75, because: {zh: 总面积超过一百三十平方米, en: more than 130 square metres in all}}
    - {when: 领取期间登记, weight: 3.22, because: {zh: 领取期间新登记住房, en: a house registered while on aid}}
    - {when: 共有份额, weight: -6.61, because: {zh: 其中有按份共有的住房, en: one is owned in shares}}
    - {when: 已征收, weight: -3.52, because: {zh: 其中有征收公告的住房, en: one is being expropriated}}
    - {when: 权利人迁出, weight: -5.8, because: {zh: 权利人已分户迁出, en: the owner has left the household}}
    - {when: 姓名相符, weight: 4.3, because: {zh: 权利人姓名与户籍一致, en: the owner's name agrees with the household register}}
rows: {min: 0, max: 30000}
*/
with 房 as (
    select g.身份证号, min(g.成员姓名) as 权利人, count(*) as 套数, sum(h.面积) as 面积,
           max(h.登记日期) as 末次登记, count(case when h.共有比例 <> '单独所有' then 1 end) > 0 as 共有份额,
           count(case when h.状态 <> '现势' then 1 end) > 0 as 已征收,
           count(case when h.姓名 <> g.成员姓名 then 1 end) = 0 as 姓名相符, evidence(h) as 不动产登记, evidence(g) as 户籍
    from fused.不动产 h
    join subsidy.共同生活 g on g.成员身份证号 = h.身份证号 and g.类型 = '公租房'
    group by g.身份证号
), 迁出 as (
    select g.身份证号, x._batch, x._row
    from subsidy.共同生活 g
    join fused.户籍 x on x.身份证号 = g.成员身份证号 and x.与户主关系 = '分户迁出'
    where g.类型 = '公租房'
)
select r.身份证号, r.姓名, r.区划, r.笔数, r.金额, h.权利人, h.套数, h.面积, parameter(住房套数上限) as 上限, h.共有份额, h.已征收, h.姓名相符,
       h.末次登记 between r.首月 and r.末月 as 领取期间登记, count(x._row) > 0 as 权利人迁出,
       evidence(p) as 发放记录, min(h.不动产登记) as 不动产登记, min(h.户籍) as 户籍, evidence(x) as 迁出登记
from 房 h
join subsidy.救助对象 r on r.身份证号 = h.身份证号 and r.类型 = '公租房'
join subsidy.发放 p on p.身份证号 = r.身份证号 and p.项目 = '公租房'
left join 迁出 x on x.身份证号 = h.身份证号
where h.套数 > parameter(住房套数上限)
group by r.身份证号, r.姓名, r.区划, r.笔数, r.金额, r.首月, r.末月, h.权利人, h.套数, h.面积, h.共有份额, h.已征收, h.姓名相符, h.末次登记
