/*
title: {zh: 一日领取两次, en: Paid twice on a day}
clause: 《溪石市高龄津贴办法》（虚构）第五条 高龄津贴按月发放一次
subject: 身份证号
subject_kind: person
identity: [发放日期]
reason: "{姓名}在{发放日期}领取高龄津贴{笔数}笔"
score: {base: 0.5}
rows: {min: 0, max: 1000}
*/
select p.身份证号, p.姓名, p.发放日期, count(*) as 笔数, evidence(p) as 发放记录
from standard.高龄津贴发放 p
group by p.身份证号, p.姓名, p.发放日期
having count(*) > 1
