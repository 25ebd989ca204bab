"""Quality rules count alike on every engine: whom each is asked of, who breaks it, and which rows those are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.govern.declared_rules import rules
from shuzhi.govern.quality import tally
from shuzhi.govern.rules import QualityRule, broken
from shuzhi.packs.schema import Rules
from shuzhi.packs.source_file import Column, Range, Truth
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer


@dataclass(frozen=True, kw_only=True)
class Source:
    name: str
    columns: Mapping[str, Column]


KINDS = {"证号": "id_card", "姓名": "text", "类别": "text", "金额": "amount", "起": "date", "止": "date"}
SOURCE = Source(name="发放", columns={name: Column(element=kind) for name, kind in KINDS.items()})
QUALITY = Rules(
    unique=(("证号",), ("证号", "起")),
    among={"类别": ("低保", "特困")},
    between={"金额": Range(min=0, max=99.5), "起": Range(min=date(2020, 1, 1))},
    like={"证号": "[0-9]{3}"},
    found={"证号": "standard.户籍.号"},
    agrees={"姓名": Truth(truth="standard.户籍.名", by="证号", key="号")},
    follows={"姓名": ("证号",), "止": ("起", "类别"), "金额": ("类别",)},
    holds={"起不晚于止": "起 <= 止", "起不在将来": "起 <= as_of()"},
)
AS_OF = date(2026, 6, 30)
FOUND = rules(QUALITY, TableName("standard", "发放"), as_of=AS_OF)


def row(number: int, *values: object) -> Row:
    return {"_batch": "b", "_row": number, **dict(zip(KINDS, values, strict=True))}


ROWS = [
    row(1, "001", "虚一", "低保", Decimal("10.00"), date(2024, 1, 1), date(2024, 2, 1)),
    row(2, "001", "虚一", "低保", Decimal("99.50"), date(2024, 3, 1), date(2024, 2, 1)),
    row(3, "001", "错名", "其他", Decimal("-1.00"), date(2024, 3, 1), None),
    row(4, "x02", "二又", None, Decimal("99.51"), date(2019, 12, 31), date(2027, 1, 1)),
    row(5, "003", "虚三", "特困", None, date(2026, 7, 1), date(2026, 7, 1)),
    row(6, None, "无号", "特困", Decimal("0.00"), None, date(2024, 1, 1)),
]
REGISTER: list[Row] = [
    {"号": "001", "名": "虚一"},
    {"号": "x02", "名": "二甲"},
    {"号": "x02", "名": "二又"},
    {"号": "004", "名": None},
    {"号": None, "名": "谁"},
]
PROBLEMS: list[Row] = [
    {"_batch": "b", "_row": 6, "column": "证号"},
    {"_batch": "b", "_row": 5, "column": "金额"},
]
GIVEN: Given = {"standard.发放": ROWS, "standard.户籍": REGISTER, "problem.发放": PROBLEMS}
NAMES = {"001": {"虚一"}, "x02": {"二甲", "二又"}}

Asked = Callable[[Row], bool | None]
"""What a rule says of a row in plain Python; None: it is not asked."""


def unless_empty(*names: str) -> Callable[[Callable[..., bool]], Asked]:
    def made(judge: Callable[..., bool]) -> Asked:
        def asked(row: Row) -> bool | None:
            values = [row[name] for name in names]
            return None if None in values else judge(*values)

        return asked

    return made


SAID: Mapping[str, Asked] = {
    "among:类别": unless_empty("类别")(lambda kind: kind in ("低保", "特困")),
    "between:金额": unless_empty("金额")(lambda yuan: 0 <= yuan <= Decimal("99.5")),
    "between:起": unless_empty("起")(lambda day: day >= date(2020, 1, 1)),
    "like:证号": unless_empty("证号")(lambda number: len(number) == 3 and number.isdigit()),
    "found:证号": unless_empty("证号")(lambda number: number in {"001", "x02", "004"}),
    "agrees:姓名": lambda row: None if row["证号"] not in NAMES else row["姓名"] in NAMES[row["证号"]],
    "follows:姓名": unless_empty("姓名", "证号")(lambda name, number: (number, name) != ("001", "错名")),
    # The two of 低保 say two things, and neither is more than half.
    "follows:金额": unless_empty("金额", "类别")(lambda _, kind: kind != "低保"),
    "follows:止": unless_empty("止", "起", "类别")(lambda *_: True),
    "holds:起不晚于止": unless_empty("起", "止")(lambda start, end: start <= end),
    "holds:起不在将来": unless_empty("起")(lambda day: day <= AS_OF),
}


def repeats(names: tuple[str, ...]) -> tuple[int, int]:
    keys = [tuple(row[name] for name in names) for row in ROWS]
    whole = [key for key in keys if None not in key]
    return len(whole), len(whole) - len(set(whole))


def counted(_: Given) -> list[Row]:
    told: dict[str, Any] = {"rows": len(ROWS)}
    for number, name in enumerate(KINDS):
        told[f"valid_{number}"] = sum(row[name] is not None for row in ROWS)
        told[f"invalid_{number}"] = sum(problem["column"] == name for problem in PROBLEMS)
    for number, rule in enumerate(FOUND):
        if rule.kind == "unique":
            told[f"checked_{number}"], told[f"failing_{number}"] = repeats(rule.columns)
        else:
            said = [SAID[rule.name](row) for row in ROWS]
            told[f"checked_{number}"] = sum(each is not None for each in said)
            told[f"failing_{number}"] = sum(each is False for each in said)
    return [told]


def test_one_pass_counts_every_rule(answer: Answer) -> None:
    case = Case(given=GIVEN, sql=tally(SOURCE, FOUND), oracle=counted)
    assert answer(case) == case.expected


def breaking(rule: QualityRule) -> list[int]:
    if rule.kind == "filled":
        return [
            row["_row"] for row in ROWS if row[rule.columns[0]] is None and not told(row, rule.columns[0])
        ]
    if rule.kind == "unique":
        keys = [tuple(row[name] for name in rule.columns) for row in ROWS]
        return [
            row["_row"]
            for row, key in zip(ROWS, keys, strict=True)
            if None not in key and keys.count(key) > 1
        ]
    return [row["_row"] for row in ROWS if SAID[rule.name](row) is False]


def told(row: Row, column: str) -> bool:
    return any(problem["_row"] == row["_row"] and problem["column"] == column for problem in PROBLEMS)


FILLED = [
    QualityRule(name=f"filled:{name}", kind="filled", columns=(name,), says=FOUND[0].says)
    for name in ("证号", "类别", "金额", "止")
]


def test_the_rows_that_break_each_rule_are_shown(answer: Answer) -> None:
    """What is written and wrong is no blank: it is told as invalid."""
    asked = [*FOUND, *FILLED]
    parts = [
        exp.select(exp.alias_(sql.literal(rule.name), "rule"), "_batch", "_row").from_(
            broken(SOURCE, rule).subquery("r")
        )
        for rule in asked
    ]
    expected = [
        {"rule": rule.name, "_batch": "b", "_row": number} for rule in asked for number in breaking(rule)
    ]
    case = Case(given=GIVEN, sql=sql.union_all(parts), oracle=lambda _: expected)
    assert answer(case) == case.expected
