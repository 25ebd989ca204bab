/*
title: {zh: 无证据, en: No evidence}
clause: 第一条
subject: 身份证号
subject_kind: person
reason: 有问题
score: {base: 0}
rows: {min: 0, max: 9}
*/
select 身份证号 from standard.低保发放
