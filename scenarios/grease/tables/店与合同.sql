/*
title: {zh: 每家店的合同，按许可证号、换证前编号或同区划同名对上, en: Contracts of restaurants}
columns: {许可证号: code, 合同编号: code, 起始日期: date, 终止日期: date, 在期: yes_no, 对上: text, _batch: text, _row: integer}
key: [许可证号, 合同编号]
rows: {min: 0, max: 1000000}
*/
-- 同一份合同和同一家店只算一次，最可靠的对法在先。备案里的编号常多出空格、连字符，只比字母和数字。
with 对 as (
    select s.许可证号, c.合同编号, c.起始日期, c.终止日期, c._batch, c._row,
           case when upper(regexp_replace(c.许可证号, '[^A-Za-z0-9]', '', 'g')) = s.许可证号 then '许可证号'
                when upper(regexp_replace(c.许可证号, '[^A-Za-z0-9]', '', 'g')) = s.原许可证号 then '换证前编号'
                else '同名' end as 对上
    from grease.应收运 s
    join standard.油脂收运合同 c on upper(regexp_replace(c.许可证号, '[^A-Za-z0-9]', '', 'g')) in (s.许可证号, s.原许可证号)
         or (c.许可证号 is null and c.区划 = s.区划 and replace(c.产生单位, ' ', '') = replace(s.店名, ' ', ''))
)
select 对.许可证号, 对.合同编号, 对.起始日期, 对.终止日期, 对.起始日期 <= as_of() and (对.终止日期 is null or 对.终止日期 >= as_of()) as 在期,
       对.对上, 对._batch, 对._row
from 对
