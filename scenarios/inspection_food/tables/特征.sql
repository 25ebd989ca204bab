/*
title: {zh: 每次检查的特征, en: Features of every inspection}
columns:
  {编号: code, 店名: text, 许可证号: code, 业态: text, 风险等级: text, 邮编: code, 检查员: text, 检查日期: date, 严重: integer, 前一日: date, 气温日: date,
   上次检查: date, 上次严重: integer, 上次较重: integer, 上次轻微: integer, 上次未通过: integer, 检查次数: integer, 历史严重率: number, 距上次天数: integer,
   经营年数: number, 卖烟: integer, 卖酒: integer, 最高气温: number, 业态日: date, 业态严重率: number,
   同名日: date, 同名严重率: number, 同址日: date, 同址严重率: number, 检查员日: date, 检查员严重率: number}
key: [编号]
not_null: [编号, 检查日期, 严重]
rows: {min: 0, max: 5000000}
*/
-- 每个特征只用检查日期之前的数据，并带一列“到哪一天为止”（上次检查、业态日、气温日……），由步骤逐行核对。
with 检 as (
    select c.编号, c.店名, c.许可证号, c.业态, c.风险等级, c.地址, c.邮编, c.检查日期, coalesce(c.较重违规数, 0) as 较重, coalesce(c.轻微违规数, 0) as 轻微,
           coalesce(c.未通过, 0) as 未通过, case when c.严重违规数 > 0 then 1 else 0 end as 严重
    from standard.食品检查 c
), 店日 as (
    select 许可证号, 检查日期, count(*) as 次, sum(严重) as 严, max(严重) as 严重, max(较重) as 较重, max(轻微) as 轻微, max(未通过) as 未通过
    from 检 group by 许可证号, 检查日期
), 店 as (
    select 许可证号, 检查日期, lag(检查日期) over w as 上次检查, lag(严重) over w as 上次严重, lag(较重) over w as 上次较重,
           lag(轻微) over w as 上次轻微, lag(未通过) over w as 上次未通过,
           coalesce(sum(次) over (partition by 许可证号 order by 检查日期 rows between unbounded preceding and 1 preceding), 0) as 次,
           coalesce(sum(严) over (partition by 许可证号 order by 检查日期 rows between unbounded preceding and 1 preceding), 0) as 严
    from 店日
    window w as (partition by 许可证号 order by 检查日期)
), 全日 as (
    select 检查日期, count(*) as 次, sum(严重) as 严 from 检 group by 检查日期
), 全 as (
    select 检查日期, lag(检查日期) over (order by 检查日期) as 全市日,
           (coalesce(sum(严) over (order by 检查日期 rows between unbounded preceding and 1 preceding), 0) + 15.0)
           / (coalesce(sum(次) over (order by 检查日期 rows between unbounded preceding and 1 preceding), 0) + 100.0) as 率
    from 全日
), 业态日 as (
    select 业态, 检查日期, count(*) as 次, sum(严重) as 严 from 检 group by 业态, 检查日期
), 业 as (
    select 业态, 检查日期, lag(检查日期) over (partition by 业态 order by 检查日期) as 日,
           sum(次) over (partition by 业态 order by 检查日期 rows between unbounded preceding and 1 preceding) as 次,
           sum(严) over (partition by 业态 order by 检查日期 rows between unbounded preceding and 1 preceding) as 严
    from 业态日
), 同名日 as (
    select 店名, 检查日期, count(*) as 次, sum(严重) as 严 from 检 group by 店名, 检查日期
), 名 as (
    select 店名, 检查日期, lag(检查日期) over (partition by 店名 order by 检查日期) as 日,
           sum(次) over (partition by 店名 order by 检查日期 rows between unbounded preceding and 1 preceding) as 次,
           sum(严) over (partition by 店名 order by 检查日期 rows between unbounded preceding and 1 preceding) as 严
    from 同名日
), 同址日 as (
    select 地址, 检查日期, count(*) as 次, sum(严重) as 严 from 检 group by 地址, 检查日期
), 址 as (
    select 地址, 检查日期, lag(检查日期) over (partition by 地址 order by 检查日期) as 日,
           sum(次) over (partition by 地址 order by 检查日期 rows between unbounded preceding and 1 preceding) as 次,
           sum(严) over (partition by 地址 order by 检查日期 rows between unbounded preceding and 1 preceding) as 严
    from 同址日
), 派 as (
    select 检.编号, 检.检查日期, 检.严重, a.检查员 from 检 join standard.检查员 a on a.编号 = 检.编号
), 员日 as (
    select 检查员, 检查日期, count(*) as 次, sum(严重) as 严 from 派 group by 检查员, 检查日期
), 员 as (
    select 检查员, 检查日期, lag(检查日期) over (partition by 检查员 order by 检查日期) as 日,
           sum(次) over (partition by 检查员 order by 检查日期 rows between unbounded preceding and 1 preceding) as 次,
           sum(严) over (partition by 检查员 order by 检查日期 rows between unbounded preceding and 1 preceding) as 严
    from 员日
), 天 as (
    select 日期, lag(日期) over (order by 日期) as 前一日, lag(最高气温) over (order by 日期) as 最高气温 from standard.天气
)
select 检.编号, 检.店名, 检.许可证号, 检.业态, 检.风险等级, 检.邮编, 派.检查员, 检.检查日期, 检.严重, 天.前一日, 天.前一日 as 气温日,
       店.上次检查, 店.上次严重, 店.上次较重, 店.上次轻微, 店.上次未通过, 店.次 as 检查次数, (店.严 + 3 * 全.率) / (店.次 + 3) as 历史严重率,
       datediff('day', 店.上次检查, 检.检查日期) as 距上次天数,
       datediff('day', l.首次许可, 检.检查日期) / 365.25 as 经营年数, l.卖烟, l.卖酒, 天.最高气温,
       coalesce(业.日, 全.全市日) as 业态日, (coalesce(业.严, 0) + 40 * 全.率) / (coalesce(业.次, 0) + 40) as 业态严重率,
       coalesce(名.日, 全.全市日) as 同名日, (coalesce(名.严, 0) + 5 * 全.率) / (coalesce(名.次, 0) + 5) as 同名严重率,
       coalesce(址.日, 全.全市日) as 同址日, (coalesce(址.严, 0) + 5 * 全.率) / (coalesce(址.次, 0) + 5) as 同址严重率,
       coalesce(员.日, 全.全市日) as 检查员日, (coalesce(员.严, 0) + 40 * 全.率) / (coalesce(员.次, 0) + 40) as 检查员严重率
from 检
join 店 on 店.许可证号 = 检.许可证号 and 店.检查日期 = 检.检查日期
join 全 on 全.检查日期 = 检.检查日期
left join standard.食品许可 l on l.编号 = 检.编号
left join 业 on 业.业态 = 检.业态 and 业.检查日期 = 检.检查日期
left join 名 on 名.店名 = 检.店名 and 名.检查日期 = 检.检查日期
left join 址 on 址.地址 = 检.地址 and 址.检查日期 = 检.检查日期
left join 派 on 派.编号 = 检.编号
left join 员 on 员.检查员 = 派.检查员 and 员.检查日期 = 检.检查日期
left join 天 on 天.日期 = 检.检查日期
