/*
title: {zh: 今后七天来信将多, en: More messages than usual in the coming week}
clause: 《国务院办公厅关于进一步优化地方政务服务便民热线的指导意见》（国办发〔2020〕53号）（加强数据分析研判、保障话务；条款待熟悉业务的人核对）
subject: 哪里哪类
subject_kind: issue
identity: [起]
reason: "预计{起}起七天，{哪里哪类}的来信约{预计}件（九成把握{至少}到{至多}件），平常一周{平常}件，是{倍数}倍。依据：{理由}"
region: 代码
score:
  base: 0.0
  signals:
    - {when: 至少 > 平常, weight: 1.5, because: {zh: 往少里估也比平常多, en: even the lower bound is above the usual}}
    - {when: 倍数 >= 2, weight: 1.0, because: {zh: 平常的两倍以上, en: twice the usual or more}}
    - {when: 平常 < 2, weight: -0.5, because: {zh: 平常一周不到两件，倍数容易大, en: "fewer than two in a usual week: ratios are easily large"}}
rows: {min: 0, max: 1000}
*/
-- 只看一类（全市）和一地（各类），不看两者交叉：交叉处一周不到一件，谈不上预测。
with 周 as (
    select p.层级, coalesce(p.分类, p.区划) as 哪里哪类, p.分类, p.区划, p.期 as 起, p.期望, p.下限, p.上限, p.理由
    from hotline.来信预测 p
    where p.提前 is null and p.层级 in ('分类', '区划')
), 天 as (
    select count(*) as 天数 from (select distinct 日期 from hotline.日来信)
), 总 as (
    select 分类 as 哪里哪类, '分类' as 层级, sum(件数) as 件数 from hotline.日来信 group by 分类
    union all
    select 区划, '区划', sum(件数) from hotline.日来信 group by 区划
), 往 as (
    select 总.哪里哪类, 总.层级, cast(总.件数 as double) * 7 / 天.天数 as 平常 from 总 cross join 天
), 证 as (
    select 周.层级, 周.哪里哪类, evidence(s) as 近四周来信
    from 周
    join hotline.来信 m on (周.层级 = '分类' and m.分类 = 周.分类) or (周.层级 = '区划' and strpos(m.地点, 周.区划) = 1)
    join standard.来信 s on s._batch = m._batch and s._row = m._row
    where m.日期 < as_of() and datediff('day', m.日期, as_of()) <= 28
    group by 周.层级, 周.哪里哪类
)
select 周.哪里哪类, 周.起, r.code as 代码, round(周.期望, 1) as 预计, round(周.下限, 1) as 至少, round(周.上限, 1) as 至多,
       round(往.平常, 1) as 平常, round(周.期望 / greatest(往.平常, 0.1), 1) as 倍数, 周.理由, 证.近四周来信
from 周
join 往 on 往.层级 = 周.层级 and 往.哪里哪类 = 周.哪里哪类
left join 证 on 证.层级 = 周.层级 and 证.哪里哪类 = 周.哪里哪类
left join hotline.本地区划 r on 周.层级 = '区划' and r.name = 周.区划
where 周.期望 >= parameter(备勤倍数) * 往.平常 and 周.期望 >= parameter(备勤件数)
