-- What handwritten.sql leaves out, kept by hand as a good engineer would if asked to: run after it, in the same
-- database. Every column of every source typed and checked into a table of its own with its row's number; what is
-- wrong with a row, column by column; per finding the rows it rests on and a sentence. Still left out: which way a
-- value is invalid, Luhn digits, scores, signals for and against, keyed ids, entities, lineage, grades, encryption,
-- records of steps, and any means to take up after a kill or to do again only what changed.

-- 1. The id numbers that no rule needed

create temp table written as
select distinct x from (
    select 经办人身份证号 as x from '三资合同.parquet'
    union all select 审批人身份证号 from '三资收支.parquet'
    union all select 身份证号 from '享受备案.parquet'
    union all select 身份证号 from '党员.parquet'
    union all select 身份证号 from '核查结果.parquet'
    union all select 证件号码 from '残疾登记.parquet'
    union all select 社会保障号码 from '生存认证.parquet'
    union all select 被监护人身份证号 from '监护登记.parquet'
    union all select 监护人身份证号 from '监护登记.parquet'
    union all select 经办人身份证号 from '资金审批.parquet'
    union all select 更正后号码 from '身份更正.parquet'
    union all select 原号码 from '身份更正.parquet'
) where x <> '' and x not in (select x from mended);

insert into mended
with body as (
    select x, case when regexp_matches(x, '^[0-9]{17}[0-9X]$') then x else narrow(upper(x)) end as n from written
), long as (
    select x, case when length(n) = 15 and regexp_matches(n, '^[0-9]{15}$')
                   then long_body(n) || check_character(long_body(n))
                   when regexp_matches(n, '^[0-9]{17}[0-9X]$') then n end as n
    from body
), judged as (
    select l.x, case when substr(l.n, 18, 1) = check_character(l.n)
                          and born(l.n) between date '1880-01-01' and date '2026-06-30'
                          and c.code is not null and (c.until is null or c.until >= born(l.n)) then l.n end as id
    from long l left join county c on c.code = substr(l.n, 1, 6)
)
select x, id from judged where id is distinct from x;

-- 2. Every source, typed and checked

create macro wrong(name, typed, written) as
    case when typed is null and trim(written) <> '' then name || '=' || written end;

create table 三资合同 as
with typed as (
    select file_row_number as row, nullif(trim(r.合同编号), '') as 合同编号, nullif(trim(r.村), '') as 村,
           nullif(trim(r.资产名称), '') as 资产名称, person(r.承包人) as 姓名, id(r.承包人身份证号, m0.x, m0.id) as 身份证号,
           yuan(r.年租金) as 年租金, yuan(r.底价) as 底价, day(r.签订日期) as 签订日期, try_cast(trim(r.期限年) as bigint) as 期限年,
           try_cast(trim(r.流标次数) as bigint) as 流标次数, nullif(trim(r.公开招标), '') as 公开招标,
           id(r.经办人身份证号, m1.x, m1.id) as 经办人身份证号,
           r.承包人 as w0, r.承包人身份证号 as w1, r.年租金 as w2, r.底价 as w3, r.签订日期 as w4, r.期限年 as w5, r.流标次数 as w6,
           r.经办人身份证号 as w7
    from read_parquet('三资合同.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.承包人身份证号
    left join mended m1 on m1.x = r.经办人身份证号
)
select * exclude (w0, w1, w2, w3, w4, w5, w6, w7),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('年租金', 年租金, w2), wrong('底价', 底价, w3),
       wrong('签订日期', 签订日期, w4), wrong('期限年', 期限年, w5), wrong('流标次数', 流标次数, w6),
       wrong('经办人身份证号', 经办人身份证号, w7)), '') as wrong
from typed;

create table 三资收支 as
with typed as (
    select file_row_number as row, nullif(trim(r.村), '') as 村, nullif(trim(r.摘要), '') as 摘要,
           person(r.收款人) as 姓名, id(r.收款人身份证号, m0.x, m0.id) as 身份证号, yuan(r.支出金额) as 金额, day(r.记账日期) as 日期,
           person(r.审批人) as 审批人, id(r.审批人身份证号, m1.x, m1.id) as 审批人身份证号, nullif(trim(r.决议编号), '') as 决议编号,
           nullif(trim(r.票据号), '') as 票据号,
           r.收款人 as w0, r.收款人身份证号 as w1, r.支出金额 as w2, r.记账日期 as w3, r.审批人 as w4, r.审批人身份证号 as w5
    from read_parquet('三资收支.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.收款人身份证号
    left join mended m1 on m1.x = r.审批人身份证号
)
select * exclude (w0, w1, w2, w3, w4, w5),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('金额', 金额, w2), wrong('日期', 日期, w3),
       wrong('审批人', 审批人, w4), wrong('审批人身份证号', 审批人身份证号, w5)), '') as wrong
from typed;

create table 不动产 as
with typed as (
    select file_row_number as row, nullif(trim(r.不动产单元号), '') as 单元号, person(r.权利人) as 姓名,
           id(r.证件号, m0.x, m0.id) as 身份证号, nullif(trim(r.坐落), '') as 坐落, try_cast(trim(r.建筑面积) as double) as 面积,
           nullif(trim(r.共有比例), '') as 共有比例, day(r.登簿日期) as 登记日期, nullif(trim(r.权属状态), '') as 状态,
           r.权利人 as w0, r.证件号 as w1, r.建筑面积 as w2, r.登簿日期 as w3
    from read_parquet('不动产.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.证件号
)
select * exclude (w0, w1, w2, w3),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('面积', 面积, w2), wrong('登记日期', 登记日期, w3)), '') as wrong
from typed;

create table 享受备案 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.身份证号, m0.x, m0.id) as 身份证号, day(r.备案日期) as 备案日期,
           nullif(trim(r.备案单位), '') as 备案单位,
           r.姓名 as w0, r.身份证号 as w1, r.备案日期 as w2
    from read_parquet('享受备案.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.身份证号
)
select * exclude (w0, w1, w2),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('备案日期', 备案日期, w2)), '') as wrong
from typed;

create table 亲属申报 as
with typed as (
    select file_row_number as row, person(r.干部姓名) as 干部姓名, id(r.干部身份证号, m0.x, m0.id) as 干部身份证号,
           person(r.亲属姓名) as 亲属姓名, id(r.亲属身份证号, m1.x, m1.id) as 亲属身份证号, nullif(trim(r.关系), '') as 关系,
           nullif(trim(r.亲属所在村), '') as 村,
           r.干部姓名 as w0, r.干部身份证号 as w1, r.亲属姓名 as w2, r.亲属身份证号 as w3
    from read_parquet('亲属申报.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.干部身份证号
    left join mended m1 on m1.x = r.亲属身份证号
)
select * exclude (w0, w1, w2, w3),
       nullif(concat_ws('；', wrong('干部姓名', 干部姓名, w0), wrong('干部身份证号', 干部身份证号, w1), wrong('亲属姓名', 亲属姓名, w2),
       wrong('亲属身份证号', 亲属身份证号, w3)), '') as wrong
from typed;

create table 企业任职 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.证件号码, m0.x, m0.id) as 身份证号,
           nullif(trim(r.企业名称), '') as 企业名称, nullif(trim(r.统一社会信用代码), '') as 信用代码, nullif(trim(r.职务), '') as 职务,
           yuan(r.认缴出资额) as 认缴, nullif(trim(r.登记状态), '') as 登记状态, nullif(trim(r.企业类型), '') as 企业类型,
           try_cast(trim(r.参保人数) as bigint) as 参保人数,
           r.姓名 as w0, r.证件号码 as w1, r.认缴出资额 as w2, r.参保人数 as w3
    from read_parquet('企业任职.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.证件号码
)
select * exclude (w0, w1, w2, w3),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('认缴', 认缴, w2), wrong('参保人数', 参保人数, w3)), '') as wrong
from typed;

create table 低保五保发放 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.证件号码, m0.x, m0.id) as 身份证号,
           nullif(trim(r.所属村), '') as 村, nullif(trim(r.救助类别), '') as 类别, yuan(r.发放金额) as 金额, day(r.发放日期) as 日期,
           account(r.银行账号) as 账号, nullif(trim(r.备注), '') as 备注,
           r.姓名 as w0, r.证件号码 as w1, r.发放金额 as w2, r.发放日期 as w3, r.银行账号 as w4
    from read_parquet('低保五保发放.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.证件号码
)
select * exclude (w0, w1, w2, w3, w4),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('金额', 金额, w2), wrong('日期', 日期, w3),
       wrong('账号', 账号, w4)), '') as wrong
from typed;

create table 党员 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.身份证号, m0.x, m0.id) as 身份证号, day(r.入党日期) as 入党日期,
           nullif(trim(r.所在支部), '') as 所在支部,
           r.姓名 as w0, r.身份证号 as w1, r.入党日期 as w2
    from read_parquet('党员.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.身份证号
)
select * exclude (w0, w1, w2),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('入党日期', 入党日期, w2)), '') as wrong
from typed;

create table 公租房补贴 as
with typed as (
    select file_row_number as row, person(r.申请人姓名) as 姓名, id(r.公民身份号码, m0.x, m0.id) as 身份证号, yuan(r.补贴金额) as 金额,
           day(r.发放时间) as 日期, account(r.开户账号) as 账号, nullif(trim(r.备注), '') as 备注,
           r.申请人姓名 as w0, r.公民身份号码 as w1, r.补贴金额 as w2, r.发放时间 as w3, r.开户账号 as w4
    from read_parquet('公租房补贴.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.公民身份号码
)
select * exclude (w0, w1, w2, w3, w4),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('金额', 金额, w2), wrong('日期', 日期, w3),
       wrong('账号', 账号, w4)), '') as wrong
from typed;

create table 公职人员 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.公民身份号码, m0.x, m0.id) as 身份证号,
           nullif(trim(r.工作单位), '') as 单位, nullif(trim(r.编制类型), '') as 编制类型, day(r.入职日期) as 任职日期,
           day(r.离职日期) as 离任日期,
           r.姓名 as w0, r.公民身份号码 as w1, r.入职日期 as w2, r.离职日期 as w3
    from read_parquet('公职人员.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.公民身份号码
)
select * exclude (w0, w1, w2, w3),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('任职日期', 任职日期, w2), wrong('离任日期', 离任日期, w3)), '') as wrong
from typed;

create table 农资补贴 as
with typed as (
    select file_row_number as row, nullif(trim(r.村), '') as 村, person(r.户主姓名) as 姓名,
           id(r.身份证号码, m0.x, m0.id) as 身份证号, yuan(r.补贴金额) as 金额, day(r.拨付日期) as 日期, account(r.一卡通账号) as 账号,
           nullif(trim(r.备注), '') as 备注,
           r.户主姓名 as w0, r.身份证号码 as w1, r.补贴金额 as w2, r.拨付日期 as w3, r.一卡通账号 as w4
    from read_parquet('农资补贴.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.身份证号码
)
select * exclude (w0, w1, w2, w3, w4),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('金额', 金额, w2), wrong('日期', 日期, w3),
       wrong('账号', 账号, w4)), '') as wrong
from typed;

create table 危房改造补助 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.身份证号码, m0.x, m0.id) as 身份证号,
           nullif(trim(r.住房地址), '') as 地址, yuan(r.补助金额) as 金额, day(r.拨付日期) as 日期, account(r.银行账号) as 账号,
           nullif(trim(r.备注), '') as 备注,
           r.姓名 as w0, r.身份证号码 as w1, r.补助金额 as w2, r.拨付日期 as w3, r.银行账号 as w4
    from read_parquet('危房改造补助.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.身份证号码
)
select * exclude (w0, w1, w2, w3, w4),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('金额', 金额, w2), wrong('日期', 日期, w3),
       wrong('账号', 账号, w4)), '') as wrong
from typed;

create table 户籍 as
with typed as (
    select file_row_number as row, nullif(trim(r.户号), '') as 户号, person(r.姓名) as 姓名,
           id(r.公民身份号码, m0.x, m0.id) as 身份证号, nullif(trim(r.与户主关系), '') as 与户主关系, nullif(trim(r.所属村), '') as 村,
           nullif(trim(r.住址), '') as 地址, day(r.迁出日期) as 迁出日期,
           r.姓名 as w0, r.公民身份号码 as w1, r.迁出日期 as w2
    from read_parquet('户籍.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.公民身份号码
)
select * exclude (w0, w1, w2),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('迁出日期', 迁出日期, w2)), '') as wrong
from typed;

create table 村干部 as
with typed as (
    select file_row_number as row, nullif(trim(r.村), '') as 村, person(r.姓名) as 姓名,
           id(r.身份证号, m0.x, m0.id) as 身份证号, nullif(trim(r.职务), '') as 职务, day(r.任职日期) as 任职日期,
           day(r.离任日期) as 离任日期,
           r.姓名 as w0, r.身份证号 as w1, r.任职日期 as w2, r.离任日期 as w3
    from read_parquet('村干部.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.身份证号
)
select * exclude (w0, w1, w2, w3),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('任职日期', 任职日期, w2), wrong('离任日期', 离任日期, w3)), '') as wrong
from typed;

create table 核查结果 as
with typed as (
    select file_row_number as row, nullif(trim(r.规则), '') as 规则, person(r.姓名) as 姓名,
           id(r.身份证号, m0.x, m0.id) as 身份证号, nullif(trim(r.结论), '') as 结论, yuan(r.涉及金额) as 金额,
           day(r.核查日期) as 核查日期,
           r.姓名 as w0, r.身份证号 as w1, r.涉及金额 as w2, r.核查日期 as w3
    from read_parquet('核查结果.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.身份证号
)
select * exclude (w0, w1, w2, w3),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('金额', 金额, w2), wrong('核查日期', 核查日期, w3)), '') as wrong
from typed;

create table 死亡登记 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.公民身份号码, m0.x, m0.id) as 身份证号, day(r.死亡日期) as 死亡日期,
           day(r.注销日期) as 登记日期,
           r.姓名 as w0, r.公民身份号码 as w1, r.死亡日期 as w2, r.注销日期 as w3
    from read_parquet('死亡登记.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.公民身份号码
)
select * exclude (w0, w1, w2, w3),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('死亡日期', 死亡日期, w2), wrong('登记日期', 登记日期, w3)), '') as wrong
from typed;

create table 残疾登记 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.证件号码, m0.x, m0.id) as 身份证号,
           nullif(trim(r.残疾等级), '') as 残疾等级, day(r.发证日期) as 发证日期,
           r.姓名 as w0, r.证件号码 as w1, r.发证日期 as w2
    from read_parquet('残疾登记.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.证件号码
)
select * exclude (w0, w1, w2),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('发证日期', 发证日期, w2)), '') as wrong
from typed;

create table 生存认证 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.社会保障号码, m0.x, m0.id) as 身份证号, day(r.认证日期) as 认证日期,
           nullif(trim(r.方式), '') as 方式,
           r.姓名 as w0, r.社会保障号码 as w1, r.认证日期 as w2
    from read_parquet('生存认证.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.社会保障号码
)
select * exclude (w0, w1, w2),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('认证日期', 认证日期, w2)), '') as wrong
from typed;

create table 监护登记 as
with typed as (
    select file_row_number as row, person(r.被监护人) as 姓名, id(r.被监护人身份证号, m0.x, m0.id) as 身份证号,
           id(r.监护人身份证号, m1.x, m1.id) as 监护人身份证号, nullif(trim(r.事由), '') as 事由, day(r.起始日期) as 起始日期,
           r.被监护人 as w0, r.被监护人身份证号 as w1, r.监护人身份证号 as w2, r.起始日期 as w3
    from read_parquet('监护登记.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.被监护人身份证号
    left join mended m1 on m1.x = r.监护人身份证号
)
select * exclude (w0, w1, w2, w3),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('监护人身份证号', 监护人身份证号, w2), wrong('起始日期', 起始日期, w3)), '') as wrong
from typed;

create table 社保 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.社会保障号码, m0.x, m0.id) as 身份证号,
           nullif(trim(r.参保单位), '') as 单位, nullif(trim(r.参保身份), '') as 参保身份, day(r.缴费起始日) as 起始月,
           day(r.缴费截止日) as 终止月, yuan(r.缴费基数) as 基数,
           r.姓名 as w0, r.社会保障号码 as w1, r.缴费起始日 as w2, r.缴费截止日 as w3, r.缴费基数 as w4
    from read_parquet('社保.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.社会保障号码
)
select * exclude (w0, w1, w2, w3, w4),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('起始月', 起始月, w2), wrong('终止月', 终止月, w3),
       wrong('基数', 基数, w4)), '') as wrong
from typed;

create table 移民旧房补助 as
with typed as (
    select file_row_number as row, person(r.移民姓名) as 姓名, id(r.居民身份证号, m0.x, m0.id) as 身份证号,
           nullif(trim(r.房屋坐落), '') as 地址, yuan(r.补助金额) as 金额, day(r.兑付日期) as 日期, account(r.存折账号) as 账号,
           nullif(trim(r.备注), '') as 备注,
           r.移民姓名 as w0, r.居民身份证号 as w1, r.补助金额 as w2, r.兑付日期 as w3, r.存折账号 as w4
    from read_parquet('移民旧房补助.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.居民身份证号
)
select * exclude (w0, w1, w2, w3, w4),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('金额', 金额, w2), wrong('日期', 日期, w3),
       wrong('账号', 账号, w4)), '') as wrong
from typed;

create table 账户 as
with typed as (
    select file_row_number as row, account(r.账号) as 账号, person(r.户名) as 姓名, id(r.开户人证件号码, m0.x, m0.id) as 身份证号,
           nullif(trim(r.账户性质), '') as 账户性质, day(r.开户日期) as 开户日期,
           r.账号 as w0, r.户名 as w1, r.开户人证件号码 as w2, r.开户日期 as w3
    from read_parquet('账户.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.开户人证件号码
)
select * exclude (w0, w1, w2, w3),
       nullif(concat_ws('；', wrong('账号', 账号, w0), wrong('姓名', 姓名, w1), wrong('身份证号', 身份证号, w2), wrong('开户日期', 开户日期, w3)), '') as wrong
from typed;

create table 资金审批 as
with typed as (
    select file_row_number as row, nullif(trim(r.项目), '') as 项目, person(r.申请人) as 姓名,
           id(r.申请人身份证号, m0.x, m0.id) as 身份证号, nullif(trim(r.所在村), '') as 村, day(r.申请日期) as 申请日期,
           day(r.批准日期) as 批准日期, yuan(r.批准金额) as 批准金额, person(r.审批人) as 审批人,
           id(r.审批人身份证号, m1.x, m1.id) as 审批人身份证号, id(r.经办人身份证号, m2.x, m2.id) as 经办人身份证号, person(r.复核人) as 复核人,
           nullif(trim(r.备注), '') as 备注,
           r.申请人 as w0, r.申请人身份证号 as w1, r.申请日期 as w2, r.批准日期 as w3, r.批准金额 as w4, r.审批人 as w5, r.审批人身份证号 as w6,
           r.经办人身份证号 as w7, r.复核人 as w8
    from read_parquet('资金审批.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.申请人身份证号
    left join mended m1 on m1.x = r.审批人身份证号
    left join mended m2 on m2.x = r.经办人身份证号
)
select * exclude (w0, w1, w2, w3, w4, w5, w6, w7, w8),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('申请日期', 申请日期, w2), wrong('批准日期', 批准日期, w3),
       wrong('批准金额', 批准金额, w4), wrong('审批人', 审批人, w5), wrong('审批人身份证号', 审批人身份证号, w6),
       wrong('经办人身份证号', 经办人身份证号, w7), wrong('复核人', 复核人, w8)), '') as wrong
from typed;

create table 身份更正 as
with typed as (
    select file_row_number as row, person(r.姓名) as 姓名, id(r.更正后号码, m0.x, m0.id) as 身份证号,
           id(r.原号码, m1.x, m1.id) as 原身份证号, day(r.更正日期) as 更正日期,
           r.姓名 as w0, r.更正后号码 as w1, r.原号码 as w2, r.更正日期 as w3
    from read_parquet('身份更正.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.更正后号码
    left join mended m1 on m1.x = r.原号码
)
select * exclude (w0, w1, w2, w3),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('原身份证号', 原身份证号, w2), wrong('更正日期', 更正日期, w3)), '') as wrong
from typed;

create table 车辆 as
with typed as (
    select file_row_number as row, nullif(trim(r.号牌号码), '') as 车牌, person(r.所有人) as 姓名,
           id(r.身份证明号码, m0.x, m0.id) as 身份证号, nullif(trim(r.使用性质), '') as 使用性质, yuan(r.核定价格) as 价格,
           day(r.初次登记日期) as 登记日期, day(r.检验有效期止) as 检验有效期, nullif(trim(r.状态), '') as 状态,
           r.所有人 as w0, r.身份证明号码 as w1, r.核定价格 as w2, r.初次登记日期 as w3, r.检验有效期止 as w4
    from read_parquet('车辆.parquet', file_row_number = true) r
    left join mended m0 on m0.x = r.身份证明号码
)
select * exclude (w0, w1, w2, w3, w4),
       nullif(concat_ws('；', wrong('姓名', 姓名, w0), wrong('身份证号', 身份证号, w1), wrong('价格', 价格, w2), wrong('登记日期', 登记日期, w3),
       wrong('检验有效期', 检验有效期, w4)), '') as wrong
from typed;

create table problem as
select '三资合同' as source, row, wrong from 三资合同 where wrong is not null
union all
select '三资收支' as source, row, wrong from 三资收支 where wrong is not null
union all
select '不动产' as source, row, wrong from 不动产 where wrong is not null
union all
select '享受备案' as source, row, wrong from 享受备案 where wrong is not null
union all
select '亲属申报' as source, row, wrong from 亲属申报 where wrong is not null
union all
select '企业任职' as source, row, wrong from 企业任职 where wrong is not null
union all
select '低保五保发放' as source, row, wrong from 低保五保发放 where wrong is not null
union all
select '党员' as source, row, wrong from 党员 where wrong is not null
union all
select '公租房补贴' as source, row, wrong from 公租房补贴 where wrong is not null
union all
select '公职人员' as source, row, wrong from 公职人员 where wrong is not null
union all
select '农资补贴' as source, row, wrong from 农资补贴 where wrong is not null
union all
select '危房改造补助' as source, row, wrong from 危房改造补助 where wrong is not null
union all
select '户籍' as source, row, wrong from 户籍 where wrong is not null
union all
select '村干部' as source, row, wrong from 村干部 where wrong is not null
union all
select '核查结果' as source, row, wrong from 核查结果 where wrong is not null
union all
select '死亡登记' as source, row, wrong from 死亡登记 where wrong is not null
union all
select '残疾登记' as source, row, wrong from 残疾登记 where wrong is not null
union all
select '生存认证' as source, row, wrong from 生存认证 where wrong is not null
union all
select '监护登记' as source, row, wrong from 监护登记 where wrong is not null
union all
select '社保' as source, row, wrong from 社保 where wrong is not null
union all
select '移民旧房补助' as source, row, wrong from 移民旧房补助 where wrong is not null
union all
select '账户' as source, row, wrong from 账户 where wrong is not null
union all
select '资金审批' as source, row, wrong from 资金审批 where wrong is not null
union all
select '身份更正' as source, row, wrong from 身份更正 where wrong is not null
union all
select '车辆' as source, row, wrong from 车辆 where wrong is not null;

-- 3. Findings with the rows they rest on, and a sentence each

create temp table hit as select distinct 身份证号 as id from found;

create temp table paid as
select p.source, p.row, p.id, p.name, p.yuan, p.day
from (
    select '低保五保发放' as source, row, 身份证号 as id, 姓名 as name, 金额 as yuan, 日期 as day from 低保五保发放
    union all select '公租房补贴', row, 身份证号, 姓名, 金额, 日期 from 公租房补贴
    union all select '农资补贴', row, 身份证号, 姓名, 金额, 日期 from 农资补贴
    union all select '危房改造补助', row, 身份证号, 姓名, 金额, 日期 from 危房改造补助
    union all select '移民旧房补助', row, 身份证号, 姓名, 金额, 日期 from 移民旧房补助
    union all select '三资收支', row, 身份证号, 姓名, 金额, 日期 from 三资收支
) p join hit on hit.id = p.id;

create table evidence as
select distinct f.rule, f.身份证号, e.source, e.row
from found f join (
    select source, row, id from paid
    union all select '死亡登记', row, 身份证号 from 死亡登记
    union all select '公职人员', row, 身份证号 from 公职人员
    union all select '村干部', row, 身份证号 from 村干部
    union all select '资金审批', row, 身份证号 from 资金审批
    union all select '亲属申报', row, 亲属身份证号 from 亲属申报
    union all select '户籍', row, 身份证号 from 户籍
    union all select '车辆', row, 身份证号 from 车辆
    union all select '不动产', row, 身份证号 from 不动产
    union all select '企业任职', row, 身份证号 from 企业任职
    union all select '社保', row, 身份证号 from 社保
    union all select '账户', row, 身份证号 from 账户
    union all select '三资合同', row, 身份证号 from 三资合同
    union all select '残疾登记', row, 身份证号 from 残疾登记
    union all select '享受备案', row, 身份证号 from 享受备案
    union all select '生存认证', row, 身份证号 from 生存认证
) e on e.id = f.身份证号;

create table reason as
select f.rule, f.身份证号, coalesce(min(p.name), '—') || '领取' || count(p.row) || '笔，共' || coalesce(sum(p.yuan), 0)
       || '元，最后一笔在' || coalesce(cast(max(p.day) as varchar), '—') as told
from (select distinct rule, 身份证号 from found) f left join paid p on p.id = f.身份证号
group by f.rule, f.身份证号;
