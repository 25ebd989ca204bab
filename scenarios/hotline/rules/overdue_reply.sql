/*
title: {zh: 答复超期, en: Reply later than promised}
clause: 《信访工作条例》第三十四条（自受理之日起六十日内办结）；参照《民法典》第二百零三条（最后一日是法定休假日的，以休假日结束的次日为最后一日）
subject: 编号
subject_kind: issue
reason: "来信{编号}于{来信日期}收到，期限{期限}日，到期日{到期日}，{答复日期}才答复，用了{用时}日，超期{超期}日"
region: 区划
score:
  base: 1.5
  signals:
    - {when: 超期 > 60, weight: 1.5, because: {zh: 超期两个月以上, en: more than two months late}}
    - {when: 超期 <= 10, weight: -1.0, because: {zh: 只超了十日以内，可能是受理日晚于来信日, en: "ten days late at most: taken up later than written, perhaps"}}
rows: {min: 0, max: 100000}
*/
-- 六十日按日历日计；最后一日不上班的，顺延到下一个工作日。
with 期 as (
    select r.编号, r.来信日期, r.答复日期, parameter(答复期限, r.来信日期) as 期限,
           deadline(r.来信日期, parameter(答复期限, r.来信日期)) as 到期日, r._batch, r._row
    from standard.来信答复 r
), 超期 as (
    select 期.编号, 期.来信日期, 期.答复日期, 期.期限, 期.到期日, datediff('day', 期.来信日期, 期.答复日期) as 用时,
           datediff('day', 期.到期日, 期.答复日期) as 超期, evidence(期) as 答复
    from 期
    where 期.答复日期 > 期.到期日
    group by 期.编号, 期.来信日期, 期.答复日期, 期.期限, 期.到期日
), 区 as (
    select t.编号, t.来信日期, t.答复日期, q.code,
           row_number() over (partition by t.编号, t.来信日期, t.答复日期 order by length(q.name) desc, q.code) as 序
    from 超期 t
    join hotline.来信 m on m.编号 = t.编号
    join hotline.本地区划 q on strpos(m.地点, q.name) = 1
)
select t.编号, t.来信日期, t.答复日期, t.用时, t.期限, t.到期日, t.超期, q.code as 区划, t.答复
from 超期 t
left join 区 q on q.编号 = t.编号 and q.来信日期 = t.来信日期 and q.答复日期 = t.答复日期 and q.序 = 1
