"""Which columns decide what rows come out: those in conditions, joins, groups and orders, however deep they stand."""

import pytest

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.govern.influence import influences

MADE = TableName("s", "made")
PAID, DEAD = TableName("standard", "发放"), TableName("standard", "死亡")
COLUMNS = {
    PAID: {"人": "VARCHAR", "金额": "DOUBLE", "日": "DATE", "备注": "VARCHAR"},
    DEAD: {"人": "VARCHAR", "死亡日": "DATE"},
}


@pytest.mark.parametrize(
    ("query", "deciding"),
    [
        ("select 金额 from standard.发放", set()),
        ("select 金额 from standard.发放 where 备注 = 'x'", {"发放.备注"}),
        ("select 备注, sum(金额) as s from standard.发放 group by 备注", {"发放.备注"}),
        ("select distinct 备注 from standard.发放", {"发放.备注"}),
        (
            "select p.金额 from standard.发放 p join standard.死亡 d on d.人 = p.人 and p.日 > d.死亡日",
            {"发放.人", "死亡.人", "发放.日", "死亡.死亡日"},
        ),
        ("select 金额 from (select 金额, 备注 as b from standard.发放) x where x.b = 'x'", {"发放.备注"}),
        (
            "with a as (select 人 as q, 日 as d from standard.发放 union all select 人, 死亡日 from standard.死亡) "
            "select q from a where d > date '2024-01-01'",
            {"发放.日", "死亡.死亡日"},
        ),
        (
            "select 金额 from standard.发放 p where exists (select 1 from standard.死亡 d where d.人 = p.人)",
            {"发放.人", "死亡.人"},
        ),
        ("select 金额 from standard.发放 order by 日 limit 3", {"发放.日"}),
    ],
)
def test_what_chooses_is_found(query: str, deciding: set[str]) -> None:
    found = influences(MADE, sql.query(query), COLUMNS)
    assert {
        f"{each.from_table.name}.{each.from_column}" for each in found if each.from_column != "*"
    } == deciding


def test_every_table_read_counts_with_its_rows() -> None:
    found = influences(MADE, sql.query("select count(*) as n from standard.发放"), COLUMNS)
    assert [(str(each.from_table), each.from_column) for each in found] == [("standard.发放", "*")]
