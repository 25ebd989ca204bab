"""Ways around a row filter: the clerk may see rows of his region only, whatever shape the query has."""

from tests.leaks.attack import Attack, Rows

_SHAPES = {
    "plain select": "select 区划 from standard.名册",
    "star": "select * from standard.名册",
    "alias of the table": "select x.区划 from standard.名册 x",
    "alias like another table": "select 名册.区划 from standard.名册 as 名册",
    "quoted names": 'select "区划" from "standard"."名册"',
    "subquery": "select 区划 from (select * from standard.名册) t",
    "subquery in a subquery": "select 区划 from (select * from (select * from standard.名册) a) b",
    "CTE": "with a as (select * from standard.名册) select 区划 from a",
    "CTE of a CTE": "with a as (select * from standard.名册), b as (select * from a) select 区划 from b",
    "CTE named like the table": "with 名册 as (select * from standard.名册) select 区划 from 名册",
    "CTE in a subquery": "select 区划 from (with a as (select * from standard.名册) select * from a) t",
    "union": "select 区划 from standard.名册 where false union select 区划 from standard.名册",
    "union all": "select 'x' as 区划 union all select 区划 from standard.名册",
    "except": "select 区划 from standard.名册 except select 'x'",
    "intersect": "select 区划 from standard.名册 intersect select 区划 from standard.名册",
    "self join": "select b.区划 from standard.名册 a join standard.名册 b on true",
    "left join": "select b.区划 from (select 1 as x) a left join standard.名册 b on true",
    "right join": "select b.区划 from (select 1 as x) a right join standard.名册 b on false",
    "full join": "select b.区划 from (select 1 as x) a full join standard.名册 b on false",
    "cross join": "select b.区划 from (select 1 as x) a cross join standard.名册 b",
    "comma join": "select b.区划 from (select 1 as x) a, standard.名册 b",
    "join with parentheses": "select b.区划 from ((select 1 as x) a join standard.名册 b on true)",
    "join using": "select 区划 from standard.名册 a join standard.名册 b using (区划)",
    "anti join by null": "select b.区划 from standard.名册 b left join (select 1 as x) a on false where a.x is null",
    "scalar subquery": "select (select max(区划) from standard.名册) as x",
    "correlated subquery": "select (select max(b.区划) from standard.名册 b where b._row > a._row) as x from standard.名册 a",
    "in subquery": "select '990103' as 区划 where '990103' in (select 区划 from standard.名册)",
    "exists": "select '990103' as 区划 where exists (select 1 from standard.名册 where 区划 = '990103')",
    "not in": "select '990103' as 区划 where '990103' in (select 区划 from standard.名册 where 区划 not in ('990102'))",
    "or true": "select 区划 from standard.名册 where 区划 = '990102' or true",
    "or behind a closed parenthesis": "select 区划 from standard.名册 where (1 = 0) or (1 = 1)",
    "a comment": "select 区划 from standard.名册 -- where false",
    "group by": "select 区划, count(*) as n from standard.名册 group by 区划",
    "having": "select 区划 from standard.名册 group by 区划 having count(*) > 0",
    "distinct": "select distinct 区划 from standard.名册",
    "window": "select first_value(区划) over (order by 区划 desc) as x from standard.名册",
    "qualify": "select 区划 from standard.名册 qualify row_number() over (order by 区划 desc) = 1",
    "order and limit": "select 区划 from standard.名册 order by 区划 desc limit 1",
    "offset": "select 区划 from standard.名册 limit 100 offset 20",
    "whole row": "select x from standard.名册 x",
    "array of values": "select array_agg(区划) as x from standard.名册",
    "case": "select case when 区划 = '990103' then 区划 end as x from standard.名册",
    "star with exclude": "select * exclude (姓名) from standard.名册",
    "star with replace": "select * replace (区划 as 姓名) from standard.名册",
    "table first": "from standard.名册",
}


def _there(rows: Rows) -> bool:
    return any("990103" in str(value) for row in rows for value in row.values())


def _more(rows: Rows) -> bool:
    return any(isinstance(value, int) and value > 20 for row in rows for value in row.values())


ATTACKS = (
    *(Attack(name=f"rows: {name}", sql=sql, defence="rows", tells=_there) for name, sql in _SHAPES.items()),
    Attack(name="rows: count", sql="select count(*) as n from standard.名册", defence="rows", tells=_more),
    Attack(name="rows: greatest row number", sql="select max(_row) as n from standard.名册", defence="rows", tells=_more),
    Attack(
        name="rows: a sum over all",
        sql="select sum(case when 区划 = '990103' then 1 else 0 end) as n from standard.名册",
        defence="rows",
        tells=lambda rows: any(value for row in rows for value in row.values()),
    ),
)  # fmt: skip
