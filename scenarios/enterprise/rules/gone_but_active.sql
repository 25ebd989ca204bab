/*
title: {zh: 注销吊销后仍在经营, en: Active after it was struck off}
clause: 《中华人民共和国市场主体登记管理条例》第三十一条、第三十四条（终止须申请注销登记，清算期间不得开展与清算无关的经营活动）
subject: 信用代码
subject_kind: company
region: 区划
reason: "{企业名称}于{退出日期}{登记状态}，此后又有{种类数}类{次数}次经营活动：参保{参保}次、用电{用电}次、中标{中标}次，最近一次在{最近}"
score:
  base: -2
  signals:
    - {when: 中标 > 0, weight: 2.5, because: {zh: 退出后中标, en: won a bid after it was struck off}}
    - {when: 种类数 >= 2, weight: 1.5, because: {zh: 两类以上的活动互相印证, en: two kinds of activity agree}}
    - {when: 隔天数 > 180, weight: 1.0, because: {zh: 最近一次离退出半年以上, en: half a year or more after}}
    - {when: 隔天数 <= 90, weight: -2.0, because: {zh: 退出不足三个月，可能是清算善后, en: "within three months, perhaps winding up"}}
    - {when: 名称不同 > 0, weight: -0.5, because: {zh: 有的记录名称写法不同，靠归并认定, en: "some records write the name otherwise and were matched"}}
rows: {min: 0, max: 10000}
*/
with 退 as (
    select 信用代码, min(企业名称) as 企业名称, min(登记状态) as 登记状态, min(退出日期) as 退出日期
    from standard.企业登记
    where 退出日期 is not null and 信用代码 is not null
    group by 信用代码
), 后 as (
    select 退.信用代码, 退.企业名称, 退.登记状态, 退.退出日期, a.种类, a.日期, a.名称, a.来源, a._batch, a._row
    from 退
    join enterprise.经营活动 a on a.信用代码 = 退.信用代码 and a.日期 > 退.退出日期
), 数 as (
    select 信用代码, count(*) as 次数, sum(case when 种类 = '参保' then 1 else 0 end) as 参保,
           sum(case when 种类 = '用电' then 1 else 0 end) as 用电, sum(case when 种类 = '中标' then 1 else 0 end) as 中标,
           max(日期) as 最近, sum(case when 名称 <> 企业名称 then 1 else 0 end) as 名称不同
    from 后
    group by 信用代码
), 证 as (
    select 后.信用代码, evidence(g) as 企业登记, evidence(i) as 参保单位, evidence(p) as 用电户, evidence(b) as 中标结果
    from 后
    join standard.企业登记 g on g.信用代码 = 后.信用代码
    left join standard.参保单位 i on 后.来源 = '参保单位' and i._batch = 后._batch and i._row = 后._row
    left join standard.用电户 p on 后.来源 = '用电户' and p._batch = 后._batch and p._row = 后._row
    left join standard.中标结果 b on 后.来源 = '中标结果' and b._batch = 后._batch and b._row = 后._row
    group by 后.信用代码
)
select 退.信用代码, 退.企业名称, 退.登记状态, 退.退出日期, 数.次数, 数.参保, 数.用电, 数.中标, 数.最近, 数.名称不同,
       least(数.参保, 1) + least(数.用电, 1) + least(数.中标, 1) as 种类数,
       datediff('day', 退.退出日期, 数.最近) as 隔天数, 在.区划, 证.企业登记, 证.参保单位, 证.用电户, 证.中标结果
from 退
join 数 on 数.信用代码 = 退.信用代码
join 证 on 证.信用代码 = 退.信用代码
left join enterprise.企业所在 在 on 在.信用代码 = 退.信用代码
