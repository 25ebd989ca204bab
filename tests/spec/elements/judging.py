"""An element's table of examples as one case: each text beside what it becomes, or why it is invalid."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from shuzhi.core.elements import element
from shuzhi.core.sql import TableName
from shuzhi.govern.standardise import judged
from tests.spec.case import Case, Given, Row, comparable
from tests.spec.elements.oracle import verdict

AS_OF = date(2026, 6, 30)
LANDED = TableName("landed", "样例")
REGIONS: list[Row] = [
    {"code": "990000", "level": "province", "until": None},
    {"code": "990100", "level": "city", "until": None},
    *({"code": f"99010{place}", "level": "county", "until": None} for place in range(1, 7)),
    # 990108 was abolished for good, 990107 came back under another name.
    {"code": "990108", "level": "county", "until": date(1999, 12, 31)},
    {"code": "990107", "level": "county", "until": date(1989, 12, 31)},
    {"code": "990107", "level": "county", "until": None},
]


class Example(NamedTuple):
    """``becomes`` is the value (as text) or ``invalid`` the reason; neither means blank."""

    raw: str
    becomes: str | None = None
    invalid: str | None = None


def case(kind: str, examples: Sequence[Example]) -> Case:
    """Judge the texts as values of the element: rows raw, value, reason."""
    return Case(
        given={
            "landed.样例": [{"值": example.raw} for example in examples],
            "reference.region": REGIONS,
        },
        sql=judged(element(kind), [(LANDED, "值")], as_of=AS_OF),
        oracle=lambda given: _judged_by_oracle(kind, given),
    )


def told(kind: str, examples: Sequence[Example]) -> list[Row]:
    """The answer the examples promise."""
    return comparable([_row(kind, *example) for example in examples], ordered=False)


def _judged_by_oracle(kind: str, given: Given) -> list[Row]:
    return [
        _row(kind, str(row["值"]), *verdict(kind, str(row["值"]), given["reference.region"]))
        for row in given["landed.样例"]
    ]


def _row(kind: str, raw: str, value: str | None, reason: str | None) -> Row:
    return {"raw": raw, "value": None if value is None else typed(kind, value), "reason": reason}


def typed(kind: str, value: str) -> object:
    read = {
        "DATE": date.fromisoformat,
        "DECIMAL(18,2)": Decimal,
        "BIGINT": int,
        "DOUBLE": float,
        "BOOLEAN": lambda text: text == "true",
        "VARCHAR": str,
    }
    return read[element(kind).type](value)
