/*
title: {zh: 超标, en: Over the standard}
subject: 身份证
subject_kind: people
identity: [月分]
reason: "{姓名}领取{金额}元，见{证据}"
score:
  base: "-1"
  signals:
    - {when: 金额 >, weight: 1, because: {zh: 大, en: big}}
    - {when: 金而 > 3, weight: 1, because: {zh: 大}}
    - {when: 金额 > parameter(年线), weight: 1, because: {zh: 大, en: big}}
    - {when: 金额 ilike 'x', weight: 1, because: {zh: 大, en: big}}
rows: {min: 0, max: 9}
*/
select t.身份证号, t.月份, t.金额, evidence(t) as 证据, evidence(x) as 证据二,
  parameter(月标住, t.月份) as 标准, as_of(1) as 今天
from benefits.汇总 t
group by t.身份证号, t.月份, t.金额
