/*
title: {zh: 村干部领取救助, en: Village cadres drawing relief}
clause: 《最低生活保障审核确认办法》（民发〔2021〕57号）关于村（居）两委成员及其近亲属申请低保的规定
subject: 身份证号
subject_kind: person
reason: "{村}{职务}{姓名}在{首月}至{末月}领取低保或特困供养金{笔数}笔，共{金额}元"
region: 区划
amount: 金额
score:
  base: -6.12
  signals:
    - {when: 姓名相符, weight: 5.37, because: {zh: 发放姓名与村干部名册一致, en: the name agrees with the list of cadres}}
    - {when: 已离任, weight: -6.13, because: {zh: 领取之前已经离任, en: left office before the first payment}}
    - {when: 本人经办, weight: 4.88, because: {zh: 本人经办自己的审批, en: prepared the approval himself}}
    - {when: 已备案, weight: -6.39, because: {zh: 已按规定备案, en: on file as the rules ask}}
    - {when: 重度残疾, weight: -4.66, because: {zh: 本人为一、二级残疾, en: severely disabled}}
rows: {min: 0, max: 20000}
*/
select r.身份证号, r.姓名, r.区划, substr(cast(r.首月 as varchar), 1, 7) as 首月, substr(cast(r.末月 as varchar), 1, 7) as 末月, r.笔数, r.金额, min(c.村) as 村, min(c.职务) as 职务, min(c.姓名) = r.姓名 as 姓名相符,
       max(c.离任日期) < r.首月 as 已离任, count(case when a.经办人身份证号 = r.身份证号 then 1 end) > 0 as 本人经办,
       count(f._row) > 0 as 已备案, count(d._row) > 0 as 重度残疾,
       evidence(p) as 发放记录, evidence(c) as 村干部名册, evidence(a) as 审批台账, evidence(f) as 备案记录, evidence(d) as 残疾登记
from fused.村干部 c
join subsidy.救助对象 r on r.身份证号 = c.身份证号 and r.类型 = '低保'
join subsidy.发放 p on p.身份证号 = r.身份证号 and p.项目 in ('低保', '特困')
left join fused.资金审批 a on a.身份证号 = r.身份证号 and a.项目 in ('低保', '特困')
left join fused.享受备案 f on f.身份证号 = r.身份证号
left join fused.残疾登记 d on d.身份证号 = r.身份证号 and d.残疾等级 in ('一级', '二级')
group by r.身份证号, r.姓名, r.区划, r.首月, r.末月, r.笔数, r.金额
