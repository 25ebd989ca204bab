/*
title: {zh: 集体资产低价发包给干部亲属, en: Village assets let cheap to kin of cadres}
clause: 《中华人民共和国农村集体经济组织法》关于集体财产管理的规定；云澜市农村集体三资管理办法（虚构）
subject: 身份证号
subject_kind: person
reason: "{村}{资产名称}以年租金{年租金}元发包给{干部姓名}的亲属（{关系}）{姓名}，低于底价{底价}元"
region: 区划
amount: 少收租金
score:
  base: -7.08
  signals:
    - {when: 身份证号相符, weight: 4.31, because: {zh: 申报的亲属身份证号与承包人一致, en: the declared relative's id is the tenant's}}
    - {when: 租金比例 < 0.7, weight: 3.97, because: {zh: 租金不到底价七成, en: rent below seventy percent of the base price}}
    - {when: 亲属经办, weight: 1.96, because: {zh: 干部亲自经办, en: the cadre prepared the contract himself}}
    - {when: 流标, weight: -4.71, because: {zh: 曾多次流标, en: several auctions had failed}}
    - {when: 公开招标, weight: -4.08, because: {zh: 经公开招标, en: let by open bidding}}
    - {when: 期限 > 10, weight: 1.32, because: {zh: 期限超过十年, en: let for more than ten years}}
rows: {min: 0, max: 10000}
*/
with 关联 as (
    select c.身份证号, c._batch, c._row, k._batch as 申报批次, k._row as 申报行, 1 as 相符
    from fused.三资合同 c
    join standard.亲属申报 k on k.亲属身份证号 = c.身份证号
    where c.年租金 < c.底价
    union all
    select c.身份证号, c._batch, c._row, k._batch, k._row, 0
    from fused.三资合同 c
    join standard.亲属申报 k on k.亲属姓名 = c.姓名 and k.村 = c.村
    where c.年租金 < c.底价 and k.亲属身份证号 is null and c.身份证号 is not null
), 少收 as (
    select c.身份证号, sum((c.底价 - c.年租金) * coalesce(c.期限年, 1)) as 金额
    from (select distinct _batch, _row from 关联) g
    join fused.三资合同 c on c._batch = g._batch and c._row = g._row
    group by c.身份证号
)
select c.身份证号, min(c.姓名) as 姓名, min(c.村) as 村, min(c.资产名称) as 资产名称, min(c.年租金) as 年租金, max(c.底价) as 底价,
       min(k.干部姓名) as 干部姓名, min(k.关系) as 关系, max(g.相符) = 1 as 身份证号相符,
       min(cast(c.年租金 as double) / cast(c.底价 as double)) as 租金比例,
       count(case when c.经办人身份证号 = k.干部身份证号 then 1 end) > 0 as 亲属经办, max(c.流标次数) >= 2 as 流标,
       min(c.公开招标) = '是' as 公开招标, max(c.期限年) as 期限, max(l.金额) as 少收租金, min(v.区划) as 区划, evidence(c) as 合同, evidence(k) as 亲属申报
from 关联 g
join fused.三资合同 c on c._batch = g._batch and c._row = g._row
join standard.亲属申报 k on k._batch = g.申报批次 and k._row = g.申报行
left join 少收 l on l.身份证号 = c.身份证号
left join subsidy.村区划 v on v.村 = c.村
group by c.身份证号
