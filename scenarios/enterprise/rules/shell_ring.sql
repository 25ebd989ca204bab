/*
title: {zh: 同址同号的空壳企业, en: Shell companies on one address and telephone}
clause: 《中华人民共和国市场主体登记管理条例》第四十条（提交虚假材料或者采取其他欺诈手段隐瞒重要事实取得登记）
subject: 信用代码
subject_kind: company
identity: [地点, 号]
region: 区划
reason: "{企业名称}等{企业数}家企业同一地址、同一电话，法定代表人共{法人数}人，先后{成立天数}天内成立，其中{有参保}家有职工参保、{有用电}家有用电"
score:
  base: -4
  signals:
    - {when: 有参保 * 5 <= 企业数, weight: 3.0, because: {zh: 几乎都没有职工参保, en: hardly any has insured staff}}
    - {when: 有用电 * 5 <= 企业数, weight: 1.0, because: {zh: 几乎都没有用电, en: hardly any draws power}}
    - {when: 法人数 * 2 <= 企业数, weight: 2.5, because: {zh: 少数几个人当多家的法定代表人, en: a few people are the representatives of many}}
    - {when: 成立天数 <= 90, weight: 1.5, because: {zh: 三个月内集中成立, en: founded within three months}}
    - {when: 企业数 > 20, weight: -2.0, because: {zh: 企业很多，像代办机构的集中登记地, en: "so many, as at an agent's address"}}
rows: {min: 0, max: 10000}
*/
with 员 as (
    select a.l as 企业, a.r as 地点, p.r as 号
    from entity.relation a
    join entity.relation p on p.l = a.l and p.relation = '电话'
    where a.l_kind = 'company' and a.relation = '地址'
), 群 as (
    select 地点, 号
    from 员
    group by 地点, 号
    having count(*) >= parameter(同址同号企业数)
), 成员 as (
    select m.地点, m.号, c.uscc as 信用代码
    from 员 m
    join 群 q on q.地点 = m.地点 and q.号 = m.号
    join entity.company c on c.company = m.企业
    where c.uscc is not null
), 登记 as (
    select m.地点, m.号, g.信用代码, g.企业名称, g.法人证件号, g.成立日期, g._batch, g._row
    from 成员 m
    join fused.企业登记 g on g.信用代码 = m.信用代码
    where g.退出日期 is null
), 参保 as (
    select uscc as 信用代码 from fused.参保单位
    where 参保人数 > 0 and uscc in (select 信用代码 from 成员) group by uscc
), 用电 as (
    select uscc as 信用代码 from fused.用电户
    where 用电量 > 0 and uscc in (select 信用代码 from 成员) group by uscc
), 家 as (
    select g.地点, g.号, g.信用代码, min(g.企业名称) as 企业名称, min(g.成立日期) as 成立日期
    from 登记 g
    group by g.地点, g.号, g.信用代码
), 数 as (
    select j.地点, j.号, min(j.信用代码) as 信用代码, min(j.企业名称) as 企业名称, count(*) as 企业数,
           datediff('day', min(j.成立日期), max(j.成立日期)) as 成立天数, count(i.信用代码) as 有参保, count(p.信用代码) as 有用电
    from 家 j
    left join 参保 i on i.信用代码 = j.信用代码
    left join 用电 p on p.信用代码 = j.信用代码
    group by j.地点, j.号
), 法人 as (
    select h.地点, h.号, count(*) as 法人数
    from (select 地点, 号, 法人证件号 from 登记 where 法人证件号 is not null group by 地点, 号, 法人证件号) h
    group by h.地点, h.号
), 证 as (
    select g.地点, g.号, evidence(g) as 企业登记
    from 登记 g
    group by g.地点, g.号
)
select n.信用代码, n.地点, n.号, n.企业名称, n.企业数, coalesce(f.法人数, 0) as 法人数, n.成立天数, n.有参保, n.有用电, w.region as 区划, e.企业登记
from 数 n
join 证 e on e.地点 = n.地点 and e.号 = n.号
left join entity.place w on w.place = n.地点
left join 法人 f on f.地点 = n.地点 and f.号 = n.号
where n.企业数 >= parameter(同址同号企业数)
