"""Macros become plain SQL that means what the parameter files and the run's date say."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.sql import query, text
from shuzhi.core.text import Text
from shuzhi.packs.macros import expanded
from shuzhi.packs.places import Places
from shuzhi.packs.schema import Parameter


def parameter(**values):
    return Parameter(
        label=Text("标准", "standard"),
        unit="元",
        reference="公告",
        values={date.fromisoformat(since): value for since, value in values.items()},
        name="标准",
        path=Path("p.yml"),
        places=Places("p.yml"),
    )


STANDARD = {"标准": parameter(**{"2022-01-01": 420, "2024-01-01": 480.55})}


def answer(sql, as_of="2025-01-01"):
    tree = expanded(query(sql), parameters=STANDARD, as_of=date.fromisoformat(as_of))
    return duckdb.sql(text(tree)).fetchall()


@pytest.mark.parametrize(
    ("day", "value"),
    [("2021-12-31", None), ("2022-01-01", 420), ("2023-12-31", 420), ("2024-01-01", Decimal("480.55"))],
)
def test_a_dated_parameter_is_the_value_in_force_that_day(day, value):
    sql = f"select parameter(标准, d) as 值 from (select date '{day}' as d) t"
    assert answer(sql) == [(value,)]


def test_a_parameter_alone_is_the_value_on_the_day_of_the_run():
    assert answer("select parameter(标准) as 值", as_of="2023-06-01") == [(420,)]
    assert answer("select parameter(标准) as 值", as_of="2025-06-01") == [(Decimal("480.55"),)]


def test_a_parameter_without_a_value_yet_is_an_error():
    with pytest.raises(ShuzhiError, match=r"p\.yml:1"):
        answer("select parameter(标准) as 值", as_of="2020-01-01")


def test_amounts_are_exact():
    assert answer("select parameter(标准) * 3 as 值") == [(Decimal("1441.65"),)]


def test_as_of_is_a_date():
    assert answer("select as_of() as 日") == [(date(2025, 1, 1),)]


def test_evidence_is_the_rows_behind_a_group():
    rows = "(values ('b1', 7), ('b1', 9)) p(_batch, _row)"
    assert answer(f"select list_sort(evidence(p)) as 证据 from {rows}") == [(["b1:7", "b1:9"],)]
