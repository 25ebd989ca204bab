/*
title: {zh: 死亡后继续领取, en: Paid after death}
clause: 《示例市高龄津贴办法》（虚构）第七条 享受人死亡的，自次月起停发
subject: 身份证号
subject_kind: person
reason: "{姓名}于{死亡日期}死亡，之后仍领取高龄津贴{笔数}笔，共{金额}元"
amount: 金额
score:
  base: -1.0
  signals:
    - {when: 姓名相符, weight: 2.0, because: {zh: 姓名与死亡登记一致, en: the name agrees with the death register}}
    - {when: 笔数 <= 1, weight: -1.5, because: {zh: 只有一笔，可能是登记迟报, en: "one payment only, perhaps a late notice"}}
rows: {min: 0, max: 1000}
*/
select p.身份证号, p.姓名, d.死亡日期, (p.姓名 = d.姓名) as 姓名相符,
  count(*) as 笔数, sum(p.金额) as 金额, evidence(p) as 发放记录, evidence(d) as 死亡登记
from old_age.发放 p
join standard.死亡登记 d on p.身份证号 = d.身份证号
where datediff('day', d.死亡日期, p.日期) > parameter(死亡登记宽限天数, p.日期)
group by p.身份证号, p.姓名, d.死亡日期, d.姓名
