/*
title: {zh: 每封来信办到哪里, en: How each message was handled}
columns:
  {编号: code, 用户: code, 日期: date, 分类: text, 部门: text, 区划: region_code, 人群: text, 议题: code, 转人工: yes_no, 点赞: integer, 反对: integer, 答复日期: date, 用时: integer, 用时工作日: integer, 超期: yes_no, _batch: text, _row: integer}
key: [_batch, _row]
not_null: [编号, 分类, 转人工]
rows: {min: 1, max: 5000000}
*/
-- 指标从这张表数：没有正文、主题、姓名、电话。县区按地点开头的名字认，只写到市的不归任何县区；超期与规则 overdue_reply 同一算法。
with 县区 as (
    select m.编号, max(r.code) as 区划
    from hotline.来信 m
    join hotline.本地区划 r on r.level = 'county' and strpos(m.地点, r.name) = 1
    group by m.编号
), 答 as (
    select 编号, max(答复日期) as 答复日期 from standard.来信答复 group by 编号
)
select m.编号, m.用户, m.日期, m.分类, b.部门, z.区划, m.人群, m.议题, m.转人工, m.点赞, m.反对, a.答复日期,
       datediff('day', m.日期, a.答复日期) as 用时, working_days_between(m.日期, a.答复日期) as 用时工作日,
       a.答复日期 > deadline(m.日期, parameter(答复期限, m.日期)) as 超期, m._batch, m._row
from hotline.来信 m
left join hotline.建议部门 b on b.编号 = m.编号
left join 县区 z on z.编号 = m.编号
left join 答 a on a.编号 = m.编号
