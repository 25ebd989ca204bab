/*
title: {zh: 公职人员领取救助, en: Public officials drawing relief}
clause: 《社会救助暂行办法》第九条、第六十八条（人均收入低于低保标准的家庭方可享受；骗取的责令退回）
subject: 身份证号
subject_kind: person
reason: "{单位}{编制类型}人员{姓名}在{首月}至{末月}领取低保或特困供养金{笔数}笔，共{金额}元"
region: 区划
amount: 金额
score:
  base: -15.0
  signals:
    - {when: 姓名相符, weight: 2.69, because: {zh: 发放姓名与公职人员名册一致, en: the name agrees with the list of officials}}
    - {when: 在编, weight: 6.24, because: {zh: 行政或事业编制, en: on the establishment of an office or institution}}
    - {when: 已离任, weight: -0.95, because: {zh: 领取之前已经离职, en: left office before the first payment}}
    - {when: 财政供养, weight: 7.61, because: {zh: 领取期间机关事业单位正在为其参保, en: insured by a public employer while paid}}
    - {when: 重度残疾, weight: -6.28, because: {zh: 本人为一、二级残疾, en: severely disabled}}
rows: {min: 0, max: 20000}
*/
select r.身份证号, r.姓名, r.区划, substr(cast(r.首月 as varchar), 1, 7) as 首月, substr(cast(r.末月 as varchar), 1, 7) as 末月, r.笔数, r.金额, min(o.单位) as 单位, min(o.编制类型) as 编制类型,
       min(o.姓名) = r.姓名 as 姓名相符, min(o.编制类型) in ('行政编制', '事业编制') as 在编,
       max(o.离任日期) < r.首月 as 已离任, count(s._row) > 0 as 财政供养, count(d._row) > 0 as 重度残疾,
       evidence(p) as 发放记录, evidence(o) as 公职人员名册, evidence(s) as 社保记录, evidence(d) as 残疾登记
from fused.公职人员 o
join subsidy.救助对象 r on r.身份证号 = o.身份证号 and r.类型 = '低保'
join subsidy.发放 p on p.身份证号 = r.身份证号 and p.项目 in ('低保', '特困')
left join fused.社保 s on s.身份证号 = r.身份证号 and s.参保身份 = '机关事业单位' and s.起始月 <= r.末月 and s.终止月 >= r.首月
left join fused.残疾登记 d on d.身份证号 = r.身份证号 and d.残疾等级 in ('一级', '二级')
group by r.身份证号, r.姓名, r.区划, r.首月, r.末月, r.笔数, r.金额
