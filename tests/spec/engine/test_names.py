"""A table may be a name for a query; to a reader it is a table."""

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.ports import Engine
from shuzhi.core.sql import TableName
from tests.spec.engine.conftest import Reopen
from tests.spec.engine.rows import BENEFITS, people, rows_of, select

NAMED = TableName("监督", "发 放")


def query() -> exp.Query:
    named = sql.fill("\"姓 名\" || '某'")
    return exp.select(exp.alias_(named, "姓名", quoted=True)).from_(BENEFITS.tree)


def test_a_name_gives_the_rows_of_its_query(lake: Engine) -> None:
    lake.replace_arrow(BENEFITS, people("甲", "乙"))
    assert lake.name(NAMED, query()) == 2
    assert NAMED in lake.tables()
    assert lake.columns(NAMED) == {"姓名": "VARCHAR"}
    assert rows_of(lake, NAMED) == [{"姓名": "乙某"}, {"姓名": "甲某"}]


def test_a_name_lasts(lake: Engine, reopen: Reopen) -> None:
    lake.replace_arrow(BENEFITS, people("甲"))
    lake.name(NAMED, query())
    assert rows_of(reopen(), NAMED) == [{"姓名": "甲某"}]


def test_a_name_may_become_a_table_and_a_table_a_name(lake: Engine) -> None:
    lake.replace_arrow(BENEFITS, people("甲"))
    lake.name(NAMED, query())
    lake.replace(NAMED, select("select '自己' as 姓名"))
    assert rows_of(lake, NAMED) == [{"姓名": "自己"}]
    lake.name(NAMED, query())
    assert rows_of(lake, NAMED) == [{"姓名": "甲某"}]
    lake.drop(NAMED)
    assert NAMED not in lake.tables()
