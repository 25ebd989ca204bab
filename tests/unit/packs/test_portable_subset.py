"""SQL outside the portable subset is refused with the portable way to say it; inside it, nothing is."""

import pytest
import sqlglot

from shuzhi.packs.places import Places
from shuzhi.packs.portable import check_portable

OUTSIDE = {
    "select a, count(distinct b) as n from s.t group by a": "count(distinct) + group by",
    "select median(a) as m from s.t": "quantile / median",
    "select quantile_cont(a, 0.9) as m from s.t": "quantile / median",
    "select * exclude (a) from s.t": "* exclude",
    "select a from s.t group by all": "group by all",
    "select a from s.t qualify row_number() over (order by a) = 1": "qualify",
    "select distinct on (a) a, b from s.t": "distinct on",
    "select a from s.t union all by name select a from s.u": "union by name",
    "select a from s.t intersect select a from s.u": "intersect / except",
    "select [x + 1 for x in l] as y from s.t": "[… for … in …]",
    "select {'a': 1} as x": "struct / map",
    "select l[1] as x from s.t": "list",
    "select unnest(l) as x from s.t": "unnest",
    "select a from s.t asof join s.u on t.a >= u.a": "asof / positional join",
    "select sum(a) filter (where b) as x from s.t": "filter (where …)",
    "select random() as x": "sample / random()",
    "with recursive r as (select 1 as n) select n from r": "with recursive",
    "select now() as x": "current_date / now()",
    "select current_date as x": "current_date / now()",
    "select d + interval 1 month as x from s.t": "interval",
    "select a from s.t where b ilike 'x'": "ilike",
    "select a // 2 as x from s.t": "//",
    "select regexp_replace(a, 'x', 'y') as x from s.t": "regexp_replace",
    "select regexp_matches(a, '(?=x)') as x from s.t": "正则",
    "select regexp_matches(a, '\\p{L}') as x from s.t": "正则",
    "select datediff('month', a, b) as x from s.t": "datediff",
    "select cast(a as hugeint) as x from s.t": "cast",
    "select jaro_similarity(a, b) as x from s.t": "jaro_similarity",
    "select getenv('HOME') as x": "getenv",
}

INSIDE = [
    "select count(distinct a) as n from s.t",
    "select a, count(*) as n, sum(b) as s from s.t group by a having count(*) > 1",
    "select coalesce(a, b) as x, nullif(a, b) as y, greatest(a, b) as z, least(a, b) as w from s.t",
    "select substr(a, 1, 6) as x, length(a) as y, strpos(a, 'x') as z, lpad(trim(a), 6, '0') as v from s.t",
    "select replace(a, 'x', 'y') as x, translate(a, 'x', 'y') as y, lower(a) || upper(a) as z from s.t",
    "select regexp_extract(a, '([0-9]+)', 1) as x, regexp_replace(a, '[^\\p{Han}]', '', 'g') as y from s.t",
    "select try_cast(a as date) as x, cast(a as decimal(18,2)) as y, date '2024-01-01' as d from s.t",
    "select datediff('day', a, b) as x, date_trunc('month', make_date(year(a), 1, 1)) as z from s.t",
    "select row_number() over (partition by a order by b) as n, lag(b) over (order by a) as l from s.t",
    "select case when a and not b or c is null then 1 else 0 end as x from s.t where d between 1 and 2",
    "select a from s.t where exists (select 1 from s.u where u.a = t.a) union all select a from s.v",
    "select evidence(p) as e, parameter(标准, p.日期) as s, as_of() as d, sha256(p.a) as h from s.t p",
    "with q as (select a from s.t) select a, array_agg(a) as l from q group by a",
]


@pytest.mark.parametrize("sql", OUTSIDE)
def test_outside_is_refused(sql):
    found = list(check_portable(sqlglot.parse_one(sql, dialect="duckdb"), Places("t.sql")))
    assert any(f"“{OUTSIDE[sql]}”" in problem.what.zh for problem in found), [
        str(problem) for problem in found
    ]


@pytest.mark.parametrize("sql", INSIDE)
def test_inside_is_let_through(sql):
    found = list(check_portable(sqlglot.parse_one(sql, dialect="duckdb"), Places("t.sql")))
    assert [str(problem) for problem in found] == []
