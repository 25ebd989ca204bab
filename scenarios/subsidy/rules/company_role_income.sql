/*
title: {zh: 救助对象经商办企业, en: People on relief with a role in a company}
clause: 《社会救助暂行办法》第九条（收入和财产须符合规定）
subject: 身份证号
subject_kind: person
reason: "{姓名}领取低保{笔数}笔、{金额}元，同时任{企业名称}{职务}，企业{登记状态}，认缴出资{认缴}元，参保{参保人数}人"
region: 区划
amount: 金额
score:
  base: -18.5
  signals:
    - {when: 姓名相符, weight: 5.35, because: {zh: 姓名与企业登记一致, en: the name agrees with the company register}}
    - {when: 法定代表人, weight: 4.4, because: {zh: 任法定代表人, en: the legal representative}}
    - {when: 存续, weight: 3.4, because: {zh: 企业存续, en: the company exists}}
    - {when: 参保人数 > 0, weight: 4.11, because: {zh: 企业有参保职工, en: the company has insured staff}}
    - {when: 认缴 >= 1000000, weight: 2.55, because: {zh: 认缴出资一百万元以上, en: a million yuan of capital or more}}
    - {when: 合作社, weight: -1.5, because: {zh: 农民专业合作社，成员多为挂名, en: "a farmers' cooperative, where members are often nominal"}}
    - {when: 本企业参保, weight: 5.09, because: {zh: 由本企业参保, en: insured by the company itself}}
rows: {min: 0, max: 30000}
*/
select r.身份证号, r.姓名, r.区划, r.笔数, r.金额, min(e.企业名称) as 企业名称, min(e.职务) as 职务, min(e.登记状态) as 登记状态, max(e.认缴) as 认缴,
       max(e.参保人数) as 参保人数, min(e.姓名) = r.姓名 as 姓名相符, min(e.职务) = '法定代表人' as 法定代表人,
       min(e.登记状态) = '存续' as 存续, min(e.企业类型) = '农民专业合作社' as 合作社, count(s._row) > 0 as 本企业参保,
       evidence(p) as 发放记录, evidence(e) as 企业登记, evidence(s) as 社保记录
from fused.企业任职 e
join subsidy.救助对象 r on r.身份证号 = e.身份证号 and r.类型 = '低保'
join subsidy.发放 p on p.身份证号 = r.身份证号 and p.项目 in ('低保', '特困')
left join fused.社保 s on s.身份证号 = r.身份证号 and s.参保身份 = '企业负责人' and s.起始月 <= r.末月 and s.终止月 >= r.首月
group by r.身份证号, r.姓名, r.区划, r.笔数, r.金额
