/*
title: {zh: 审批人亲属享受救助, en: Relatives of the approver on relief}
clause: 《中国共产党纪律处分条例》关于在社会保障、救济款物分配中优亲厚友的规定
subject: 身份证号
subject_kind: person
reason: "{审批人}于{批准日期}批准其亲属（{关系}）{姓名}享受救助，已领取{笔数}笔，共{金额}元"
region: 区划
amount: 金额
score:
  base: -8.58
  signals:
    - {when: 身份证号相符, weight: 4.89, because: {zh: 申报的亲属身份证号与受益人一致, en: the declared relative's id is the recipient's}}
    - {when: 近亲属, weight: 4.94, because: {zh: 配偶、父母、子女或兄弟姐妹, en: "spouse, parent, child or sibling"}}
    - {when: 快速审批, weight: 2.82, because: {zh: 申请到批准不足七天, en: approved within seven days}}
    - {when: 有复核人, weight: -4.06, because: {zh: 另有复核人签批, en: reviewed by somebody else}}
    - {when: 已备案, weight: -6.56, because: {zh: 已按规定备案, en: on file as the rules ask}}
    - {when: 重度残疾, weight: -5.45, because: {zh: 受益人为一、二级残疾, en: the recipient is severely disabled}}
rows: {min: 0, max: 20000}
*/
with 关联 as (
    select a.身份证号, a.审批人, a.批准日期, a.申请日期, a.复核人, k.关系, true as 相符, a._batch, a._row, k._batch as 申报批次, k._row as 申报行
    from fused.资金审批 a
    join standard.亲属申报 k on k.干部身份证号 = a.审批人身份证号 and k.亲属身份证号 = a.身份证号
    union all
    select a.身份证号, a.审批人, a.批准日期, a.申请日期, a.复核人, k.关系, false as 相符, a._batch, a._row, k._batch, k._row
    from fused.资金审批 a
    join standard.亲属申报 k on k.干部身份证号 = a.审批人身份证号 and k.亲属姓名 = a.姓名 and k.村 = a.村
    where k.亲属身份证号 is null
)
select r.身份证号, r.姓名, r.区划, r.笔数, r.金额, min(g.审批人) as 审批人, min(g.批准日期) as 批准日期, min(g.关系) as 关系,
       max(case when g.相符 then 1 else 0 end) = 1 as 身份证号相符,
       min(g.关系) in ('配偶', '父亲', '母亲', '儿子', '女儿', '子女', '弟弟', '哥哥', '姐姐', '妹妹') as 近亲属,
       min(datediff('day', g.申请日期, g.批准日期)) < 7 as 快速审批, min(g.复核人) is not null as 有复核人,
       count(f._row) > 0 as 已备案, count(d._row) > 0 as 重度残疾,
       evidence(p) as 发放记录, evidence(g) as 审批台账, evidence(k) as 亲属申报, evidence(f) as 备案记录, evidence(d) as 残疾登记
from 关联 g
join subsidy.救助对象 r on r.身份证号 = g.身份证号 and r.类型 = '低保'
join subsidy.发放 p on p.身份证号 = r.身份证号 and p.项目 in ('低保', '特困')
join standard.亲属申报 k on k._batch = g.申报批次 and k._row = g.申报行
left join fused.享受备案 f on f.身份证号 = r.身份证号
left join fused.残疾登记 d on d.身份证号 = r.身份证号 and d.残疾等级 in ('一级', '二级')
group by r.身份证号, r.姓名, r.区划, r.笔数, r.金额
