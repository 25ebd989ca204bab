"""A batch counts alike on every engine: its rows, what is filled, sizes, and how values are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import log
from typing import Any

from shuzhi.govern.history import profile
from shuzhi.packs.source_file import Column
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer


@dataclass(frozen=True, kw_only=True)
class Source:
    name: str
    columns: Mapping[str, Column]


KINDS = {"金额": "amount", "日": "date", "码": "text", "对": "yes_no"}
SOURCE = Source(name="发放", columns={name: Column(element=kind) for name, kind in KINDS.items()})
ROWS: list[Row] = [
    {"_batch": "a", "金额": Decimal("3.00"), "日": date(2000, 1, 11), "码": "01", "对": True},
    {"_batch": "a", "金额": Decimal("-8.50"), "日": date(2000, 1, 21), "码": "男", "对": False},
    {"_batch": "a", "金额": None, "日": None, "码": "3岁", "对": None},
    {"_batch": "b", "金额": Decimal("0.00"), "日": date(1999, 12, 31), "码": None, "对": True},
]
SIZES: Sequence[tuple[str, Callable[[Any], float]]] = (
    ("金额", lambda value: log(1 + abs(float(value)))),
    ("日", lambda value: (value - date(2000, 1, 1)).days),
    ("码", len),
    ("对", float),
)


def total(values: Sequence[float]) -> float | None:
    return sum(values) if values else None


def counted(given: Given) -> list[Row]:
    found = []
    for batch in ("a", "b"):
        rows = [row for row in given["standard.发放"] if row["_batch"] == batch]
        told: Row = {"_batch": batch, "rows": len(rows)}
        for number, (name, size) in enumerate(SIZES):
            values = [row[name] for row in rows if row[name] is not None]
            sizes = [float(size(value)) for value in values]
            told |= {f"filled_{number}": len(values), f"size_{number}": total(sizes)}
            told[f"square_{number}"] = total([each**2 for each in sizes])
            if name == "码":
                told[f"first_{number}"] = sum(float(value[0].isdigit()) for value in values) + 0.0
                told[f"last_{number}"] = total(
                    [float(value[-1]) if value[-1].isdigit() else -1.0 for value in values]
                )
        found.append(told)
    return found


def test_each_batch_is_counted(answer: Answer) -> None:
    case = Case(given={"standard.发放": ROWS}, sql=profile(SOURCE), oracle=counted)
    assert answer(case) == case.expected
