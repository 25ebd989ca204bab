/*
title: {zh: 每个编号一封来信, en: One message of each number}
columns: {编号: code, 用户: code, 主题: text, 日期: date, 内容: text, 点赞: integer, 反对: integer, _batch: text, _row: integer}
key: [编号]
not_null: [编号]
rows: {min: 1, max: 5000000}
*/
-- 相邻两次导出常有同一封：一个编号取最先到的一行，重复的由质量规则另外报出。
with 序 as (
    select 编号, 用户, 主题, 日期, 内容, 点赞, 反对, _batch, _row,
           row_number() over (partition by 编号 order by 日期, _batch, _row) as 次
    from standard.来信
    where 编号 is not null
)
select 编号, 用户, 主题, 日期, 内容, 点赞, 反对, _batch, _row
from 序
where 次 = 1
