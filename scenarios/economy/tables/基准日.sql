/*
title: {zh: 站在哪一天看, en: The day from which it is looked at}
columns: {基准日: date}
key: [基准日]
rows: {min: 1, max: 1}
*/
select as_of() as 基准日
