/*
title: {zh: 村干部大额领取集体资金, en: Village cadres paid large sums by the village}
clause: 《中华人民共和国村民委员会组织法》第二十四条（误工补贴等事项经村民会议讨论决定方可办理）
subject: 身份证号
subject_kind: person
reason: "{村}{职务}{姓名}从村集体领取单笔超过限额的款项{笔数}笔，共{金额}元，其中本人审批{自批笔数}笔"
region: 区划
amount: 金额
thresholds:
  - {parameter: 村集体单笔支付上限, column: 最高一笔, direction: above}
score:
  base: -2.27
  signals:
    - {when: 自批笔数 > 0, weight: 3.52, because: {zh: 本人审批自己的款项, en: signed for himself}}
    - {when: 有决议, weight: -5.4, because: {zh: 有村民代表会议决议, en: the villagers voted it}}
    - {when: 有票据, weight: -4.55, because: {zh: 有票据, en: backed by invoices}}
    - {when: 已离任, weight: -2.47, because: {zh: 领取前已离任, en: had left office before}}
    - {when: 笔数 >= 2, weight: 2.9, because: {zh: 两笔以上, en: two payments or more}}
rows: {min: 0, max: 20000}
*/
with 干部 as (
    select 身份证号, min(职务) as 职务, max(coalesce(离任日期, make_date(9999, 12, 31))) as 离任日期
    from fused.村干部
    where 身份证号 is not null
    group by 身份证号
), 付 as (
    select s.身份证号, min(s.姓名) as 姓名, min(s.村) as 村, min(k.职务) as 职务, count(*) as 笔数, sum(s.金额) as 金额, max(s.金额) as 最高一笔,
           count(case when s.审批人身份证号 = s.身份证号 then 1 end) as 自批笔数, count(s.决议编号) = count(*) as 有决议,
           count(s.票据号) = count(*) as 有票据, min(k.离任日期) < min(s.日期) as 已离任, evidence(s) as 支出记录
    from fused.三资收支 s
    join 干部 k on k.身份证号 = s.身份证号
    where s.金额 > parameter(村集体单笔支付上限)
    group by s.身份证号
)
select t.身份证号, t.姓名, t.村, t.职务, t.笔数, t.金额, t.最高一笔, t.自批笔数, t.有决议, t.有票据, t.已离任, min(t.支出记录) as 支出记录, min(v.区划) as 区划, evidence(c) as 村干部名册
from 付 t
join fused.村干部 c on c.身份证号 = t.身份证号
left join subsidy.村区划 v on v.村 = t.村
group by t.身份证号, t.姓名, t.村, t.职务, t.笔数, t.金额, t.最高一笔, t.自批笔数, t.有决议, t.有票据, t.已离任
