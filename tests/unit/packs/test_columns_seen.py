"""Column checks follow SQL: no false alarms, real mistakes found wherever they stand."""

from pathlib import Path

import pytest
import sqlglot

from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.check_query import Reading, check_query
from shuzhi.packs.files import Purpose
from shuzhi.packs.places import Places
from shuzhi.packs.schema import Scenario

TABLES = {
    TableName("standard", "a"): frozenset({"x", "y", "d", "_batch", "_row"}),
    TableName("standard", "b"): frozenset({"x", "z", "_batch", "_row"}),
    TableName("entity", "person"): None,
}
SCENARIO = Scenario(
    name="s",
    folder=Path("s"),
    title=Text("场景", "scenario"),
    question=Text("问", "question"),
    owner="部门",
    decision="定",
    harm="害",
    purpose=Purpose(name="用", basis="法", retention="1y"),
    inputs=tuple(TABLES),
    steps=(),
    outcomes=None,
    sources=(),
    parameters={},
    tables=(),
    rules=(),
    flows=(),
    places=Places("scenario.yml"),
)

RIGHT = [
    "select a.x, (select max(b.z) from standard.b b where b.x = a.x) as m from standard.a a",
    "select x from standard.a where exists (select 1 from standard.b where b.x = a.x and y = 3)",
    "with q as (select x from standard.a), r as (select q.x, b.z from q join standard.b b on q.x = b.x)"
    " select r.x, r.z as w from r order by w",
    "select u.x from (select x from standard.a union all select x from standard.b) u",
    "select A.X from standard.a",
    "select p.anything, x from entity.person p join standard.a a on a.x = p.q",
    "select x as k from standard.a group by k having k is not null",
    "select t._row from (select a.*, b.z from standard.a a join standard.b b on a.x = b.x) t where t.z > 1",
    "with q(m, n) as (select x, y from standard.a) select m, n from q",
    "select x, evidence(a) as e from standard.a group by x",
    "select a.x from standard.a a where a.x in (select x from standard.b where z = y)",
]

WRONG = {
    "select zz from standard.a": "没有列“zz”",
    "select q.x from standard.a": "没有别名“q”",
    "select a.x from standard.a a join (select z from standard.b) b on a.x = b.x": "没有列“x”",
    "with q as (select x from standard.a) select y from q": "没有列“y”",
    "select x from standard.a where exists (select 1 from standard.b b where b.y = a.y)": "没有列“y”",
    "select evidence(q) as e from (select x from standard.a) q": "evidence(q)：“q”没有 _batch 和 _row",
    "select x from finding.finding": "没有表“finding.finding”",
    "select x from read_csv('a.csv')": "不能读取“READ_CSV('a.csv')”",
    "select x from 'a.csv'": "表“a.csv”要写全名",
}


def told(sql):
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    reading = Reading(query=tree, places=Places("t.sql"), scenario=SCENARIO, tables=TABLES)
    return [problem.what.zh for problem in check_query(reading)]


@pytest.mark.parametrize("sql", RIGHT)
def test_what_is_right_is_left_alone(sql):
    assert told(sql) == []


@pytest.mark.parametrize("sql", WRONG)
def test_what_is_wrong_is_told(sql):
    assert told(sql) == [WRONG[sql]]
