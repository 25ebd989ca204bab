"""landed -> standard -> problems -> scores, on one small source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import Element, element
from shuzhi.core.sql import TableName
from shuzhi.govern import quality, standardise
from shuzhi.govern.declared import (
    columns,
    dictionary_table,
    landed_table,
    problem_table,
    standard_table,
    tally_table,
)


@dataclass(frozen=True)
class Held:
    element: str
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    name: str
    columns: dict[str, Held]


SOURCE = Source(
    "低保发放",
    {
        "姓名": Held("person_name"),
        "配偶": Held("person_name", ("配偶姓名",)),
        "金额": Held("amount"),
        "日期": Held("date"),
        "电话": Held("phone"),
        "备注": Held("text"),
    },
)
HEADERS = ["姓名", "配偶姓名", "发放金额（元）", "发放日期", "备注"]
AS_OF = date(2026, 6, 30)
ROWS = [
    ("虚平安", "虚 和", "1.2万元", "2023年5月1日", " 好 ", "b1", 1),
    ("无", None, "不详", "20230501", "", "b1", 2),
    ("虚?安", "", "420", "2023年5月", None, "b2", 1),
]


@pytest.fixture
def lake() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for schema in ("landed", "dictionary"):
        connection.execute(f"create schema {schema}")
    names = ", ".join(f'"{name}"' for name in [*HEADERS, "_batch", "_row"])
    connection.execute(
        f"create table landed.低保发放 as select * from (values {_values()}) as landed({names})"
    )
    for kind, places in judged_once():
        make(connection, dictionary_table(kind), standardise.entries(kind, places, as_of=AS_OF, known=False))
    return connection


def judged_once() -> list[tuple[Element, list[standardise.Place]]]:
    return standardise.judged_once({landed_table(SOURCE): columns(SOURCE, HEADERS)})


def make(connection: duckdb.DuckDBPyConnection, table: TableName, query: exp.Query) -> None:
    connection.execute(f"create table {sql.text(table.tree)} as {sql.text(query)}")


def rows(connection: duckdb.DuckDBPyConnection, query: exp.Query) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = connection.execute(
        f"from ({sql.text(query)}) order by _batch, _row"
    ).fetchall()
    return found


def _values() -> str:
    rows = [", ".join("null" if value is None else repr(value) for value in row) for row in ROWS]
    return ", ".join(f"({row})" for row in rows)


def test_values_are_typed_and_what_is_blank_invalid_or_missing_is_null(
    lake: duckdb.DuckDBPyConnection,
) -> None:
    day = date(2023, 5, 1)
    assert rows(lake, standardise.standard(SOURCE, HEADERS)) == [
        ("虚平安", "虚和", Decimal("12000.00"), day, None, "好", "b1", 1),
        (None, None, None, day, None, None, "b1", 2),
        (None, None, Decimal("420.00"), None, None, None, "b2", 1),
    ]


def test_columns_without_altered_values_need_no_dictionary(lake: duckdb.DuckDBPyConnection) -> None:
    altered = {"姓名", "配偶", "金额", "日期", "备注"}
    spared = standardise.standard(SOURCE, HEADERS, altered=altered)
    assert rows(lake, spared) == rows(lake, standardise.standard(SOURCE, HEADERS))
    cast = rows(lake, standardise.standard(SOURCE, HEADERS, altered=()))
    assert cast[2] == ("虚?安", "", Decimal("420.00"), None, None, None, "b2", 1)


def test_each_invalid_value_is_a_problem_that_leads_to_its_line(lake: duckdb.DuckDBPyConnection) -> None:
    problems = [
        ("低保发放", "b1", 2, "姓名", "person_name", "placeholder", "无"),
        ("低保发放", "b1", 2, "金额", "amount", "not_a_number", "不详"),
        ("低保发放", "b2", 1, "姓名", "person_name", "lost_character", "虚?安"),
        ("低保发放", "b2", 1, "日期", "date", "no_day", "2023年5月"),
    ]
    assert sorted(rows(lake, quality.problems(SOURCE, HEADERS))) == sorted(problems)
    assert rows(lake, quality.problems(SOURCE, HEADERS, invalid={"日期"})) == problems[-1:]
    assert rows(lake, quality.problems(SOURCE, HEADERS, invalid=())) == []


def test_a_dictionary_keeps_only_what_is_not_simply_cast(lake: duckdb.DuckDBPyConnection) -> None:
    def kept(element: str) -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = lake.execute(
            f"select raw, value from dictionary.{element} order by raw"
        ).fetchall()
        return found

    assert kept("person_name") == [("", None), ("无", None), ("虚 和", "虚和"), ("虚?安", None)]
    assert kept("amount") == [("1.2万元", Decimal("12000.00")), ("不详", None)]


def test_a_dictionary_grows_by_values_it_does_not_know(lake: duckdb.DuckDBPyConnection) -> None:
    lake.execute("insert into landed.低保发放 by name select '无 名' as 姓名, 'b3' as _batch, 1 as _row")
    (places,) = [places for kind, places in judged_once() if kind.name == "person_name"]
    new = standardise.entries(element("person_name"), places, as_of=AS_OF, known=True)
    assert lake.execute(sql.text(new)).fetchall() == [("无 名", None, "placeholder")]


def test_what_a_dictionary_mentions_is_counted(lake: duckdb.DuckDBPyConnection) -> None:
    counted = lake.execute(sql.text(standardise.met(SOURCE, HEADERS))).fetchall()
    assert counted == [("姓名", 2, 2), ("配偶", 2, 0), ("金额", 2, 1), ("日期", 3, 1), ("备注", 1, 0)]


def test_scores_add_up(lake: duckdb.DuckDBPyConnection) -> None:
    lake.execute("create schema standard; create schema problem")
    make(lake, standard_table(SOURCE), standardise.standard(SOURCE, HEADERS))
    make(lake, problem_table(SOURCE), quality.problems(SOURCE, HEADERS))
    tally = lake.execute(sql.text(quality.tally(SOURCE))).to_arrow_table()
    scores = quality.scores([SOURCE], {tally_table(SOURCE): tally}).to_pylist()
    assert [(row["column"], row["rows"], row["blank"], row["invalid"], row["share"]) for row in scores] == [
        ("姓名", 3, 0, 2, pytest.approx(2 / 3)),
        ("配偶", 3, 2, 0, 0.0),
        ("金额", 3, 0, 1, pytest.approx(1 / 3)),
        ("日期", 3, 0, 1, pytest.approx(1 / 3)),
        ("电话", 3, 3, 0, None),
        ("备注", 3, 2, 0, 0.0),
    ]
