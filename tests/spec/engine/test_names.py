"""A table may be a name for a query, or be held for one process only; to a reader both are tables."""

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.ports import Engine
from shuzhi.core.sql import TableName
from tests.spec.engine.conftest import Reopen
from tests.spec.engine.rows import BENEFITS, people, rows_of, select

NAMED = TableName("监督", "发 放")
HELD = TableName("dictionary", "发放_id_card")


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


def test_what_is_held_is_read_like_a_table_until_it_is_dropped(lake: Engine) -> None:
    with lake.transaction():
        assert lake.hold(HELD, select("select '甲' as raw")) == 1
        lake.replace(NAMED, select(f'select d.raw from "{HELD.schema}"."{HELD.name}" as d'))
        lake.drop(HELD)
    assert HELD not in lake.tables()
    assert rows_of(lake, NAMED) == [{"raw": "甲"}]


def test_what_is_held_does_not_last(lake: Engine, reopen: Reopen) -> None:
    lake.replace_arrow(BENEFITS, people("甲"))
    lake.hold(HELD, select("select '甲' as raw"))
    lake.drop(HELD)
    assert HELD not in reopen().tables()
