-- The 18 rules of scenarios/subsidy as a good engineer writes them by hand for one job: every distinct id number
-- is cleaned and checked once, payments are cleaned into one table and summed up per person and project, and the
-- rules work on that. Only (rule, id number) comes out: no provenance, reasons, scores or lineage. Names and
-- accounts are cleaned where a rule compares them, after summing up; Luhn digits of accounts are not checked.
-- Run in an empty database, reading landed/*.parquet, where every column is text as the departments wrote it.

-- 1. Cleaning

create macro narrow(x) as
    translate(x, '０１２３４５６７８９Ｘ×Х．，－（） 　' || chr(9) || chr(160) || '''', '0123456789XXX.,-()');

create macro weighted(x) as
    7 * (ascii(substr(x, 1, 1)) - 48) + 9 * (ascii(substr(x, 2, 1)) - 48) + 10 * (ascii(substr(x, 3, 1)) - 48)
    + 5 * (ascii(substr(x, 4, 1)) - 48) + 8 * (ascii(substr(x, 5, 1)) - 48) + 4 * (ascii(substr(x, 6, 1)) - 48)
    + 2 * (ascii(substr(x, 7, 1)) - 48) + (ascii(substr(x, 8, 1)) - 48) + 6 * (ascii(substr(x, 9, 1)) - 48)
    + 3 * (ascii(substr(x, 10, 1)) - 48) + 7 * (ascii(substr(x, 11, 1)) - 48) + 9 * (ascii(substr(x, 12, 1)) - 48)
    + 10 * (ascii(substr(x, 13, 1)) - 48) + 5 * (ascii(substr(x, 14, 1)) - 48) + 8 * (ascii(substr(x, 15, 1)) - 48)
    + 4 * (ascii(substr(x, 16, 1)) - 48) + 2 * (ascii(substr(x, 17, 1)) - 48);

create macro check_character(x) as substr('10X98765432', 1 + weighted(x) % 11, 1);

create macro long_body(x) as substr(x, 1, 6) || '19' || substr(x, 7, 9);

create macro born(x) as try_cast(substr(x, 7, 4) || '-' || substr(x, 11, 2) || '-' || substr(x, 13, 2) as date);

create macro day(x) as coalesce(
    case when substr(x, 5, 1) = '-' then try_cast(x as date) end,
    try_cast(case when regexp_matches(narrow(x), '^[0-9]{8}$')
                  then substr(x, 1, 4) || '-' || substr(x, 5, 2) || '-' || substr(x, 7, 2)
                  else rtrim(translate(narrow(x), '年月日./', '-- --'), ' ') end as date)
);

create macro yuan(x) as coalesce(
    try_cast(x as decimal(18, 2)),
    case when strpos(x, '万') > 0
         then cast(try_cast(replace(rtrim(narrow(x), '元万'), ',', '') as decimal(26, 8)) * 10000 as decimal(18, 2))
         else try_cast(replace(rtrim(narrow(x), '元'), ',', '') as decimal(18, 2)) end
);

create macro person(x) as case
    when regexp_matches(x, '^[一-龥]{2,4}$') then x
    when regexp_matches(translate(narrow(x), '.•', '··'), '^(\p{Han}([\p{Han}·]*\p{Han})|[A-Za-z][A-Za-z .·-]*)$')
    then translate(narrow(x), '.•', '··') end;

create macro account(x) as case
    when regexp_matches(x, '^[0-9]{8,30}$') then x
    when regexp_matches(replace(narrow(x), '-', ''), '^[0-9]{8,30}$') then replace(narrow(x), '-', '') end;

create temp table written as
select distinct x from (
    select 证件号码 as x from '低保五保发放.parquet'
    union all select 公民身份号码 from '公租房补贴.parquet'
    union all select 身份证号码 from '农资补贴.parquet'
    union all select 身份证号码 from '危房改造补助.parquet'
    union all select 居民身份证号 from '移民旧房补助.parquet'
    union all select 收款人身份证号 from '三资收支.parquet'
    union all select 承包人身份证号 from '三资合同.parquet'
    union all select 申请人身份证号 from '资金审批.parquet'
    union all select 审批人身份证号 from '资金审批.parquet'
    union all select 公民身份号码 from '户籍.parquet'
    union all select 公民身份号码 from '死亡登记.parquet'
    union all select 身份证明号码 from '车辆.parquet'
    union all select 公民身份号码 from '公职人员.parquet'
    union all select 身份证号 from '村干部.parquet'
    union all select 干部身份证号 from '亲属申报.parquet'
    union all select 亲属身份证号 from '亲属申报.parquet'
    union all select 社会保障号码 from '社保.parquet'
    union all select 证件号码 from '企业任职.parquet'
    union all select 证件号 from '不动产.parquet'
    union all select 开户人证件号码 from '账户.parquet'
) where x <> '';

create temp table county as
select code, case when count(until) = count(*) then max(until) end as until
from 'region.parquet' group by code having min(level) <> 'province';

-- What is not valid as written: mended, or NULL. Everything else stays as it is.
create temp table mended as
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
drop table written;

create macro id(x, mended_x, mended_id) as
    case when mended_x is not null then mended_id when x <> '' then x end;

-- 2. Payments, and what each person drew from each project

create temp table payment as
with row as (
    select 救助类别 as project, 证件号码 as x, 姓名 as name, 所属村 as village, day(发放日期) as day,
           yuan(发放金额) as yuan, 银行账号 as account
    from '低保五保发放.parquet'
    union all
    select '公租房', 公民身份号码, 申请人姓名, null, day(发放时间), yuan(补贴金额), 开户账号 from '公租房补贴.parquet'
    union all
    select '农资补贴', 身份证号码, 户主姓名, 村, day(拨付日期), yuan(补贴金额), 一卡通账号 from '农资补贴.parquet'
    union all
    select '危房改造', 身份证号码, 姓名, null, day(拨付日期), yuan(补助金额), 银行账号 from '危房改造补助.parquet'
    union all
    select '水库移民', 居民身份证号, 移民姓名, null, day(兑付日期), yuan(补助金额), 存折账号 from '移民旧房补助.parquet'
)
select coalesce(nullif(project, ''), '低保') as project, id(r.x, m.x, m.id) as id, name, village,
       day, date_trunc('month', day) as month, yuan, account
from row r left join mended m on m.x = r.x;

create temp table drawn as
select project, id, min(name) as name, min(village) as village, account(min(account)) as account,
       min(month) as first, max(month) as last
from payment where id is not null group by project, id;

create temp table aid as
select id, case when project = '公租房' then '公租房' else '低保' end as kind, min(first) as first, max(last) as last
from drawn where project in ('低保', '特困', '公租房')
group by id, case when project = '公租房' then '公租房' else '低保' end;

-- 3. Registers that several rules read

create temp table household as
select id(h.公民身份号码, m.x, m.id) as id, 户号 as number, 与户主关系 as relation
from '户籍.parquet' h left join mended m on m.x = h.公民身份号码;

create temp table member as
select a.id, a.kind, o.id as member
from aid a
join household h on h.id = a.id and h.relation not in ('亲属', '分户迁出')
join household o on o.number = h.number and o.relation not in ('亲属', '分户迁出') and o.id is not null;

create temp table cadre as
select distinct id(c.身份证号, m.x, m.id) as id from '村干部.parquet' c left join mended m on m.x = c.身份证号;

create temp table holder as
select account(k.账号) as account, id(k.开户人证件号码, m.x, m.id) as id
from '账户.parquet' k left join mended m on m.x = k.开户人证件号码;

create temp table kin as
select id(k.干部身份证号, c.x, c.id) as cadre, id(k.亲属身份证号, r.x, r.id) as id, person(k.亲属姓名) as name,
       亲属所在村 as village
from '亲属申报.parquet' k
left join mended c on c.x = k.干部身份证号 left join mended r on r.x = k.亲属身份证号;

create temp table approval as
select id(a.申请人身份证号, m.x, m.id) as id, id(a.审批人身份证号, s.x, s.id) as approver, a.项目 as project,
       person(a.申请人) as name, a.所在村 as village, day(a.批准日期) as day
from '资金审批.parquet' a
left join mended m on m.x = a.申请人身份证号 left join mended s on s.x = a.审批人身份证号;

-- 4. The rules

create table found (rule varchar, 身份证号 varchar);

insert into found
select distinct 'paid_after_death', a.id
from (select id(d.公民身份号码, m.x, m.id) as id, day(d.死亡日期) as died
      from '死亡登记.parquet' d left join mended m on m.x = d.公民身份号码) d
join aid a on a.id = d.id and a.kind = '低保' and a.last > d.died;

insert into found
select distinct 'official_drawing', a.id
from '公职人员.parquet' o left join mended m on m.x = o.公民身份号码
join aid a on a.id = id(o.公民身份号码, m.x, m.id) and a.kind = '低保';

insert into found
select 'cadre_drawing', a.id from cadre c join aid a on a.id = c.id and a.kind = '低保';

insert into found
select distinct 'relative_of_approver', a.id
from approval p
join kin k on k.cadre = p.approver and (k.id = p.id or (k.id is null and k.name = p.name and k.village = p.village))
join aid a on a.id = p.id and a.kind = '低保';

insert into found
with person as (
    select distinct id, person(name) as name, village, substr(id, 7, 8) as born
    from drawn where project in ('低保', '特困')
)
select distinct 'two_ids_one_person', a.id
from person a join person b on b.name = a.name and b.village = a.village and b.born = a.born and a.id < b.id;

insert into found
select distinct 'invalid_id', k.id
from payment p join holder k on k.account = account(p.account)
where p.id is null and k.id is not null;

insert into found
select 'approved_never_paid', p.id
from approval p
where p.id is not null and datediff('day', p.day, date '2026-06-30') > 90
      and not exists (from drawn d where d.id = p.id and d.project = p.project)
group by p.id, p.project;

insert into found
select distinct 'vehicle_over_limit', g.id
from (select id(v.身份证明号码, m.x, m.id) as id
      from '车辆.parquet' v left join mended m on m.x = v.身份证明号码
      where yuan(v.核定价格) > 60000) v
join member g on g.member = v.id and g.kind = '低保';

insert into found
select 'housing_over_limit', g.id
from '不动产.parquet' h left join mended m on m.x = h.证件号
join member g on g.member = id(h.证件号, m.x, m.id) and g.kind = '公租房'
group by g.id having count(*) > 1;

insert into found
select distinct 'company_role_income', a.id
from '企业任职.parquet' e left join mended m on m.x = e.证件号码
join aid a on a.id = id(e.证件号码, m.x, m.id) and a.kind = '低保';

insert into found
select distinct 'employed_on_dibao', a.id
from '社保.parquet' s left join mended m on m.x = s.社会保障号码
join aid a on a.id = id(s.社会保障号码, m.x, m.id) and a.kind = '低保'
     and day(s.缴费起始日) <= a.last and day(s.缴费截止日) >= a.first
where s.参保身份 in ('企业职工', '公益性岗位');

insert into found
select 'exclusive_benefits', a.id
from drawn a join drawn b on b.id = a.id and b.project = '特困' and b.first <= a.last and a.first <= b.last
where a.project = '低保';

insert into found
select 'one_account_many', min(k.id)
from (select account
      from (select distinct account, id from drawn where project in ('低保', '特困') and account is not null)
      group by account having count(*) > 2) many
join holder k on k.account = many.account
group by many.account;

insert into found
select distinct 'over_standard', id
from payment
where project = '低保' and id is not null
      and yuan > case when day >= date '2025-01-01' then 520 when day >= date '2024-01-01' then 480
                      when day >= date '2022-01-01' then 450 when day >= date '2021-01-01' then 420 end;

insert into found
select 'duplicate_month', id
from (select id, project from payment
      where project in ('低保', '特困', '公租房') and id is not null and yuan > 0 and month is not null
      group by id, project, month having count(*) > 1)
group by id, project;

insert into found
select distinct 'double_rebuild', w.id
from payment w
join household a on a.id = w.id and a.relation not in ('亲属', '分户迁出')
join household b on b.number = a.number
join payment m on m.id = b.id and m.project = '水库移民'
where w.project = '危房改造' and w.id is not null;

insert into found
select distinct 'contract_below_base', c.id
from (select id(t.承包人身份证号, m.x, m.id) as id, person(t.承包人) as name, t.村 as village
      from '三资合同.parquet' t left join mended m on m.x = t.承包人身份证号
      where yuan(t.年租金) < yuan(t.底价)) c
join kin k on k.id = c.id or (k.id is null and k.name = c.name and k.village = c.village)
where c.id is not null;

insert into found
select distinct 'cadre_paid_by_village', c.id
from '三资收支.parquet' s left join mended m on m.x = s.收款人身份证号
join cadre c on c.id = id(s.收款人身份证号, m.x, m.id)
where yuan(s.支出金额) > 5000;
