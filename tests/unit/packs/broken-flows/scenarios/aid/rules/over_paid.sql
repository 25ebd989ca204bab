/*
title: {zh: 超标, en: Over paid}
clause: 《办法》第一条
subject: 身份证号
subject_kind: person
reason: "领取{金额}元"
region: 区划
amount: 金钱
score: {base: 0.0}
rows: {min: 0, max: 10}
*/
select t.身份证号, t.金额, evidence(t) as 证据 from standard.发放 t group by t.身份证号, t.金额
