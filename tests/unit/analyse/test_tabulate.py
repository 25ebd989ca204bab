"""Analyses from a form: each is what one would write by hand, totals come from rows, joins multiply nothing."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from shuzhi.analyse.tabulate.checking import check
from shuzhi.analyse.tabulate.compiling import compiled
from shuzhi.analyse.tabulate.form import Analysis, Known
from shuzhi.analyse.tabulate.telling import titles, told
from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.links import Link
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.secure.gate import tables_of, within_bounds

PAID = TableName("standard", "发放")
COLUMNS = {"区": "text", "日": "date", "额": "number", "人": "number", "类": "text", "在册": "yes_no"}
PLAIN = Known(table=PAID, joined=None, columns=COLUMNS)
JOINED = Known(
    table=PAID,
    joined=Link(on="区", table=TableName("standard", "区名"), key="码"),
    columns=COLUMNS | {"joined.名": "text"},
)
BY_JOIN = {"table": "standard.区名", "on": "区", "key": "码"}


@pytest.fixture(scope="module")
def lake() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute('create schema "standard"')
        connection.execute(
            """create table "standard"."发放" as select * from (values
            ('A', date '2025-12-31', 100.10, 1, '甲', true), ('A', date '2026-01-05', 20.00, 1, '乙', true),
            ('A', date '2026-02-05', 30.00, 2, '甲', false), ('B', date '2026-02-06', 1000.00, 40, '甲', null),
            ('B', date '2026-05-01', null, 1, null, true), (null, date '2026-05-02', 7.00, null, '乙', true),
            ('C', null, 5.00, 5, '甲', true)) as t(区, 日, 额, 人, 类, 在册)"""
        )
        connection.execute(
            """create table "standard"."区名" as select * from (values
            ('A', '甲区'), ('B', '乙区'), ('B', '又一个乙区')) as t(码, 名)"""
        )
        yield connection


def name(column: str) -> Text:
    return Text(column, column)


def asked(**said: Any) -> Analysis:
    return Analysis.model_validate(
        {"purpose": "p", "table": str(PAID), "measures": [{"how": "rows"}], **said}
    )


def answer(lake: duckdb.DuckDBPyConnection, form: Analysis, known: Known = PLAIN) -> list[tuple[Any, ...]]:
    check(form, known)
    text = sql.text(compiled(form, known, [each.zh for each in titles(form, name)]))
    # As the door holds it: parsed again, made of what is allowed only.
    query = sql.query(text)
    within_bounds(query)
    tables_of(query)
    return lake.execute(text).fetchall()


def test_groups_measures_and_conditions_are_what_one_would_write(lake: duckdb.DuckDBPyConnection) -> None:
    form = asked(
        where=[
            {"column": "日", "how": "between", "values": ["2025-12-31", "2026-05-01"]},
            {"column": "类", "how": "ne", "values": ["乙"]},
        ],
        rows=[{"column": "区"}, {"column": "日", "step": "month"}],
        measures=[
            {"how": "rows"},
            {"how": "sum", "of": "额"},
            {"how": "distinct", "of": "类"},
            {"how": "max", "of": "日"},
        ],
        totals=False,
    )
    by_hand = """select 区, strftime(日, '%Y-%m') as m, count(*), sum(额), count(distinct 类), max(日)
        from "standard"."发放" where 日 between '2025-12-31' and '2026-05-01' and (类 <> '乙' or 类 is null)
        group by all order by 区 nulls last, m nulls last limit 100"""
    assert answer(lake, form) == lake.execute(by_hand).fetchall()


@pytest.mark.parametrize(
    ("condition", "by_hand"),
    [
        ({"column": "额", "how": "ge", "values": ["30"]}, "额 >= 30"),
        ({"column": "区", "how": "in", "values": ["A", "C"]}, "区 in ('A', 'C')"),
        ({"column": "类", "how": "has", "values": ["%"]}, "contains(类, '%')"),
        ({"column": "区", "how": "starts", "values": ["A' or 1=1 --"]}, "false"),
        ({"column": "在册", "how": "eq", "values": ["否"]}, "not 在册"),
        ({"column": "日", "how": "empty"}, "日 is null"),
        ({"column": "类", "how": "filled"}, "类 is not null"),
    ],
)
def test_each_condition(lake: duckdb.DuckDBPyConnection, condition: Any, by_hand: str) -> None:
    expected = lake.execute(f'select count(*) from "standard"."发放" where {by_hand}').fetchall()
    assert answer(lake, asked(where=[condition])) == expected


def test_dates_by_year_quarter_month_day(lake: duckdb.DuckDBPyConnection) -> None:
    told = {
        step: [row[0] for row in answer(lake, asked(rows=[{"column": "日", "step": step}], totals=False))]
        for step in ("year", "quarter", "month")
    }
    assert told["year"] == ["2025", "2026", None]
    assert told["quarter"] == ["2025-Q4", "2026-Q1", "2026-Q2", None]
    assert told["month"] == ["2025-12", "2026-01", "2026-02", "2026-05", None]


def test_totals_are_of_the_rows_and_no_ratio_is_averaged(lake: duckdb.DuckDBPyConnection) -> None:
    form = asked(
        rows=[{"column": "区"}],
        across=[{"column": "类"}],
        measures=[{"how": "ratio", "of": "额", "over": "人"}, {"how": "avg", "of": "额"}],
    )
    rows = answer(lake, form)
    cells = {(which, area, kind): (ratio, mean) for which, area, kind, ratio, mean in rows}
    assert cells[1, "A", None] == pytest.approx((150.10 / 4, 150.10 / 3))
    assert cells[2, None, "甲"] == pytest.approx((1135.10 / 48, 1135.10 / 4))
    assert cells[3, None, None] == pytest.approx((1162.10 / 50, 1162.10 / 6))
    assert sorted({row[0] for row in rows}) == [0, 1, 2, 3]


def test_a_table_with_a_head_is_cut_by_the_totals_of_its_rows(lake: duckdb.DuckDBPyConnection) -> None:
    form = asked(
        rows=[{"column": "区"}],
        across=[{"column": "类"}],
        measures=[{"how": "sum", "of": "额"}],
        sort={"measure": 0, "down": True},
        limit=2,
    )
    rows = answer(lake, form)
    assert [row[1] for row in rows if row[0] == 1] == ["B", "A"]
    # What is not shown is part of the total.
    assert [float(row[-1]) for row in rows if row[0] == 3] == [1162.10]


def test_a_join_finds_one_row_or_none(lake: duckdb.DuckDBPyConnection) -> None:
    form = asked(
        join=BY_JOIN,
        rows=[{"column": "joined.名"}],
        measures=[{"how": "rows"}, {"how": "sum", "of": "额"}],
        totals=False,
    )
    # B stands there twice: its rows are counted once, under no name.
    assert [(row[0], row[1]) for row in answer(lake, form, JOINED)] == [("甲区", 3), (None, 4)]


@pytest.mark.parametrize(
    "said",
    [
        {"rows": [{"column": "没有"}]},
        {"rows": [{"column": "区", "step": "month"}]},
        {"rows": [{"column": "区"}, {"column": "区"}]},
        {"measures": [{"how": "sum", "of": "区"}]},
        {"measures": [{"how": "ratio", "of": "额", "over": "区"}]},
        {"where": [{"column": "额", "how": "gt", "values": ["1 or 1=1"]}]},
        {"where": [{"column": "额", "how": "gt", "values": ["1e9"]}]},
        {"where": [{"column": "日", "how": "eq", "values": ["2026-02-30"]}]},
        {"where": [{"column": "额", "how": "has", "values": ["1"]}]},
        {"where": [{"column": "在册", "how": "eq", "values": ["true"]}]},
    ],
)
def test_what_does_not_fit_is_refused_before_it_is_asked(said: Any) -> None:
    with pytest.raises(ShuzhiError):
        check(asked(**said), PLAIN)


@pytest.mark.parametrize(
    "said",
    [
        {"rows": [{"column": "日", "step": "month"}]},
        {"measures": [{"how": "max", "of": "额"}]},
        {"where": [{"column": "区", "how": "has", "values": ["A"]}]},
        {"join": BY_JOIN},
    ],
)
def test_of_statistics_only_what_the_gateway_answers(said: Any) -> None:
    with pytest.raises(ShuzhiError):
        check(asked(**said), Known(table=PAID, joined=None, columns=COLUMNS, statistics=True))


def test_it_is_told_in_one_sentence() -> None:
    form = asked(
        where=[{"column": "额", "how": "ge", "values": ["30"]}],
        rows=[{"column": "日", "step": "month"}],
        measures=[{"how": "rows"}, {"how": "ratio", "of": "额", "over": "人"}],
        sort={"measure": 1, "down": True},
        limit=10,
    )
    assert told(form, Text("发放", "Payments"), None, name) == Text(
        "在“发放”中，取额不小于“30”的行，按日·月分组，统计行数、额÷人，按额÷人从大到小排，最多 10 组。",
        "Of “Payments”, only rows where 额 is at least “30”, by 日 · month, counting rows, 额 ÷ 人, "
        "sorted by 额 ÷ 人, descending, at most 10 groups.",
    )
