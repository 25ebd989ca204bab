"""Random queries over two tables, random policies for them, and what a naive reader of the rules would answer."""

from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa
from hypothesis import strategies as st

from shuzhi.core.elements import ELEMENTS, MaskLevel
from shuzhi.core.sql import TableName
from shuzhi.secure.policy import Grant, Policy, Post, Purpose, Reader, Who

TODAY = date(2026, 6, 30)
ONE, OTHER = TableName("standard", "甲"), TableName("standard", "乙")
COLUMNS = {"号": "id_card", "名": "person_name", "区": "region_code", "额": "integer", "日": "date"}
LEVELS: tuple[MaskLevel, ...] = ("none", "partial", "general", "full")
REGIONS = ("990102", "990103", "990104001")
_OWN = {element.name: element for element in ELEMENTS}


def rows(table: TableName) -> pa.Table:
    """Thirty rows, blanks among them; the tables share half of their identity numbers."""
    shift = 0 if table == ONE else 15
    made = [
        {
            "号": None if n % 11 == 10 else f"99010219{50 + n + shift}0101{n + shift:03}1",
            "名": None if n % 7 == 6 else f"虚{chr(0x4E00 + n % 9)}",
            "区": None if n % 13 == 12 else REGIONS[n % 3],
            "额": None if n % 5 == 4 else (n * 7) % 23,
            "日": None if n % 9 == 8 else date(1950 + n, 1 + n % 12, 1 + n % 28),
        }
        for n in range(30)
    ]
    return pa.Table.from_pylist(made)


TABLES = {ONE: rows(ONE), OTHER: rows(OTHER)}


@dataclass(frozen=True)
class Given:
    """What one grant gives of a table: its condition as Python says it, its levels."""

    rows: str | None
    levels: dict[str, MaskLevel]


_CONDITIONS = st.sampled_from(
    [None, "区 = '990102'", "额 > 10", "额 between 3 and 15 or 区 is null", "not (额 > 5)", "号 like '9901021%'",
     "covers(reader.regions, 区)", "区 in (reader.departments)", "日 >= date '1960-01-01'"]
)  # fmt: skip


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Up to three grants of either table, not all of them the reader's."""
    grants = []
    for table in (ONE, OTHER):
        for _ in range(draw(st.integers(0, 3))):
            grants.append(
                Grant(
                    who=Who(role=draw(st.sampled_from(["读", "读", "读", "别"]))),
                    tables=(str(table),),
                    purpose=draw(st.sampled_from(["用", "用", "用", "他用"])),
                    mask=draw(st.sampled_from(LEVELS)),
                    columns=draw(st.dictionaries(st.sampled_from(list(COLUMNS)), st.sampled_from(LEVELS), max_size=3)),
                    rows=draw(_CONDITIONS),
                    until=draw(st.sampled_from([None, None, None, date(2026, 6, 30), date(2026, 6, 29)])),
                )
            )  # fmt: skip
    return Policy(
        grants=tuple(grants),
        purposes={"用": Purpose(name="用"), "他用": Purpose(name="他用")},
        columns={ONE: COLUMNS, OTHER: COLUMNS},
        grades={
            table: {name: _OWN[element].grade for name, element in COLUMNS.items()} for table in (ONE, OTHER)
        },
    )


READER = Reader(
    name="r", posts=(Post(role="读", department="990103", regions=frozenset({"990102"})),), purpose="用"
)


def allowed(policy: Policy, table: TableName) -> str | None:
    """SQL of what the reader may see of a table, by the words of docs/security.md; None is nothing.

    Written apart from the product: conditions of grants are put in as text, masks are the elements' own.
    """
    mine = [
        grant
        for grant in policy.grants
        if str(table) in grant.tables
        and grant.who.role == "读"
        and grant.purpose == "用"
        and (grant.until is None or grant.until >= TODAY)
    ]
    if not mine:
        return None
    told = [
        (grant.rows or "true").replace("covers(reader.regions, 区)", "区 like '990102%'") for grant in mine
    ]
    told = [each.replace("区 in (reader.departments)", "区 in ('990103')") for each in told]
    shown = []
    for column, element in COLUMNS.items():
        levels = {grant.columns.get(column, grant.mask) for grant in mine}
        if len(set(told)) == 1:
            level = next(each for each in LEVELS if each in levels)
        elif len(levels) == 1:
            (level,) = levels
        elif levels <= {"none", "partial"}:
            level = "partial"
        elif levels <= {"none", "general"}:
            level = "general"
        else:
            level = "full"
        shown.append(f'{_shown(column, element, level)} as "{column}"')
    return f'select {", ".join(shown)} from "{table.schema}"."{table.name}" where ({") or (".join(told)})'


def _shown(column: str, element: str, level: MaskLevel) -> str:
    own = _OWN[element]
    if level == "none":
        return f'"{column}"'
    if level == "full":
        return own.masks["full"]
    mask = own.masks["partial"] if level == "partial" else own.general
    if mask is None:
        return own.masks["full"]
    return f'case when "{column}" is null then null else (select {mask} from (select "{column}" as x)) end'


def answer(policy: Policy, query: str) -> list[str] | None:
    """The query on a copy that has only what may be seen; None where a table it names may not be seen at all."""
    with duckdb.connect() as connection:
        connection.execute("create schema standard")
        for table, held in TABLES.items():
            if f'{table.schema}."{table.name}"' not in query:
                continue
            told = allowed(policy, table)
            if told is None:
                return None
            connection.register("_all", held)
            place = f'"{table.schema}"."{table.name}"'
            connection.execute(f"create table copy as {told.replace(place, '_all')}")
            connection.execute(f"create table {place} as from copy; drop table copy")
            connection.unregister("_all")
        return comparable(connection.execute(query).to_arrow_table())


def comparable(table: pa.Table) -> list[str]:
    return sorted(repr(tuple(row.values())) for row in table.to_pylist())


_COLUMN = st.sampled_from(list(COLUMNS))
_TABLE = st.sampled_from(['standard."甲"', 'standard."乙"'])


@st.composite
def conditions(draw: st.DrawFn, alias: str) -> str:
    column = f'{alias}."{draw(_COLUMN)}"'
    return draw(
        st.sampled_from(
            [
                f"cast({column} as varchar) = '990102'",
                f"cast({column} as varchar) like '9901%'",
                f"cast({column} as varchar) like '%1'",
                f"{column} is null",
                f"not ({column} is null)",
                f"length(cast({column} as varchar)) > 6",
                f"try_cast(cast({column} as varchar) as integer) > 8",
                f'cast({column} as varchar) in (select cast("{draw(_COLUMN)}" as varchar) from {draw(_TABLE)})',
                f'exists (select 1 from {draw(_TABLE)} z where cast(z."{draw(_COLUMN)}" as varchar) = '
                f"cast({column} as varchar))",
                f"coalesce(cast({column} as varchar), '无') <> '虚一'",
                f"regexp_matches(cast({column} as varchar), '[0-9]{{4}}')",
            ]
        )
    )


@st.composite
def queries(draw: st.DrawFn) -> str:
    """One SELECT: filtered, joined, grouped, windowed, united, nested, with CTEs."""
    shape = draw(st.sampled_from(["rows", "group", "join", "union", "cte", "window", "nested", "distinct"]))
    one, other, column, second = draw(_TABLE), draw(_TABLE), draw(_COLUMN), draw(_COLUMN)
    where = " and ".join(draw(st.lists(conditions("a"), max_size=2))) or "true"
    if draw(st.booleans()):
        where = f"({where}) or {draw(conditions('a'))}"
    if shape == "rows":
        return f'select a."{column}" as x, a."{second}" as y from {one} a where {where}'
    if shape == "group":
        aggregate = draw(
            st.sampled_from(
                ["count(*)", f'count(distinct a."{second}")', f'min(a."{second}")', f'max(a."{second}")']
            )
        )
        having = draw(st.sampled_from(["", " having count(*) > 1"]))
        return f'select a."{column}" as x, {aggregate} as y from {one} a where {where} group by a."{column}"{having}'
    if shape == "join":
        kind = draw(st.sampled_from(["join", "left join", "full join"]))
        return (
            f'select a."{column}" as x, b."{second}" as y from {one} a {kind} {other} b '
            f'on cast(a."{column}" as varchar) = cast(b."{column}" as varchar) where {where}'
        )
    if shape == "union":
        kind = draw(st.sampled_from(["union", "union all", "except", "intersect"]))
        return (
            f'select cast(a."{column}" as varchar) as x from {one} a where {where} {kind} '
            f'select cast(b."{second}" as varchar) as x from {other} b'
        )
    if shape == "cte":
        return f'with c as (select * from {one} a where {where}) select c."{column}" as x, count(*) as y from c group by c."{column}"'
    if shape == "window":
        return f'select x, count(*) as n from (select max(cast(a."{column}" as varchar)) over (partition by a."{second}") as x from {one} a where {where}) t group by x'
    if shape == "nested":
        return f'select (select count(*) from {other} b where cast(b."{second}" as varchar) = cast(a."{column}" as varchar)) as x from {one} a where {where}'
    return f'select distinct a."{column}" as x from {one} a where {where}'
