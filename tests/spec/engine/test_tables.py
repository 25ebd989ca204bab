"""Tables are replaced, appended to, deleted from, dropped, and described as DuckDB would."""

from datetime import date
from decimal import Decimal

import pytest

from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.ports import Engine
from shuzhi.core.sql import TableName
from tests.spec.case import arrow
from tests.spec.engine.rows import BENEFITS, all_of, people, rows_of, select

COPY = TableName("标准 一", "副本")


def test_replace_makes_the_table_exactly_the_rows(lake: Engine) -> None:
    assert lake.replace_arrow(BENEFITS, people("甲", "乙")) == 2
    assert lake.replace_arrow(BENEFITS, people("丙")) == 1
    assert rows_of(lake) == [{"姓 名": "丙"}]


def test_a_query_may_read_the_table_it_replaces(lake: Engine) -> None:
    lake.replace_arrow(BENEFITS, people("甲", "乙"))
    assert lake.replace(BENEFITS, all_of(BENEFITS).where(sql.parse("\"姓 名\" <> '甲'"))) == 1
    assert rows_of(lake) == [{"姓 名": "乙"}]


def test_append_to_nothing_makes_the_table(lake: Engine) -> None:
    assert lake.append(BENEFITS, select("select '甲' as 姓名")) == 1
    assert lake.append_arrow(COPY, people("乙")) == 1
    assert rows_of(lake) == [{"姓名": "甲"}]
    assert rows_of(lake, COPY) == [{"姓 名": "乙"}]


def test_append_goes_by_column_name_and_widens(lake: Engine) -> None:
    lake.replace_arrow(BENEFITS, people("甲", 金额=Decimal("1.50")))
    assert lake.append(BENEFITS, select("select date '2024-01-31' as 日期, '乙' as \"姓 名\"")) == 1
    assert lake.append_arrow(BENEFITS, people("丙", 村="东")) == 1
    assert lake.columns(BENEFITS) == {
        "姓 名": "VARCHAR",
        "金额": "DECIMAL(18,2)",
        "日期": "DATE",
        "村": "VARCHAR",
    }
    assert rows_of(lake) == [
        {"姓 名": "丙", "金额": None, "日期": None, "村": "东"},
        {"姓 名": "乙", "金额": None, "日期": date(2024, 1, 31), "村": None},
        {"姓 名": "甲", "金额": Decimal("1.50"), "日期": None, "村": None},
    ]


def test_append_takes_the_types_the_table_has(lake: Engine) -> None:
    lake.replace(BENEFITS, select("select cast(1 as bigint) as n, cast(1 as decimal(18,2)) as 元"))
    lake.append(BENEFITS, select("select 2 as n, 3 as 元"))
    assert lake.columns(BENEFITS) == {"n": "BIGINT", "元": "DECIMAL(18,2)"}
    assert rows_of(lake) == [{"n": 1, "元": Decimal("1.00")}, {"n": 2, "元": Decimal("3.00")}]


def test_delete_keeps_the_rows_where_the_condition_is_not_true(lake: Engine) -> None:
    lake.replace_arrow(BENEFITS, arrow([{"n": 1}, {"n": 2}, {"n": None}], {"n": "BIGINT"}))
    lake.delete(BENEFITS, sql.parse("n = 1 or n > 5"))
    assert rows_of(lake) == [{"n": 2}, {"n": None}]


def test_drop_is_done_once_and_harmless_twice(lake: Engine) -> None:
    lake.replace_arrow(BENEFITS, people("甲"))
    lake.drop(BENEFITS)
    lake.drop(BENEFITS)
    assert lake.tables() == set()
    with pytest.raises(ShuzhiError, match="低"):
        lake.columns(BENEFITS)


def test_a_table_without_rows_keeps_its_columns(lake: Engine) -> None:
    empty = "select cast('x' as varchar) as 名, cast(1 as decimal(18,2)) as 元, ['a'] as 列 where false"
    assert lake.replace(BENEFITS, select(empty)) == 0
    assert lake.columns(BENEFITS) == {"名": "VARCHAR", "元": "DECIMAL(18,2)", "列": "VARCHAR[]"}
    assert rows_of(lake) == []
    assert lake.append(BENEFITS, select("select '甲' as 名")) == 1
    assert rows_of(lake) == [{"名": "甲", "元": None, "列": None}]


def test_describe_tells_names_and_types_without_running(lake: Engine) -> None:
    lake.replace_arrow(
        BENEFITS, arrow([{"名": "甲", "元": Decimal(1), "日": date(2024, 1, 1), "列": ["a"]}], {})
    )
    query = select(
        """select 名, sum(元) as 合计, count(*) as n, avg(元) as 均, max(日) as 日, sum(元) / 3 as 比,
                  datediff('day', max(日), date '2024-03-01') as 天, array_agg(名) as 名单, max(元) > 1 as 大,
                  case when 名 = '甲' then 1 else 2.5 end as 数, length(名) as 长
           from "标准 一"."低""保`发放" group by 名"""
    )
    assert lake.describe(query) == {
        "名": "VARCHAR",
        "合计": "DECIMAL(38,2)",
        "n": "BIGINT",
        "均": "DOUBLE",
        "日": "DATE",
        "比": "DOUBLE",
        "天": "BIGINT",
        "名单": "VARCHAR[]",
        "大": "BOOLEAN",
        "数": "DECIMAL(11,1)",
        "长": "BIGINT",
    }
    lake.replace(COPY, query)
    assert lake.columns(COPY) == lake.describe(query)


def test_fetch_gives_the_same_arrow_types_whichever_engine(lake: Engine) -> None:
    lake.replace_arrow(BENEFITS, arrow([{"名": "甲", "元": Decimal("1.5"), "日": date(2024, 1, 1)}], {}))
    found = lake.fetch(
        select(
            'select 名, sum(元) as s, count(*) as n, sum(1) as h, max(日) as d from "标准 一"."低""保`发放" group by 名'
        )
    )
    assert [str(field.type) for field in found.schema] == [
        "string",
        "decimal128(38, 2)",
        "int64",
        "decimal128(38, 0)",
        "date32[day]",
    ]


def test_a_query_that_does_not_bind_is_an_error_that_says_why(lake: Engine) -> None:
    lake.replace_arrow(BENEFITS, people("甲"))
    with pytest.raises(ShuzhiError, match="没有的列"):
        lake.fetch(all_of(BENEFITS).select("没有的列", append=False))


def test_an_error_does_not_quote_the_value_it_fails_on(lake: Engine) -> None:
    lake.replace_arrow(BENEFITS, people("990101199001011234号"))
    with pytest.raises(ShuzhiError) as caught:
        lake.fetch(all_of(BENEFITS).select('cast("姓 名" as integer) as n', append=False))
    assert "990101199001011234" not in str(caught.value)
