"""A contract casts, and counts what breaks it."""

from decimal import Decimal

from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.sql import TableName
from shuzhi.govern import contract as contracts
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer

TABLE = TableName("监督", "发放")
CONTRACT = Contract(
    columns={"金额": "amount", "笔数": "integer"}, key=("号",), not_null=("号", "名"), at_least=2, at_most=3
)
ROWS: list[Row] = [
    {"号": "甲", "名": "张三"},
    {"号": "甲", "名": None},
    {"号": "乙", "名": None},
    {"号": None, "名": "李四"},
]


def test_a_contract_casts_to_its_elements(answer: Answer) -> None:
    case = Case(
        sql=contracts.conform(sql.query("select 1.239 as 金额, sum(2) as 笔数 from t.x"), CONTRACT),
        given={"t.x": [{"a": 1}, {"a": 2}]},
        oracle=lambda _: [{"金额": Decimal("1.24"), "笔数": 4}],
    )
    assert answer(case) == case.expected


def test_repeated_keys_and_nulls_are_counted(answer: Answer) -> None:
    def counted(given: Given) -> list[Row]:
        rows = given["监督.发放"]
        keys = [row["号"] for row in rows]
        return [
            {
                "rows": len(rows),
                "null_0": sum(row["号"] is None for row in rows),
                "null_1": sum(row["名"] is None for row in rows),
                "duplicates": sum(keys.count(key) > 1 for key in set(keys)),
            }
        ]

    case = Case(given={"监督.发放": ROWS}, sql=contracts.counts(TABLE, CONTRACT), oracle=counted)
    assert answer(case) == case.expected


def test_what_is_counted_is_told_and_too_many_rows_only_warn() -> None:
    problems = contracts.row_problems(TABLE, CONTRACT, {"rows": 4, "null_0": 1, "null_1": 0, "duplicates": 1})
    assert [str(problem.why) for problem in contracts.stopping(problems)] == [
        "列 号 有 1 行为空",
        "键 号 有 1 个值重复",
    ]
    assert [problem.warning for problem in problems] == [True, False, False]
    few = contracts.row_problems(TABLE, CONTRACT, {"rows": 1, "null_0": 0, "null_1": 0, "duplicates": 0})
    assert len(contracts.stopping(few)) == 1


def test_missing_and_extra_columns_are_told() -> None:
    (problem,) = contracts.column_problems(TABLE, CONTRACT, {"金额": "DOUBLE", "多余": "VARCHAR"})
    assert str(problem.why) == "缺少 笔数；多出 多余"
