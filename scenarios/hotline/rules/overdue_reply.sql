/*
title: {zh: 答复超期, en: Reply later than promised}
clause: 《信访工作条例》第三十四条（自受理之日起六十日内办结）
subject: 编号
subject_kind: issue
reason: "来信{编号}于{来信日期}收到，{答复日期}才答复，用了{用时}日，超过{期限}日的期限{超期}日"
score:
  base: 1.5
  signals:
    - {when: 超期 > 60, weight: 1.5, because: {zh: 超期两个月以上, en: more than two months late}}
    - {when: 超期 <= 10, weight: -1.0, because: {zh: 只超了十日以内，可能是受理日晚于来信日, en: "ten days late at most: taken up later than written, perhaps"}}
rows: {min: 0, max: 100000}
*/
select r.编号, r.来信日期, r.答复日期, datediff('day', r.来信日期, r.答复日期) as 用时,
       parameter(答复期限, r.来信日期) as 期限,
       datediff('day', r.来信日期, r.答复日期) - parameter(答复期限, r.来信日期) as 超期, evidence(r) as 答复
from standard.来信答复 r
where datediff('day', r.来信日期, r.答复日期) > parameter(答复期限, r.来信日期)
group by r.编号, r.来信日期, r.答复日期
