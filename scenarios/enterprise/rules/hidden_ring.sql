/*
title: {zh: 同控同车的空壳企业, en: Shell companies of one control or one vehicle}
clause: 《中华人民共和国市场主体登记管理条例》第四十条（提交虚假材料或者采取其他欺诈手段隐瞒重要事实取得登记）
subject: 信用代码
subject_kind: company
identity: [纽带]
region: 区划
reason: "{企业名称}等{企业数}家企业{纽带说明}，先后{成立天数}天内成立，其中{有参保}家有职工参保、{有用电}家有用电"
score:
  base: -4
  signals:
    - {when: 有参保 * 5 <= 企业数, weight: 3.0, because: {zh: 几乎都没有职工参保, en: hardly any has insured staff}}
    - {when: 有用电 * 5 <= 企业数, weight: 1.0, because: {zh: 几乎都没有用电, en: hardly any draws power}}
    - {when: 成立天数 <= 90, weight: 1.5, because: {zh: 三个月内集中成立, en: founded within three months}}
    - {when: 印证 >= 3, weight: 1.5, because: {zh: 控制人和车辆互相印证, en: control and vehicle agree}}
    - {when: 有参保 * 2 > 企业数, weight: -2.0, because: {zh: 多数有职工参保，像真正的集团或车队, en: "most have insured staff, like a real group or fleet"}}
rows: {min: 0, max: 10000}
*/
-- 名义上各有股东、各用各的地址和电话，靠控制关系（含一致行动）和共用的车辆才看得出来。
with 控 as (
    select c.bloc as 纽带, c.company as 企业, max(c.parties) as 人数
    from entity.control c
    where c.bloc in (select bloc from entity.control where l_kind = 'person')
    group by c.bloc, c.company
), 员 as (
    select 纽带, 企业, '控' as 类, 人数 from 控
    union all
    select r, l, '车', 0 from entity.relation where relation = '车辆' and l_kind = 'company' group by r, l
), 群 as (
    select 纽带
    from 员
    group by 纽带
    having count(*) >= parameter(同控同车企业数)
), 成员 as (
    select m.纽带, m.类, m.人数, m.企业, c.uscc as 信用代码
    from 员 m
    join 群 q on q.纽带 = m.纽带
    join entity.company c on c.company = m.企业
    where c.uscc is not null
), 登记 as (
    select m.纽带, g.信用代码, g.企业名称, g.成立日期, g._batch, g._row
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
    select 纽带, 信用代码, min(企业名称) as 企业名称, min(成立日期) as 成立日期
    from 登记
    group by 纽带, 信用代码
), 数 as (
    select j.纽带, min(j.信用代码) as 信用代码, min(j.企业名称) as 企业名称, count(*) as 企业数,
           datediff('day', min(j.成立日期), max(j.成立日期)) as 成立天数, count(i.信用代码) as 有参保, count(p.信用代码) as 有用电
    from 家 j
    left join 参保 i on i.信用代码 = j.信用代码
    left join 用电 p on p.信用代码 = j.信用代码
    group by j.纽带
), 同在 as (
    select a.纽带, count(*) as 家数
    from 成员 a
    join 成员 b on b.企业 = a.企业 and b.类 <> a.类
    group by a.纽带, b.纽带
), 另 as (
    select 纽带, max(家数) as 印证 from 同在 group by 纽带
), 类 as (
    select 纽带, case when min(类) = '车' then '登记使用同一车辆' when max(人数) > 1 then '由一致行动的' || cast(max(人数) as varchar) || '方合并控制'
                    else '由同一人控制' end as 纽带说明
    from 成员
    group by 纽带
), 证 as (
    select g.纽带, evidence(g) as 企业登记, evidence(s) as 出资登记, evidence(x) as 一致行动, evidence(v) as 单位车辆
    from 登记 g
    join 类 t on t.纽带 = g.纽带
    left join fused.股东出资 s on t.纽带说明 <> '登记使用同一车辆' and s.信用代码 = g.信用代码
    left join fused.一致行动 x on t.纽带说明 <> '登记使用同一车辆' and x.信用代码 = g.信用代码
    left join fused.单位车辆 v on t.纽带说明 = '登记使用同一车辆' and v.信用代码 = g.信用代码
    group by g.纽带
)
select n.信用代码, n.纽带, n.企业名称, n.企业数, t.纽带说明, n.成立天数, n.有参保, n.有用电, coalesce(l.印证, 0) as 印证, w.区划,
       e.企业登记, e.出资登记, e.一致行动, e.单位车辆
from 数 n
join 证 e on e.纽带 = n.纽带
join 类 t on t.纽带 = n.纽带
left join 另 l on l.纽带 = n.纽带
left join enterprise.企业所在 w on w.信用代码 = n.信用代码
where n.企业数 >= parameter(同控同车企业数)
