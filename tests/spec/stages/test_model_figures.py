"""Figures of models by period, and those that left their limits: the worst part of the newest period counts."""

from collections.abc import Mapping
from datetime import date

import pytest

from shuzhi.core.sql import TableName
from shuzhi.evaluate.models import MODEL_FIGURE, Measured, Watch, figures, watched
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)
TESTS = TableName("fire", "回测")
DRIFT = TableName("fire", "分布")
TYPES = {
    str(TESTS): {"方法": "VARCHAR", "起": "DATE", "指标": "VARCHAR", "值": "DOUBLE"},
    str(DRIFT): {
        "方法": "VARCHAR", "特征": "VARCHAR", "提前": "BIGINT", "起": "DATE", "指标": "VARCHAR", "值": "DOUBLE",
    },
    str(MODEL_FIGURE): {
        "scenario": "VARCHAR", "model": "VARCHAR", "kind": "VARCHAR", "method": "VARCHAR", "own": "BOOLEAN",
        "since": "DATE", "part": "VARCHAR", "figure": "VARCHAR", "value": "DOUBLE",
    },
}  # fmt: skip


def test_figures_of_all_tables_stand_in_one(answer: Answer) -> None:
    given: Given = {
        str(TESTS): [
            {"方法": "树", "起": MARCH, "指标": "AUC", "值": 0.6},
            {"方法": "随机", "起": MARCH, "指标": "AUC", "值": 0.5},
        ],
        str(DRIFT): [
            {"方法": "分布", "特征": "面积", "提前": None, "起": MAY, "指标": "稳定性指数", "值": 0.1}
        ],
    }
    measured = [
        Measured(scenario="火", model="排名", kind="figures", method="树", table=TESTS, parts=()),
        Measured(scenario="火", model="排名", kind="drift", method=None, table=DRIFT, parts=("提前", "特征")),
    ]

    def oracle(rows: Given) -> list[Row]:
        common = {"scenario": "火", "model": "排名"}
        return [
            {**common, "kind": "figures", "method": row["方法"], "own": row["方法"] == "树", "since": row["起"],
             "part": None, "figure": row["指标"], "value": row["值"]}
            for row in rows[str(TESTS)]
        ] + [
            {**common, "kind": "drift", "method": "分布", "own": True, "since": MAY, "part": "合计 · 面积",
             "figure": "稳定性指数", "value": 0.1}
        ]  # fmt: skip

    case = Case(given=given, types=TYPES, sql=figures(measured), oracle=oracle)
    assert answer(case) == case.expected


def figure(since: date, value: float, *, part: str | None = None, method: str = "树") -> Row:
    return {
        "scenario": "火", "model": "排名", "kind": "figures", "method": method, "own": method == "树", "since": since,
        "part": part, "figure": "AUC", "value": value,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "about", "said"),
    [
        (
            [figure(MARCH, 0.7), figure(MAY, 0.52), figure(MAY, 0.9, method="随机")],
            {},
            {"since": MAY, "value": 0.52, "before": 0.7, "periods": 2, "state": "out"},
        ),
        (
            [figure(MAY, 0.55)],
            {},
            {"since": MAY, "value": 0.55, "before": None, "periods": 1, "state": "within"},
        ),
        (
            [figure(MAY, 0.7, part="北"), figure(MAY, 0.4, part="南")],
            {},
            {"since": MAY, "value": 0.4, "before": None, "periods": 1, "state": "out"},
        ),
        (
            [figure(MAY, 0.7, part="北"), figure(MAY, 0.4, part="南")],
            {"part": "北"},
            {"since": MAY, "value": 0.7, "before": None, "periods": 1, "state": "within"},
        ),
        (
            [figure(MAY, 0.6)],
            {"keep": "below"},
            {"since": MAY, "value": 0.6, "before": None, "periods": 1, "state": "out"},
        ),
        ([], {}, {"since": None, "value": None, "before": None, "periods": 0, "state": "not_measured"}),
    ],
    ids=["fell", "at-the-limit", "worst-part", "one-part", "above-what-it-should-be-below", "never-measured"],
)
def test_the_newest_period_is_held_against_the_limit(
    answer: Answer, rows: list[Row], about: Mapping[str, str], said: Row
) -> None:
    watch = {"part": None, "keep": "above", **about}
    asked = Watch(scenario="火", model="排名", place=0, figure="AUC", method="树", limit=0.55, **watch)  # type: ignore[arg-type]
    told = {
        "scenario": "火", "model": "排名", "place": 0, "figure": "AUC", "method": "树", "part": watch["part"],
        "keep": watch["keep"], "limit": 0.55, **said,
    }  # fmt: skip
    given: Given = {str(MODEL_FIGURE): rows}
    case = Case(given=given, types=TYPES, sql=watched([asked, asked]), oracle=lambda _: [told, told])
    assert answer(case) == case.expected


def test_without_models_there_are_tables_without_rows(answer: Answer) -> None:
    for query in (figures([]), watched([])):
        case = Case(given={}, sql=query, oracle=lambda _: [])
        assert answer(case) == case.expected
