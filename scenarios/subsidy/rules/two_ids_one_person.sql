/*
title: {zh: 一人两个身份证号领取, en: One person under two ids}
clause: 《中华人民共和国居民身份证法》第三条（公民身份号码是唯一的、终身不变的身份代码）
subject: 身份证号
subject_kind: person
reason: "{村}{姓名}以{身份证号}和{另一号码}两个号码领取，出生日期相同，共{笔数}笔、{金额}元"
region: 区划
amount: 金额
score:
  base: -4.53
  signals:
    - {when: 同一账号, weight: 1.92, because: {zh: 两个号码发到同一账号, en: both ids are paid into one account}}
    - {when: 同期, weight: 5.86, because: {zh: 两个号码的领取时间重叠, en: both ids are paid in the same months}}
    - {when: 均有户籍, weight: -7.66, because: {zh: 两个号码都在户籍登记中，可能是同名同日生的两个人, en: "both ids are in the household register, perhaps two people"}}
    - {when: 号码更正, weight: -4.39, because: {zh: 公安有号码更正登记, en: the police corrected the id}}
rows: {min: 0, max: 10000}
*/
with 人 as (
    select 身份证号, 姓名, 村, min(账号) as 账号, min(首月) as 首月, max(末月) as 末月, sum(笔数) as 笔数, sum(金额) as 金额
    from subsidy.受益人
    where 项目 in ('低保', '特困')
    group by 身份证号, 姓名, 村
), 对 as (
    select a.身份证号, b.身份证号 as 另一号码, a.姓名, a.村, a.笔数 + b.笔数 as 笔数, a.金额 + b.金额 as 金额, a.账号 = b.账号 as 同一账号,
           a.首月 <= b.末月 and b.首月 <= a.末月 as 同期
    from 人 a
    join 人 b on b.姓名 = a.姓名 and b.村 = a.村 and substr(b.身份证号, 7, 8) = substr(a.身份证号, 7, 8)
    where a.身份证号 < b.身份证号
), 号码 as (
    select 身份证号, 身份证号 as 号码 from 对
    union all
    select 身份证号, 另一号码 from 对
), 发 as (
    -- 先按号码筛出这些人的发放记录：配对的人极少，发放记录极多。
    select p.身份证号, p._batch, p._row
    from subsidy.发放 p
    where p.项目 in ('低保', '特困') and p.身份证号 in (select n.号码 from 号码 n)
), 户 as (
    select h.身份证号, h._batch, h._row
    from fused.户籍 h
    where h.身份证号 in (select n.号码 from 号码 n)
)
select t.身份证号, t.另一号码, t.姓名, t.村, t.笔数, t.金额, t.同一账号, t.同期,
       min(z.区划) as 区划, count(u._row) > 0 and count(v._row) > 0 as 均有户籍, count(c._row) > 0 as 号码更正,
       evidence(p) as 发放记录, evidence(u) as 户籍, evidence(v) as 另一号码户籍, evidence(c) as 号码更正登记
from 对 t
join 号码 n on n.身份证号 = t.身份证号
join 发 p on p.身份证号 = n.号码
left join 户 u on u.身份证号 = t.身份证号
left join 户 v on v.身份证号 = t.另一号码
left join subsidy.村区划 z on z.村 = t.村
left join standard.身份更正 c on least(c.身份证号, c.原身份证号) = t.身份证号 and greatest(c.身份证号, c.原身份证号) = t.另一号码
group by t.身份证号, t.另一号码, t.姓名, t.村, t.笔数, t.金额, t.同一账号, t.同期
