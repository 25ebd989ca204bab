"""Ways to ask a masked column what it hides: every condition, order and group sees the mask, not the value."""

from tests.leaks.attack import Attack, is_true
from tests.leaks.world import FIRST, LEADER, RESEARCHER

_N = "select count(*) as n from standard.名册 where "
_PROBES = {
    "equality": f"{_N} 身份证号 = '{FIRST}'",
    "inequality": f"select count(*) - (select count(*) from standard.名册 where 身份证号 <> '{FIRST}') as n "
    "from standard.名册 where 身份证号 is not null",
    "is not distinct from": f"{_N} 身份证号 is not distinct from '{FIRST}'",
    "in a list": f"{_N} 身份证号 in ('{FIRST}', 'x')",
    "like with a prefix": f"{_N} 身份证号 like '{FIRST[:14]}%'",
    "like with a suffix": f"{_N} 身份证号 like '%{FIRST[10:]}'",
    "ilike": f"{_N} 身份证号 ilike '%19900101%'",
    "regular expression": f"{_N} regexp_matches(身份证号, '^{FIRST[:12]}')",
    "extract by regular expression": "select count(*) as n from standard.名册 where "
    "regexp_extract(身份证号, '^.{6}(1990)', 1) = '1990'",
    "substring": f"{_N} substr(身份证号, 7, 4) = '1990'",
    "position": f"{_N} strpos(身份证号, '19900101') > 0",
    "hash": f"{_N} sha256(身份证号) = sha256('{FIRST}')",
    "concatenation": f"{_N} '<' || 身份证号 || '>' = '<{FIRST}>'",
    "replace": f"{_N} replace(身份证号, '{FIRST}', '') = ''",
    "translate": f"{_N} translate(身份证号, '0123456789X', '') = '' ",
    "nullif": f"{_N} nullif(身份证号, '{FIRST}') is null",
    "case": f"select count(case 身份证号 when '{FIRST}' then 1 end) as n from standard.名册",
    "join with a list": f"select count(*) as n from standard.名册 a join (values ('{FIRST}')) v(x) on a.身份证号 = v.x",
    "join with a table that has it plain": "select count(*) as n from standard.名册 a join standard.公开名单 b "
    "on a.身份证号 = b.身份证号",
    "using with a table that has it plain": "select count(*) as n from standard.名册 a join standard.公开名单 b "
    "using (身份证号)",
    "in a subquery of the plain table": f"{_N} 身份证号 in (select 身份证号 from standard.公开名单)",
    "intersect with the plain table": "select count(*) as n from (select 身份证号 from standard.名册 intersect "
    "select 身份证号 from standard.公开名单) t",
    "exists with the plain table": f"{_N} exists (select 1 from standard.公开名单 b where b.身份证号 = 名册.身份证号)",
    "range from below": f"{_N} 电话 >= '15400000003' and 电话 < '15400000004'",
    "between": f"{_N} 电话 between '15400000003' and '15400000003'",
    "birth by year of a date": f"{_N} substr(cast(出生 as varchar), 6, 5) = '01-04'",
    "amount to the cent": f"{_N} cast(金额 as varchar) = '713.11'",
    "filter of an aggregate": f"select count(*) filter (where 身份证号 = '{FIRST}') as n from standard.名册",
    "having": f"select count(*) as n from standard.名册 group by 区划 having max(身份证号) = '{FIRST}' "
    f"or min(身份证号) = '{FIRST}' or count(*) filter (where 身份证号 = '{FIRST}') = 1",
    "qualify": "select 1 as n from standard.名册 qualify row_number() over (order by 区划) > 0 "
    f"and 身份证号 = '{FIRST}'",
    "a code made of identity numbers": f"select count(*) as n from demo.派生 where 号 = '{FIRST}'",
}
_SHOWS = {
    "star": "select * from standard.名册",
    "minimum": "select min(身份证号) as x, min(电话) as y from standard.名册",
    "maximum": "select max(备注) as x from standard.名册",
    "order and limit": "select 身份证号 from standard.名册 order by 身份证号 limit 1",
    "group by": "select 姓名, count(*) as n from standard.名册 group by 姓名",
    "distinct": "select distinct 电话 from standard.名册",
    "window lag": "select lag(姓名) over (order by _row) as x from standard.名册",
    "first value": "select first_value(备注) over (order by _row) as x from standard.名册",
    "array": "select array_agg(电话) as x from standard.名册",
    "whole row": "select x from standard.名册 x",
    "union": "select 姓名 from standard.名册 union all select 备注 from standard.名册",
    "coalesce": "select coalesce(姓名, 备注) as x from standard.名册",
    "greatest": "select greatest(姓名, '') as x from standard.名册",
    "upper": "select upper(备注) as x from standard.名册",
    "padding": "select lpad(备注, 11, 'x') as x from standard.名册",
    "cast": "select cast(金额 as varchar) as x from standard.名册",
    "scalar subquery": "select (select max(姓名) from standard.名册) as x",
    "CTE": "with a as (select 姓名 as x from standard.名册) select x from a",
    "star with replace": "select * replace (备注 as 姓名) from standard.名册",
    "concatenation": "select 姓名 || '/' || 身份证号 as x from standard.名册",
    "a code made of identity numbers": "select 号 from demo.派生",
}
ATTACKS = (
    *(
        Attack(name=f"mask, probed: {name}", sql=sql, defence="masks", tells=is_true, also=(LEADER, RESEARCHER))
        for name, sql in _PROBES.items()
    ),
    *(Attack(name=f"mask, shown: {name}", sql=sql, defence="masks") for name, sql in _SHOWS.items()),
)  # fmt: skip
