/*
title: {zh: 比产值早知道的信号, en: What is known before the product}
columns: {序列: text, 粒度: text, 期: date, 公布日: date, 值: number}
key: [序列, 期, 公布日]
not_null: [序列, 粒度, 期, 公布日]
rows: {min: 0, max: 1000000}
*/
-- 日、周、月混在一起，每个数都带着它哪一天才看得到。用电量第二天一早就有。
select '用电量' as 序列, '日' as 粒度, 日期 as 期, 日期 + 1 as 公布日, max(电量) as 值
from standard.用电量
where 日期 + 1 < as_of()
group by 日期
union all
select '开票额', '周', 周一, 公布日, max(金额)
from standard.开票额
where 公布日 < as_of()
group by 周一, 公布日
union all
select '货运量', '月', make_date(年, 月, 1), 公布日, max(货运量)
from standard.货运量
where 公布日 < as_of()
group by 年, 月, 公布日
union all
select '税收收入', '月', 期, max(公布日), round(sum(金额), 3)
from economy.月收支
where 收支 = '收入' and 科目 <> '非税收入'
group by 期
