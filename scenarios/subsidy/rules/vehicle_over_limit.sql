/*
title: {zh: 低保家庭车辆超限, en: Household on relief with a vehicle over the limit}
clause: 《社会救助暂行办法》第九条（家庭财产状况须符合规定）；云澜市低保家庭财产认定细则（虚构）
subject: 身份证号
subject_kind: person
reason: "{姓名}领取低保{笔数}笔，同户{车主}名下车辆{车牌}核定价格{价格}元，高于上限{上限}元"
region: 区划
amount: 金额
thresholds:
  - {parameter: 车辆价值上限, column: 价格, direction: above}
score:
  base: -14.32
  signals:
    - {when: 价格 > 2 * 上限, weight: 1.95, because: {zh: 价格超过上限一倍, en: worth more than twice the limit}}
    - {when: 领取期间购置, weight: 3.74, because: {zh: 领取期间购置, en: bought while on relief}}
    - {when: 检验有效, weight: 4.92, because: {zh: 检验在有效期内，仍在使用, en: inspected and in use}}
    - {when: 逾期未检验, weight: -2.51, because: {zh: 登记状态为逾期未检验, en: registered as not inspected}}
    - {when: 残疾人专用, weight: -3.97, because: {zh: 残疾人专用车辆, en: a vehicle for disabled people}}
    - {when: 营运, weight: -5.45, because: {zh: 营运车辆，谋生所用, en: a vehicle for a living}}
    - {when: 同户残疾, weight: -4.21, because: {zh: 受益人为一、二级残疾, en: the recipient is severely disabled}}
    - {when: 车主迁出, weight: -7.01, because: {zh: 车主已分户迁出, en: the owner has left the household}}
    - {when: 姓名相符, weight: 6.78, because: {zh: 车主姓名与户籍一致, en: the owner's name agrees with the household register}}
rows: {min: 0, max: 30000}
*/
with 车 as (
    select v.身份证号, v.姓名, v.车牌, v.价格, v.使用性质, v.登记日期, v.检验有效期, v.状态, v._batch, v._row
    from fused.车辆 v
    where v.价格 > parameter(车辆价值上限)
)
select r.身份证号, r.姓名, r.区划, r.笔数, r.金额, min(g.成员姓名) as 车主, min(v.车牌) as 车牌, max(v.价格) as 价格, parameter(车辆价值上限) as 上限,
       max(v.登记日期) between r.首月 and r.末月 as 领取期间购置, max(v.检验有效期) >= as_of() as 检验有效,
       min(v.状态) = '逾期未检验' as 逾期未检验, min(v.使用性质) = '残疾人专用' as 残疾人专用, min(v.使用性质) like '营运%' as 营运,
       count(d._row) > 0 as 同户残疾, count(x._row) > 0 as 车主迁出, min(v.姓名) = min(g.成员姓名) as 姓名相符,
       evidence(p) as 发放记录, evidence(v) as 车辆登记, evidence(g) as 户籍, evidence(d) as 残疾登记, evidence(x) as 迁出登记
from 车 v
join subsidy.共同生活 g on g.成员身份证号 = v.身份证号 and g.类型 = '低保'
join subsidy.救助对象 r on r.身份证号 = g.身份证号 and r.类型 = '低保'
join subsidy.发放 p on p.身份证号 = r.身份证号 and p.项目 in ('低保', '特困')
left join fused.残疾登记 d on d.身份证号 = r.身份证号 and d.残疾等级 in ('一级', '二级')
left join fused.户籍 x on x.身份证号 = v.身份证号 and x.与户主关系 = '分户迁出'
group by r.身份证号, r.姓名, r.区划, r.笔数, r.金额, r.首月, r.末月
