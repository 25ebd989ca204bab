"""landed -> standard -> problems -> scores, on one small source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from shuzhi.core import sql
from shuzhi.govern import quality, standardise


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
ROWS = [
    ("虚平安", "虚 和", "1.2万元", "2023年5月1日", " 好 ", "b1", 1),
    ("无", None, "不详", "20230501", "", "b1", 2),
    ("虚?安", "", "420", "2023年5月", None, "b2", 1),
]


@pytest.fixture
def lake() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for schema in ("landed", "standard", "dictionary", "quality"):
        connection.execute(f"create schema {schema}")
    names = ", ".join(f'"{name}"' for name in [*HEADERS, "_batch", "_row"])
    connection.execute(
        f"create table landed.低保发放 as select * from (values {_values()}) as landed({names})"
    )
    for table, query in standardise.builds(SOURCE, HEADERS, as_of=date(2026, 6, 30)):
        connection.execute(f"create table {table.tree.sql('duckdb', identify=True)} as {sql.text(query)}")
    connection.execute(f"create table quality.problem as {sql.text(quality.problems(SOURCE, HEADERS))}")
    connection.execute(f"create table quality.score as {sql.text(quality.scores([SOURCE]))}")
    return connection


def _values() -> str:
    rows = [", ".join("null" if value is None else repr(value) for value in row) for row in ROWS]
    return ", ".join(f"({row})" for row in rows)


def test_values_are_typed_and_what_is_blank_invalid_or_missing_is_null(
    lake: duckdb.DuckDBPyConnection,
) -> None:
    day = date(2023, 5, 1)
    assert lake.execute("from standard.低保发放 order by _batch, _row").fetchall() == [
        ("虚平安", "虚和", Decimal("12000.00"), day, None, "好", "b1", 1),
        (None, None, None, day, None, None, "b1", 2),
        (None, None, Decimal("420.00"), None, None, None, "b2", 1),
    ]


def test_each_invalid_value_is_a_problem_that_leads_to_its_line(lake: duckdb.DuckDBPyConnection) -> None:
    assert lake.execute("from quality.problem order by _batch, _row, value").fetchall() == [
        ("低保发放", "b1", 2, "金额", "amount", "not_a_number", "不详"),
        ("低保发放", "b1", 2, "姓名", "person_name", "placeholder", "无"),
        ("低保发放", "b2", 1, "日期", "date", "no_day", "2023年5月"),
        ("低保发放", "b2", 1, "姓名", "person_name", "lost_character", "虚?安"),
    ]


def test_columns_of_one_element_share_a_dictionary(lake: duckdb.DuckDBPyConnection) -> None:
    tables = [table.name for table, _ in standardise.builds(SOURCE, HEADERS, as_of=date(2026, 6, 30))]
    assert tables == ["低保发放_person_name", "低保发放_amount", "低保发放_date", "低保发放"]


def test_a_dictionary_of_texts_keeps_only_what_changes(lake: duckdb.DuckDBPyConnection) -> None:
    kept = lake.execute("select raw, value from dictionary.低保发放_person_name order by raw").fetchall()
    assert kept == [("", None), ("无", None), ("虚 和", "虚和"), ("虚?安", None)]


def test_scores_add_up(lake: duckdb.DuckDBPyConnection) -> None:
    scores = lake.execute('select "column", rows, blank, invalid, share from quality.score').fetchall()
    # The order of rows is nobody's promise.
    assert sorted(scores, key=lambda row: list(SOURCE.columns).index(row[0])) == [
        ("姓名", 3, 0, 2, pytest.approx(2 / 3)),
        ("配偶", 3, 2, 0, 0.0),
        ("金额", 3, 0, 1, pytest.approx(1 / 3)),
        ("日期", 3, 0, 1, pytest.approx(1 / 3)),
        ("电话", 3, 3, 0, None),
        ("备注", 3, 2, 0, 0.0),
    ]
