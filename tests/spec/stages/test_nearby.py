"""What happened near here, on every engine: circles by great-circle distance, shapes by hand, few left untold."""

import math
from datetime import date
from typing import Any

from shuzhi.analyse import nearby
from shuzhi.analyse.nearby import ALWAYS, Area, Circle, Counts, Period, Points, Shape
from shuzhi.core.sql import TableName
from tests.spec.case import Case, Row
from tests.spec.conftest import Answer

PLACES = Points(table=TableName("standard", "事"), longitude="经", latitude="纬", time="日")
HOLLOW = Shape(
    rings=(
        ((83.0, 39.0), (83.4, 39.0), (83.4, 39.4), (83.0, 39.4)),
        ((83.1, 39.1), (83.3, 39.1), (83.3, 39.3), (83.1, 39.3)),
    )
)  # fmt: skip
"""A square with a square hole."""
GRID: list[Row] = [
    {"号": f"{x}-{y}", "经": 83.005 + x * 0.04, "纬": 39.005 + y * 0.04, "日": date(2026, 1, 1 + x)}
    for x in range(12)
    for y in range(12)
] + [{"号": "无处", "经": None, "纬": None, "日": date(2026, 1, 1)}]


def metres(x1: float, y1: float, x2: float, y2: float) -> float:
    """Along the great circle (haversine)."""
    lat1, lat2 = math.radians(y1), math.radians(y2)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(x2 - x1) / 2) ** 2
    return 2 * 6_371_000 * math.asin(math.sqrt(half))


def by_hand(row: Row, area: Area) -> bool:
    if row["经"] is None:
        return False
    if isinstance(area, Circle):
        return metres(row["经"], row["纬"], area.longitude, area.latitude) <= area.metres
    outside = row["经"] < 83.4 and row["纬"] < 39.4
    return outside and not (83.1 < row["经"] < 83.3 and 39.1 < row["纬"] < 39.3)


def test_circles_and_shapes_hold_what_lies_in_them(answer: Answer) -> None:
    for area in (Circle(longitude=83.2, latitude=39.2, metres=9_000), HOLLOW):
        for period in (ALWAYS, Period(since=date(2026, 1, 3), until=date(2026, 1, 6))):

            def oracle(given: Any, area: Area = area, period: Period = period) -> list[Row]:
                there = [row for row in given["standard.事"] if by_hand(row, area)]
                then = [row for row in there if period is ALWAYS or 3 <= row["日"].day <= 6]
                return [{"号": row["号"], "of": len(then)} for row in then]

            listed = nearby.listed(PLACES, area, period, ["号"], 1_000)
            case = Case(given={"standard.事": GRID}, sql=listed, oracle=oracle)
            assert case.expected
            assert answer(case) == case.expected


def test_few_are_not_told_of(answer: Answer) -> None:
    rows: list[Row] = (
        [{"区": "990102", "n": 1}] * 4 + [{"区": "990102001", "n": 5}] + [{"区": "990103", "n": 9}] * 2
    )
    counts = Counts(table=TableName("standard", "数"), region="区", sum="n", smallest=3)
    case = Case(
        given={"standard.数": rows},
        sql=nearby.counted(counts, ALWAYS, digits=6, within="9901"),
        oracle=lambda _: [{"region": "990102", "n": 9}, {"region": "990103", "n": None}],
    )
    assert answer(case) == case.expected
