/*
title: {zh: 有稳定工资仍领低保, en: Employed while on relief}
clause: 《社会救助暂行办法》第十三条（收入变化应及时告知）；《最低生活保障审核确认办法》（民发〔2021〕57号）
subject: 身份证号
subject_kind: person
reason: "{姓名}领取低保{笔数}笔、{金额}元，其间由{单位}参保{重叠天数}天，缴费基数{基数}元"
region: 区划
amount: 金额
score:
  base: -15.05
  signals:
    - {when: 姓名相符, weight: 7.73, because: {zh: 姓名与社保登记一致, en: the name agrees with the insurance register}}
    - {when: 重叠天数 >= 150, weight: 5.8, because: {zh: 重叠六个月以上, en: six months or more at once}}
    - {when: 高工资, weight: 3.2, because: {zh: 缴费基数为低保标准数倍, en: contributions on several times the standard}}
    - {when: 公益性岗位, weight: -6.17, because: {zh: 公益性岗位, en: a welfare post}}
    - {when: 近期就业, weight: -3.13, because: {zh: 停发前不久才就业，在渐退期内, en: employed shortly before relief ended}}
    - {when: 重度残疾, weight: 0.14, because: {zh: 一、二级残疾, en: severely disabled}}
rows: {min: 0, max: 30000}
*/
select r.身份证号, r.姓名, r.区划, r.笔数, r.金额, min(s.单位) as 单位, max(s.基数) as 基数, min(s.姓名) = r.姓名 as 姓名相符,
       max(datediff('day', greatest(s.起始月, r.首月), least(s.终止月, r.末月))) as 重叠天数,
       max(s.基数) >= parameter(高工资线) * parameter(低保月标准) as 高工资, min(s.参保身份) = '公益性岗位' as 公益性岗位,
       min(datediff('day', s.起始月, r.末月)) <= 190 as 近期就业, count(d._row) > 0 as 重度残疾,
       evidence(p) as 发放记录, evidence(s) as 社保记录, evidence(d) as 残疾登记
from fused.社保 s
join subsidy.救助对象 r on r.身份证号 = s.身份证号 and r.类型 = '低保' and s.起始月 <= r.末月 and s.终止月 >= r.首月
join subsidy.发放 p on p.身份证号 = r.身份证号 and p.项目 in ('低保', '特困')
left join fused.残疾登记 d on d.身份证号 = r.身份证号 and d.残疾等级 in ('一级', '二级')
where s.参保身份 in ('企业职工', '公益性岗位')
group by r.身份证号, r.姓名, r.区划, r.笔数, r.金额
