"""Every column of a scenario table is walked back through the SQL to the columns it was made from."""

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.govern.lineage import edges, grade

TABLE = TableName("监督", "汇总")
COLUMNS = {
    TableName("standard", "发放"): {"身份证号": "VARCHAR", "金额": "DECIMAL(18,2)", "日期": "DATE"},
    TableName("standard", "死亡"): {"身份证号": "VARCHAR", "死亡日期": "DATE"},
}
QUERY = """
    with 人 as (
        select 身份证号 as 号, sum(金额) as 总额, max(日期) as 末次 from standard.发放 group by 身份证号
    )
    select 人.号, 人.总额 * 2 as 倍, datediff('day', d.死亡日期, 人.末次) as 天, 1 as 常数
    from 人 join standard.死亡 d on d.身份证号 = 人.号
    union all
    select 身份证号, 0, 0, 2 from standard.死亡
"""


def origins() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for edge in edges(TABLE, sql.query(QUERY), COLUMNS):
        found.setdefault(edge.column, set()).add(f"{edge.from_table}.{edge.from_column}")
    return found


def test_columns_come_from_every_branch_and_through_every_cte() -> None:
    assert origins() == {
        "号": {"standard.发放.身份证号", "standard.死亡.身份证号"},
        "倍": {"standard.发放.金额"},
        "天": {"standard.死亡.死亡日期", "standard.发放.日期"},
    }


def test_a_derived_column_is_never_graded_below_its_origins() -> None:
    assert grade("一般1级", ["一般4级", "一般2级"]) == "一般4级"
    assert grade("重要", ["一般1级"]) == "重要"
    assert grade(None, []) == "一般1级"
