/*
title: {zh: 以无效身份证号发放, en: Paid under an invalid id}
clause: 《社会救助暂行办法》第六十八条；GB 11643 公民身份号码校验规则
subject: 身份证号
subject_kind: person
reason: "以无效号码{无效号码}、姓名“{发放姓名}”向{户名}的账户发放{项目}{笔数}笔，共{金额}元"
region: 区划
amount: 金额
score:
  base: -2.6
  signals:
    - {when: 姓名相符, weight: -1.17, because: {zh: 发放姓名就是开户人, en: the name paid is the account holder's}}
    - {when: 相差位数 <= 1, weight: -4.59, because: {zh: 与开户人号码只差一位，像是录入错误, en: "one digit from the holder's id, like a typing error"}}
    - {when: 开户人另有领取, weight: 5.85, because: {zh: 开户人本人另有领取, en: the holder draws aid of his own too}}
    - {when: 开户人为村干部, weight: 1.96, because: {zh: 开户人是村干部, en: the holder is a village cadre}}
    - {when: 笔数 >= 6, weight: -0.59, because: {zh: 连续六笔以上未更正, en: six payments or more and never mended}}
rows: {min: 0, max: 20000}
*/
with 笔 as (
    select k.身份证号, k.姓名 as 户名, p.姓名 as 发放姓名, p.项目, p.金额, p.村, q.value as 无效号码, p._batch, p._row, k._batch as 账户批次, k._row as 账户行
    from quality.problem q
    join subsidy.发放 p on p._batch = q._batch and p._row = q._row
    join fused.账户 k on k.账号 = p.账号
    where q."column" = '身份证号' and p.身份证号 is null and k.身份证号 is not null
), 汇总 as (
    select s.身份证号, min(s.户名) as 户名, min(s.发放姓名) as 发放姓名, min(s.项目) as 项目, min(s.村) as 村, min(s.无效号码) as 无效号码,
           count(*) as 笔数, sum(s.金额) as 金额, min(s.账户批次) as 账户批次, min(s.账户行) as 账户行, evidence(s) as 发放记录
    from 笔 s
    group by s.身份证号
)
select t.身份证号, t.户名, t.发放姓名, t.项目, t.无效号码, t.笔数, t.金额, t.户名 = t.发放姓名 as 姓名相符,
       case when length(t.无效号码) <> 18 then 18 else
           case when substr(t.无效号码, 1, 1) <> substr(t.身份证号, 1, 1) then 1 else 0 end +
           case when substr(t.无效号码, 2, 1) <> substr(t.身份证号, 2, 1) then 1 else 0 end +
           case when substr(t.无效号码, 3, 1) <> substr(t.身份证号, 3, 1) then 1 else 0 end +
           case when substr(t.无效号码, 4, 1) <> substr(t.身份证号, 4, 1) then 1 else 0 end +
           case when substr(t.无效号码, 5, 1) <> substr(t.身份证号, 5, 1) then 1 else 0 end +
           case when substr(t.无效号码, 6, 1) <> substr(t.身份证号, 6, 1) then 1 else 0 end +
           case when substr(t.无效号码, 7, 1) <> substr(t.身份证号, 7, 1) then 1 else 0 end +
           case when substr(t.无效号码, 8, 1) <> substr(t.身份证号, 8, 1) then 1 else 0 end +
           case when substr(t.无效号码, 9, 1) <> substr(t.身份证号, 9, 1) then 1 else 0 end +
           case when substr(t.无效号码, 10, 1) <> substr(t.身份证号, 10, 1) then 1 else 0 end +
           case when substr(t.无效号码, 11, 1) <> substr(t.身份证号, 11, 1) then 1 else 0 end +
           case when substr(t.无效号码, 12, 1) <> substr(t.身份证号, 12, 1) then 1 else 0 end +
           case when substr(t.无效号码, 13, 1) <> substr(t.身份证号, 13, 1) then 1 else 0 end +
           case when substr(t.无效号码, 14, 1) <> substr(t.身份证号, 14, 1) then 1 else 0 end +
           case when substr(t.无效号码, 15, 1) <> substr(t.身份证号, 15, 1) then 1 else 0 end +
           case when substr(t.无效号码, 16, 1) <> substr(t.身份证号, 16, 1) then 1 else 0 end +
           case when substr(t.无效号码, 17, 1) <> substr(t.身份证号, 17, 1) then 1 else 0 end +
           case when substr(t.无效号码, 18, 1) <> substr(t.身份证号, 18, 1) then 1 else 0 end
       end as 相差位数,
       count(r.身份证号) > 0 as 开户人另有领取, count(c._row) > 0 as 开户人为村干部,
       coalesce(min(v.区划), min(r.区划)) as 区划, min(t.发放记录) as 发放记录, evidence(k) as 账户登记, evidence(c) as 村干部名册
from 汇总 t
join fused.账户 k on k._batch = t.账户批次 and k._row = t.账户行
left join subsidy.救助对象 r on r.身份证号 = t.身份证号
left join fused.村干部 c on c.身份证号 = t.身份证号
left join subsidy.村区划 v on v.村 = t.村
group by t.身份证号, t.户名, t.发放姓名, t.项目, t.无效号码, t.笔数, t.金额
