/*
title: {zh: 短的来信, en: Short letters}
columns: {编号: code, 内容: text}
rows: {min: 0, max: 100000}
*/
select 编号, 内容 from standard.来信 where length(内容) < 20
