/*
title: {zh: 来信及其分类、归并, en: Messages with label and issue}
columns:
  {编号: code, 用户: code, 主题: text, 日期: date, 内容: text, 点赞: integer, 反对: integer, 分类: text, 把握: number, 转人工: yes_no, 议题: code, 地点: text, 人群: text, 事项: text, 代表: yes_no, 首次编号: code, _batch: text, _row: integer}
key: [编号]
not_null: [编号, 议题, 分类]
rows: {min: 1, max: 5000000}
*/
select m.编号, coalesce(m.用户, m.编号) as 用户, m.主题, m.日期, m.内容, coalesce(m.点赞, 0) as 点赞, coalesce(m.反对, 0) as 反对,
       c.分类, c.把握, c.转人工, g.议题, g.地点, g.人群, g.事项, g.代表, d.首次编号, m._batch, m._row
from hotline.每信 m
join hotline.分类 c on c.编号 = m.编号
join hotline.归并 g on g.编号 = m.编号
join hotline.重复 d on d.编号 = m.编号
