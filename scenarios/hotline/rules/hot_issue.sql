/*
title: {zh: 热点问题, en: Hot issue}
clause: 《信访工作条例》第三十六条（对群众反映集中的问题及时研判、会商）
subject: 议题
subject_kind: issue
reason: "{地点}{谁}反映{事项}：{首次}至{最近}，{人数}人来信{件数}件，净支持{净支持}，热度{热度}，列第{名次}位；建议{部门}办理。如《{代表来信}》"
region: 区划
score:
  base: 0.5
  signals:
    - {when: 人数 >= 10, weight: 1.5, because: {zh: 十人以上分别来信, en: ten or more people wrote}}
    - {when: 人数 >= 20, weight: 2.0, because: {zh: 二十人以上分别来信, en: twenty or more people wrote}}
    - {when: 近期来信, weight: 0.5, because: {zh: 近九十日内还有来信, en: there were messages in the last ninety days}}
    - {when: 跨越月数 >= 6, weight: 0.5, because: {zh: 半年以上没有平息, en: going on for half a year}}
    - {when: 多为转抄, weight: -0.5, because: {zh: 多数来信是同一封的转抄, en: most messages are copies of one}}
    - {when: 多个部门, weight: -0.5, because: {zh: 来信分属多个部门，可能混入了别的事, en: messages fall under several departments}}
rows: {min: 0, max: 200}
*/
with 热 as (
    select * from hotline.议题 where 名次 <= parameter(热点个数)
), 部门 as (
    select m.议题, d.部门, count(*) as 件数,
           row_number() over (partition by m.议题 order by count(*) desc, d.部门) as 序
    from hotline.来信 m
    join hotline.建议部门 d on d.编号 = m.编号
    where d.部门 is not null
    group by m.议题, d.部门
), 代表 as (
    select 议题, min(主题) as 主题 from hotline.来信打码 where 代表 group by 议题
), 区 as (
    select 热.议题, r.code, row_number() over (partition by 热.议题 order by length(r.name) desc, r.code) as 序
    from 热
    join hotline.本地区划 r on strpos(热.地点, r.name) = 1
), 证 as (
    select 热.议题, evidence(m) as 来信
    from 热
    join hotline.归并 g on g.议题 = 热.议题
    join standard.来信 m on m.编号 = g.编号
    group by 热.议题
)
select 热.议题, 热.地点, coalesce(热.人群, '群众') as 谁, coalesce(热.事项, '同一件事') as 事项, 热.首次, 热.最近, 热.人数, 热.件数,
       热.净支持, 热.热度, 热.名次, 热.跨越月数, coalesce(部门.部门, '热线办') as 部门, 代表.主题 as 代表来信,
       datediff('day', 热.最近, as_of()) <= 90 as 近期来信, 热.不同说法 * 2 < 热.件数 as 多为转抄,
       coalesce(部门.件数, 0) * 2 < 热.件数 as 多个部门, 区.code as 区划, 证.来信
from 热
join 证 on 证.议题 = 热.议题
left join 部门 on 部门.议题 = 热.议题 and 部门.序 = 1
left join 代表 on 代表.议题 = 热.议题
left join 区 on 区.议题 = 热.议题 and 区.序 = 1
