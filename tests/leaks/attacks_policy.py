"""Grants that are not there, are another's, have ended, or do not reach as far as one would like."""

from tests.leaks.attack import Attack, is_true, some
from tests.leaks.world import CLERK, ELSEWHERE, EXPIRED, FIRST, LATE, LEADER, NOBODY, RESEARCHER, STATISTICIAN

_ALL = "select * from standard.名册"
_WHO = {
    "no grant": NOBODY,
    "an ended grant": EXPIRED,
    "a grant for another purpose": ELSEWHERE,
    "an ended purpose": LATE,
}
_POLICY = (
    *(Attack(name=f"policy: {name}", sql=_ALL, defence="policy", by=who) for name, who in _WHO.items()),
    *(
        Attack(name=f"policy: {name}, counted", sql="select count(*) as n from standard.名册", defence="policy", by=who, tells=is_true)
        for name, who in _WHO.items()
    ),
    Attack(name="policy: whether there is a person", sql=f"select 1 as x from standard.名册 where 身份证号 = '{FIRST}'", defence="policy", by=NOBODY, tells=some),
    Attack(name="policy: a table granted to others only", sql="select 身份证号 from standard.公开名单", defence="policy", by=LEADER, tells=some),
    Attack(name="policy: a telephone the purpose does not need", sql="select 电话 from standard.名册", defence="masks", by=RESEARCHER),
    Attack(name="policy: a generalised birth", sql="select 出生 from standard.名册", defence="masks", by=LEADER),
    Attack(name="policy: a generalised identity number", sql="select 身份证号 from standard.名册", defence="masks", by=LEADER),
    Attack(name="policy: pseudonyms joined across tables", sql="select count(*) as n from standard.名册 a join demo.派生 b on a.身份证号 = b.号", defence="masks", by=RESEARCHER, tells=is_true),
    Attack(name="policy: a pseudonym found by hashing", sql=f"select count(*) as n from standard.名册 where 身份证号 = substr(sha256('{FIRST}'), 1, 16) or 身份证号 = '{FIRST}'", defence="masks", by=RESEARCHER, tells=is_true),
    Attack(name="policy: rows by a region one does not answer for", sql="select 区划 from standard.名册 where 区划 like '990103%'", defence="rows", by=CLERK, tells=some),
)  # fmt: skip


def _small(rows: list) -> bool:  # type: ignore[type-arg]
    return any(isinstance(row.get("n"), int) and 0 < row["n"] < 5 for row in rows)


def _any(rows: list) -> bool:  # type: ignore[type-arg]
    return any(value is not None for row in rows for name, value in row.items() if name != "_withheld")


_N = "select count(*) as n from standard.名册 where "
_BELOW = "select 区划, count(*) as n, sum(金额) as s from standard.名册 where {} group by 区划"
_STATISTICS = (
    Attack(name="statistics: rows", sql="select 区划, 出生 from standard.名册", defence="statistics", by=STATISTICIAN, tells=_any),
    Attack(name="statistics: the smallest value", sql="select min(金额) as x from standard.名册", defence="statistics", by=STATISTICIAN),
    Attack(name="statistics: the greatest value", sql="select max(金额) as x from standard.名册", defence="statistics", by=STATISTICIAN),
    Attack(name="statistics: a list of values", sql="select array_agg(金额) as x from standard.名册", defence="statistics", by=STATISTICIAN),
    Attack(name="statistics: a window", sql="select sum(金额) over (partition by _row) as x from standard.名册", defence="statistics", by=STATISTICIAN),
    Attack(name="statistics: having", sql="select _row from standard.名册 group by _row having sum(金额) > 1000", defence="statistics", by=STATISTICIAN, tells=_any),
    Attack(name="statistics: limit", sql="select sum(金额) as x from standard.名册 group by _row limit 1", defence="statistics", by=STATISTICIAN, tells=_any),
    Attack(name="statistics: order by a measure", sql="select 出生, count(*) as n from standard.名册 group by 出生 order by sum(金额)", defence="statistics", by=STATISTICIAN, tells=_any),
    Attack(name="statistics: a subquery", sql="select count(*) as n from standard.名册 where 金额 in (select max(金额) from standard.名册)", defence="statistics", by=STATISTICIAN, tells=_small),
    Attack(name="statistics: a group computed", sql="select cast(金额 as varchar) as x, count(*) as n from standard.名册 group by cast(金额 as varchar)", defence="statistics", by=STATISTICIAN),
    Attack(name="statistics: of itself joined", sql="select count(*) as n from standard.名册 a join standard.名册 b on a._row = b._row where a._row = 3", defence="statistics", by=STATISTICIAN, tells=_small),
    Attack(name="statistics: a CTE", sql="with a as (select * from standard.名册) select 金额, count(*) as n from a group by 金额", defence="statistics", by=STATISTICIAN),
    Attack(name="statistics: a sum of a case", sql="select sum(case when _row = 3 then 金额 end) as x from standard.名册", defence="statistics", by=STATISTICIAN),
    Attack(name="statistics: a filtered sum", sql="select sum(金额) filter (where _row = 3) as x from standard.名册", defence="statistics", by=STATISTICIAN),
    Attack(name="suppression: a group of one", sql="select _row, count(*) as n from standard.名册 group by _row", defence="suppression", by=STATISTICIAN, tells=_small),
    Attack(name="suppression: one person's sum", sql="select _row, sum(金额) as s from standard.名册 group by _row", defence="suppression", by=STATISTICIAN),
    Attack(name="suppression: one person's average", sql="select avg(金额) as s from standard.名册 where _row = 7", defence="suppression", by=STATISTICIAN, tells=_any),
    Attack(name="suppression: a count of four", sql=f"{_N} _row < 4", defence="suppression", by=STATISTICIAN, tells=_small),
    Attack(name="suppression: different values of one", sql="select count(distinct 姓名) as n from standard.名册 where _row in (3)", defence="suppression", by=STATISTICIAN, tells=_small),
    Attack(name="suppression: what a total tells of the one cell left out", sql="select 区划, count(*) as n from standard.名册 where _row < 22 group by 区划", defence="suppression", by=STATISTICIAN, tells=lambda rows: any(row["n"] is not None for row in rows)),
    Attack(name="differencing: all but one", sql=f"{_N} _row > 0", before=("select count(*) as n from standard.名册",), defence="differencing", by=STATISTICIAN, tells=_any),
    Attack(name="differencing: one more", sql=f"{_N} _row < 31", before=(f"{_N} _row < 30",), defence="differencing", by=STATISTICIAN, tells=_any),
    Attack(name="differencing: a negation", sql=f"{_N} not (_row = 9)", before=(f"{_N} _row >= 0",), defence="differencing", by=STATISTICIAN, tells=_any),
    Attack(name="differencing: the same but for a like", sql=f"{_N} _row < 25 and 姓名 not like '密%'  or _row < 24", before=(f"{_N} _row < 25",), defence="differencing", by=STATISTICIAN, tells=_any),
    Attack(name="differencing: sums in groups", sql=_BELOW.format("_row <> 3 and _row <> 33"), before=(_BELOW.format("_row >= 0"),), defence="differencing", by=STATISTICIAN, tells=_any),
    Attack(name="differencing: through another one between", sql=f"{_N} _row < 19", before=(f"{_N} _row < 10", f"{_N} _row < 20"), defence="differencing", by=STATISTICIAN, tells=_any),
    Attack(name="differencing: one in every group", sql=_BELOW.format("_row not in (0, 1, 2, 3, 4, 20, 21)"), before=(_BELOW.format("_row not in (100, 101)"),), defence="differencing", by=STATISTICIAN, tells=_any),
)  # fmt: skip

_ERRORS = {
    "a cast to a number": "select cast(备注 as integer) as x from standard.名册",
    "a cast to a date": "select cast(姓名 as date) as x from standard.名册",
    "a cast to a truth": "select cast(电话 as boolean) as x from standard.名册",
    "a cast in a condition": "select 1 as x from standard.名册 where cast(备注 as integer) = 1",
    "a cast in a join": "select 1 as x from standard.名册 a join standard.名册 b on cast(a.备注 as integer) = b._row",
    "a cast in an order": "select 1 as x from standard.名册 order by cast(备注 as date)",
    "a cast in a window": "select sum(cast(备注 as integer)) over () as x from standard.名册",
    "a cast in a group": "select cast(姓名 as integer) as x from standard.名册 group by cast(姓名 as integer)",
}
_ASIDE = tuple(
    Attack(name=f"error: {name}", sql=sql, defence="errors", tells=lambda rows: False)
    for name, sql in _ERRORS.items()
)

ATTACKS = (*_POLICY, *_STATISTICS, *_ASIDE)
