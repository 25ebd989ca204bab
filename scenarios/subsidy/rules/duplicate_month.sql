/*
title: {zh: 同月重复发放, en: Paid twice in a month}
clause: 《社会救助暂行办法》第十二条（低保金按月发给）
subject: 身份证号
subject_kind: person
identity: [项目]
reason: "{姓名}有{重复月数}个月重复领取{项目}，首次在{首个月份}，多领{金额}元"
region: 区划
amount: 金额
score:
  base: -3.64
  signals:
    - {when: 重复月数 >= 2, weight: 4.59, because: {zh: 重复两个月以上, en: in two months or more}}
    - {when: 不同账号, weight: 3.57, because: {zh: 两笔发到不同账号, en: into different accounts}}
    - {when: 退回笔数 > 0, weight: -5.77, because: {zh: 已有退汇或退回记录, en: a payment bounced or was returned}}
    - {when: 次月未发, weight: -3.32, because: {zh: 次月没有发放，像是节前预发, en: "nothing in the next month, like paying ahead of a festival"}}
    - {when: 补发笔数 > 0, weight: -5.05, because: {zh: 备注为补发, en: marked as arrears}}
rows: {min: 0, max: 30000}
*/
with 疑似 as (
    -- 先按人、项目、年度数出哪个月有两笔以上：比按月分组少一个数量级，发放记录再多也只留下极少的人。
    select 身份证号, 项目
    from subsidy.发放
    where 项目 in ('低保', '特困', '公租房') and 身份证号 is not null and 金额 > 0
    group by 身份证号, 项目, year(月份)
    having count(case when month(月份) = 1 then 1 end) > 1 or count(case when month(月份) = 2 then 1 end) > 1 or count(case when month(月份) = 3 then 1 end) > 1 or
           count(case when month(月份) = 4 then 1 end) > 1 or count(case when month(月份) = 5 then 1 end) > 1 or count(case when month(月份) = 6 then 1 end) > 1 or
           count(case when month(月份) = 7 then 1 end) > 1 or count(case when month(月份) = 8 then 1 end) > 1 or count(case when month(月份) = 9 then 1 end) > 1 or
           count(case when month(月份) = 10 then 1 end) > 1 or count(case when month(月份) = 11 then 1 end) > 1 or count(case when month(月份) = 12 then 1 end) > 1
), 人 as (
    select 身份证号, 项目 from 疑似 group by 身份证号, 项目
), 笔 as (
    select p.身份证号, p.项目, p.月份, p.姓名, p.金额, p.账号, p.备注, p._batch, p._row
    from 人 c
    join subsidy.发放 p on p.身份证号 = c.身份证号 and p.项目 = c.项目
), 逐月 as (
    select 身份证号, 项目, 月份, min(姓名) as 姓名, count(case when 金额 > 0 then 1 end) as 笔数,
           count(case when 金额 < 0 then 1 end) as 退回, count(case when 备注 like '补发%' then 1 end) as 补发,
           max(账号) <> min(账号) as 不同账号, max(金额) as 最高, sum(case when 金额 > 0 then 金额 else 0 end) as 合计
    from 笔
    group by 身份证号, 项目, 月份
), 对象 as (
    select 身份证号, 项目, count(*) as 重复月数, min(月份) as 首个月份, max(月份) as 末个月份
    from 逐月
    where 笔数 > 1
    group by 身份证号, 项目
), 后续 as (
    select o.身份证号, o.项目, count(m.月份) = 0 as 次月未发
    from 对象 o
    left join 逐月 m on m.身份证号 = o.身份证号 and m.项目 = o.项目 and datediff('day', o.首个月份, m.月份) between 28 and 31
    group by o.身份证号, o.项目
), 汇总 as (
    select m.身份证号, m.项目, min(m.姓名) as 姓名, sum(case when m.笔数 > 1 then m.合计 - m.最高 else 0 end) as 金额, sum(m.退回) as 退回笔数,
           sum(m.补发) as 补发笔数, max(case when m.不同账号 then 1 else 0 end) = 1 as 不同账号
    from 逐月 m
    group by m.身份证号, m.项目
)
select o.身份证号, o.项目, t.姓名, o.重复月数, substr(cast(o.首个月份 as varchar), 1, 7) as 首个月份, t.金额, r.区划, t.退回笔数, t.补发笔数, t.不同账号, f.次月未发, evidence(p) as 发放记录
from 对象 o
join 汇总 t on t.身份证号 = o.身份证号 and t.项目 = o.项目
join 后续 f on f.身份证号 = o.身份证号 and f.项目 = o.项目
left join subsidy.救助对象 r on r.身份证号 = o.身份证号 and r.类型 = case when o.项目 = '公租房' then '公租房' else '低保' end
join 笔 p on p.身份证号 = o.身份证号 and p.项目 = o.项目 and p.月份 between o.首个月份 and o.末个月份
group by o.身份证号, o.项目, t.姓名, o.重复月数, o.首个月份, t.金额, r.区划, t.退回笔数, t.补发笔数, t.不同账号, f.次月未发
