/*
title: {zh: 循环持股, en: Companies that own themselves}
clause: 《中华人民共和国公司法》第五十三条（公司成立后，股东不得抽逃出资）
subject: 信用代码
subject_kind: company
region: 区划
reason: "{企业名称}等{企业数}家企业互相出资，绕一圈又持有自己，环上最小的一段出资为{最小比例}"
score:
  base: -2
  signals:
    - {when: 最小比例 >= 0.2, weight: 4.0, because: {zh: 每一段出资都不少于两成, en: a fifth or more at every step}}
    - {when: 最小比例 < 0.1, weight: -1.5, because: {zh: 有一段出资不到一成，像交叉持股, en: "less than a tenth at some step, like cross-holding"}}
    - {when: 企业数 >= 3, weight: 0.5, because: {zh: 三家以上首尾相接, en: three companies or more}}
    - {when: 有参保 = 0, weight: 1.0, because: {zh: 都没有职工参保, en: none has insured staff}}
rows: {min: 0, max: 10000}
*/
with 环 as (
    select r.ring as 环号, c.uscc as 信用代码, c.name as 企业名称, r.companies as 企业数, r.share as 最小比例
    from entity.ring r
    join entity.company c on c.company = r.company
    where c.uscc is not null
), 出资 as (
    select a.环号, s._batch, s._row
    from fused.股东出资 s
    join 环 a on a.信用代码 = s.信用代码
    join 环 b on b.信用代码 = s.企业股东代码 and b.环号 = a.环号
), 参保 as (
    select uscc as 信用代码 from fused.参保单位
    where 参保人数 > 0 and uscc in (select 信用代码 from 环) group by uscc
), 数 as (
    select h.环号, min(h.信用代码) as 信用代码, min(h.企业名称) as 企业名称, min(h.企业数) as 企业数,
           min(h.最小比例) as 最小比例, count(i.信用代码) as 有参保
    from 环 h
    left join 参保 i on i.信用代码 = h.信用代码
    group by h.环号
)
select n.信用代码, n.企业名称, n.企业数, n.最小比例, n.有参保, w.区划, evidence(s) as 出资登记
from 数 n
join 出资 s on s.环号 = n.环号
left join enterprise.企业所在 w on w.信用代码 = n.信用代码
group by n.信用代码, n.企业名称, n.企业数, n.最小比例, n.有参保, w.区划
