/*
title: {zh: 全年收入可能完不成预算, en: The year's revenue may fall short of the budget}
clause: 《中华人民共和国预算法》第六十七条（预算调整的情形；条号待熟悉业务的人核对）
subject: 哪里哪项
subject_kind: issue
identity: [年]
reason: "{年}年{哪里哪项}收入预算{预算}万元，到{末月}月完成{已完成}万元，预计全年{预计}万元（九成把握{至少}到{至多}万元），是预算的{完成率}%，差{缺口}万元。依据：{理由}"
region: 代码
score:
  base: 0.0
  signals:
    - {when: 至多 < 预算, weight: 1.5, because: {zh: 往多里估也完不成, en: even the upper bound falls short}}
    - {when: 完成率 < 92, weight: 1.0, because: {zh: 差八个点以上, en: short by eight percent or more}}
    - {when: 末月 < 3, weight: -0.5, because: {zh: 一年才过了两个月, en: only two months of the year are known}}
rows: {min: 0, max: 1000}
*/
-- 看各县区（各科目合计）和各科目（全市），不看交叉处：交叉处一笔大户的进出就是一半，谈不上预测。
with 余 as (
    select p.层级, coalesce(p.区划, p.科目) as 谁, p.区划, p.科目, p.期望, p.下限, p.上限, p.理由
    from economy.收支预测 p
    where p.收支 = '收入' and p.提前 is null and p.层级 in ('收支、区划', '收支、科目')
), 年 as (
    select '收支、区划' as 层级, 区划 as 谁, max(年) as 年, sum(已完成) as 已完成, sum(预算数) as 预算数
    from economy.全年收支
    where 收支 = '收入'
    group by 区划
    union all
    select '收支、科目', 科目, max(年), sum(已完成), sum(预算数) from economy.全年收支 where 收支 = '收入' group by 科目
), 末 as (
    select max(期) as 期 from economy.月收支
), 报 as (
    select 余.层级, 余.谁, evidence(s) as 执行月报
    from 余
    join 末 on 1 = 1
    join standard.预算执行 s on (余.层级 = '收支、区划' and s.区划 = 余.区划) or (余.层级 = '收支、科目' and s.科目 = 余.科目)
    where s.收支 = '收入' and s.公布日 < as_of() and s.月 = month(末.期) and s.年 >= year(末.期) - 1
    group by 余.层级, 余.谁
), 算 as (
    select 余.层级, 余.谁, evidence(b) as 预算表
    from 余
    join 年 on 年.层级 = 余.层级 and 年.谁 = 余.谁
    join standard.年初预算 b on b.年 = 年.年 and ((余.层级 = '收支、区划' and b.区划 = 余.区划) or (余.层级 = '收支、科目' and b.科目 = 余.科目))
    where b.收支 = '收入'
    group by 余.层级, 余.谁
)
select concat(coalesce(区.name, 余.谁), case when 余.层级 = '收支、科目' then '（全市）' else '' end) as 哪里哪项, 年.年, month(末.期) as 末月, 余.区划 as 代码,
       cast(round(年.预算数) as bigint) as 预算, cast(round(年.已完成) as bigint) as 已完成, cast(round(年.已完成 + 余.期望) as bigint) as 预计,
       cast(round(年.已完成 + 余.下限) as bigint) as 至少, cast(round(年.已完成 + 余.上限) as bigint) as 至多,
       round(100 * (年.已完成 + 余.期望) / 年.预算数, 1) as 完成率, cast(round(年.预算数 - 年.已完成 - 余.期望) as bigint) as 缺口, 余.理由,
       报.执行月报, 算.预算表
from 余
join 年 on 年.层级 = 余.层级 and 年.谁 = 余.谁
cross join 末
left join 报 on 报.层级 = 余.层级 and 报.谁 = 余.谁
left join 算 on 算.层级 = 余.层级 and 算.谁 = 余.谁
left join reference.region 区 on 区.code = 余.区划 and 区.until is null
where 年.预算数 > 0 and 年.已完成 + 余.期望 < parameter(收入完成底线) * 年.预算数
