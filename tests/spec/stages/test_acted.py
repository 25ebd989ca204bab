"""What people did: every row told either counts, once per key, or is told why it does not."""

from collections.abc import Callable
from datetime import date

import pytest

from shuzhi.core.elements import element
from shuzhi.core.sql import TableName
from shuzhi.evaluate.acted import DECISION, DECISIONS, ORDER, ORDERS, Published, counted, uncounted
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer

STANDARD = {DECISION: TableName("standard", "decisions"), ORDER: TableName("standard", "orders")}


def decision(row: int, finding: str | None, **more: object) -> Row:
    told = {"finding": finding, "scenario": "监督", "rule": "a", "subject": "P1", "conclusion": "线索"}
    return {**told, "decided": date(2026, 6, 1), "_batch": "b1", "_row": row, **more}


def order(row: int, number: str | None, **more: object) -> Row:
    told = {"order": number, "origin": "request", "opened": date(2026, 6, 1)}
    return {**told, "_batch": "b1", "_row": row, **more}


DECISION_ROWS = [
    decision(1, "F1"),
    decision(2, "F2", decided=date(2026, 6, 1)),
    decision(3, "F2", decided=date(2026, 6, 9), conclusion="立案"),
    decision(4, "F2", decided=date(2026, 6, 5)),
    decision(5, "F3", decided=date(2026, 6, 5), conclusion="排除"),
    decision(6, "F3", decided=date(2026, 6, 5)),
    # The later row cannot count, so the earlier one does.
    decision(7, "F4"),
    decision(8, "F4", decided=date(2026, 6, 30), conclusion="待定"),
    decision(9, None),
    decision(10, "F5", rule=None),
    decision(11, "F6", subject=None),
    decision(12, "F7", conclusion=None),
    decision(13, "F8", decided=None),
]
ORDER_ROWS = [
    order(1, "W1", satisfaction=5),
    order(2, "W2", satisfaction=6),
    order(3, None),
    order(4, "W3", origin="别处"),
    order(5, "W4"),
    order(6, "W4"),
]
DECISION_REASONS = {
    2: ("finding", "said_twice"), 4: ("finding", "said_twice"), 5: ("finding", "said_twice"),
    8: ("conclusion", "no_conclusion"), 9: ("finding", "no_finding"), 10: ("rule", "no_rule"),
    11: ("subject", "no_subject"), 12: ("conclusion", "no_conclusion"), 13: ("decided", "no_day"),
}  # fmt: skip
ORDER_REASONS = {
    2: ("satisfaction", "not_1_to_5"),
    3: ("order", "no_order"),
    4: ("origin", "no_origin"),
    5: ("order", "said_twice"),
}
TOLD = {
    DECISION: (DECISIONS, DECISION_ROWS, DECISION_REASONS),
    ORDER: (ORDERS, ORDER_ROWS, ORDER_REASONS),
}


def types(told: Published) -> dict[str, str]:
    return {name: element(kind).type for name, kind in told.columns.items()} | {
        "_batch": "VARCHAR",
        "_row": "BIGINT",
    }


def fit(table: TableName) -> Callable[[Given], list[Row]]:
    told, _, reasons = TOLD[table]
    return lambda given: [
        {name: row.get(name) for name in told.columns}
        for row in given[str(STANDARD[table])]
        if row["_row"] not in reasons
    ]


def unfit(table: TableName) -> Callable[[Given], list[Row]]:
    told, _, reasons = TOLD[table]
    return lambda given: [
        {
            "table": str(table),
            "_batch": row["_batch"],
            "_row": row["_row"],
            "column": reasons[row["_row"]][0],
            "element": None,
            "reason": reasons[row["_row"]][1],
            "value": row[told.key],
        }
        for row in given[str(STANDARD[table])]
        if row["_row"] in reasons
    ]


@pytest.mark.parametrize("table", TOLD, ids=str)
def test_a_row_counts_once_or_is_told(table: TableName, answer: Answer) -> None:
    told, rows, _ = TOLD[table]
    standard = STANDARD[table]
    given = {str(standard): rows}
    declared = {str(standard): types(told)}
    fitting = Case(given=given, types=declared, sql=counted(told, standard), oracle=fit(table))
    unfitting = Case(given=given, types=declared, sql=uncounted(told, standard, table), oracle=unfit(table))
    assert answer(fitting) == fitting.expected
    assert answer(unfitting) == unfitting.expected
    assert len(fitting.expected) + len(unfitting.expected) == len(rows)
