"""Indicators over ragged data: every engine says what plain Python says, ratios and changes and parts included."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest

from shuzhi.analyse.indicators.compile import compiled
from shuzhi.analyse.indicators.contribution import contributions
from shuzhi.analyse.indicators.definition import Counted, Dimension, Indicator
from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.analyse.indicators.periods import Period, period
from shuzhi.analyse.indicators.settle import settled
from shuzhi.analyse.indicators.spine import Known
from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer

FIRST, LAST = date(2024, 11, 3), date(2026, 4, 20)
TYPES = {
    "t.事": {
        "日": "DATE",
        "类": "VARCHAR",
        "区": "VARCHAR",
        "额": "DECIMAL(18,2)",
        "人": "VARCHAR",
        "超": "BOOLEAN",
    }
}
TITLE = Text("数", "number")


def happened(
    day: str, kind: str | None, region: str | None, amount: str | None, who: str, *, late: bool
) -> Row:
    value = None if amount is None else Decimal(amount)
    return {"日": date.fromisoformat(day), "类": kind, "区": region, "额": value, "人": who, "超": late}


GIVEN: Given = {
    "t.事": [
        happened("2024-11-03", "甲", "990102001", "10.50", "a", late=False),
        happened("2025-01-05", "甲", "990102", "100.00", "a", late=True),
        happened("2025-01-20", "乙", "990103", "50.00", "b", late=False),
        happened("2025-02-28", "甲", "990102001", "7.25", "c", late=False),
        happened("2025-04-30", "丙", None, "12.00", "a", late=True),
        # Nothing in March of either year, nothing at all of 丙 in 2026, an amount nobody wrote down.
        happened("2026-01-31", "甲", "990102001", "80.00", "a", late=False),
        happened("2026-01-31", "甲", "9901", "20.00", "a", late=True),
        happened("2026-02-14", "乙", "990103100201", "40.00", "d", late=True),
        happened("2026-02-15", None, "990103", None, "e", late=False),
        happened("2026-04-20", "乙", "990103", "60.00", "d", late=True),
    ]
}
RATE = Counted(kind="count", where=sql.parse("超"))


def indicator(value: Counted, per: Counted | None = None, unit: str = "元") -> Indicator:
    return Indicator(
        name="t.数",
        title=TITLE,
        unit=Text(unit, unit),
        table=TableName("t", "事"),
        value=value,
        per=per,
        where=None,
        time="日",
        grain="day",
        dimensions=(
            Dimension(name="类", title=TITLE, column="类"),
            Dimension(name="区", title=TITLE, column="区", levels=("county", "town")),
        ),
    )


AMOUNT = indicator(Counted(kind="sum", column="额"))
COUNT = indicator(Counted(kind="count"), unit="件")
PEOPLE = indicator(Counted(kind="distinct", column="人"), unit="人")
SHARE_LATE = indicator(RATE, Counted(kind="count"), "%")


def within(rows: Sequence[Row], since: str, until: str) -> list[Row]:
    return [row for row in rows if since <= row["日"].isoformat() <= until]


def total(rows: Sequence[Row]) -> Decimal | None:
    told = [row["额"] for row in rows if row["额"] is not None]
    return sum(told, Decimal(0)) if told else None


def late(rows: Sequence[Row]) -> float | None:
    return 100.0 * sum(row["超"] for row in rows) / len(rows) if rows else None


def rate(now: Decimal | int | None, then: Decimal | int | None) -> float | None:
    return None if now is None or not then else float(100 * (now - then) / abs(then))


MONTHS = [f"2026-{month:02}" for month in range(1, 6)]


def by_month(given: Given) -> list[Row]:
    told, running = [], Decimal(0)
    for month in MONTHS:
        now, year_ago = (
            total(within(given["t.事"], month, month + "~")),
            total(within(given["t.事"], f"2025-{month[5:]}", f"2025-{month[5:]}~")),
        )
        running += now or 0
        told.append(
            {
                "time": month,
                "value": now,
                "previous_year": year_ago,
                "previous_year_change": rate(now, year_ago),
                "cumulative": None if now is None else running,
            }
        )
    return told


def counted_by_month(given: Given) -> list[Row]:
    """March is known and nothing happened; May is beyond what the table knows."""
    counts = [len(within(given["t.事"], month, month + "~")) for month in MONTHS[:4]]
    before = [len(within(given["t.事"], "2025-12", "2025-12~")), *counts]
    told = [
        {"time": month, "value": now, "previous": then, "previous_change": rate(now, then)}
        for month, now, then in zip(MONTHS, counts, before, strict=False)
    ]
    return [*told, {"time": "2026-05", "value": None, "previous": counts[-1], "previous_change": None}]


def by_kind(given: Given) -> list[Row]:
    now, then = within(given["t.事"], "2026", "2026~"), within(given["t.事"], "2025", "2025-04-30")
    told = []
    for kind in {row["类"] for row in (*now, *then)}:
        mine, was = [r for r in now if r["类"] == kind], [r for r in then if r["类"] == kind]
        value, before = late(mine), late(was)
        change = None if value is None or before is None else value - before
        told.append({"类": kind, "value": value, "previous_year": before, "previous_year_change": change})
    return told


def by_county(given: Given) -> list[Row]:
    """Rows told no further than the city are of no county; people are counted once each."""
    now = within(given["t.事"], "2026", "2026~")
    of = [(row["区"][:6] if row["区"] and len(row["区"]) >= 6 else None, row["人"]) for row in now]
    counts = {county: len({who for where, who in of if where == county}) for county, _ in of}
    everybody = len({who for _, who in of})
    return [
        {
            "区": county,
            "value": count,
            "share": 100.0 * count / everybody,
            "rank": 1 + sum(other > count for other in counts.values()),
        }
        for county, count in counts.items()
    ]


def first_kind_by_month(given: Given) -> list[Row]:
    """Of 甲 and 乙, each three rows since 2026, the one first in order leads."""
    mine = [row for row in within(given["t.事"], "2026", "2026~") if row["类"] == "乙"]
    return [
        {"time": month, "类": "乙", "value": len(within(mine, month, month + "~"))} for month in MONTHS[:4]
    ]


def parts(given: Given) -> list[Row]:
    now, then = within(given["t.事"], "2026", "2026~"), within(given["t.事"], "2025", "2025-04-30")
    whole = (late(now) or 0, late(then) or 0)
    told = []
    for kind in {row["类"] for row in (*now, *then)}:
        mine, was = [r for r in now if r["类"] == kind], [r for r in then if r["类"] == kind]
        value, before = late(mine), late(was)
        r1, r0 = value if value is not None else before, before if before is not None else value
        assert r1 is not None
        assert r0 is not None
        w1, w0 = len(mine) / len(now), len(was) / len(then)
        own, mix = (r1 - r0) * (w1 + w0) / 2, (w1 - w0) * ((r1 + r0) / 2 - sum(whole) / 2)
        told.append({"类": kind, "value": value, "then": before, "change": own + mix, "own": own, "mix": mix})
    change = sum(row["change"] for row in told)
    assert change == pytest.approx(whole[0] - whole[1])
    return [row | {"contribution": 100.0 * row["change"] / change} for row in told]


def ask(of: Indicator, make: Callable[..., object], **asked: object) -> object:
    inquiry = settled(of, Inquiry.model_validate({"indicator": of.name, **asked}))
    meant = period(str(asked["period"]), date(2026, 4, 30))
    assert isinstance(meant, Period)
    return make(of, inquiry, Known(period=meant, first=FIRST, last=LAST))


SO_FAR = "2026-01-01/2026-04-30"
CASES = {
    "a sum by month": (
        ask(
            AMOUNT, compiled, period="2026-01/2026-05", grain="month", compare=["previous_year", "cumulative"]
        ),
        by_month,
    ),
    "a count by month": (
        ask(COUNT, compiled, period="2026-01/2026-05", grain="month", compare=["previous"]),
        counted_by_month,
    ),
    "a ratio by kind": (
        ask(SHARE_LATE, compiled, period=SO_FAR, by=[{"dimension": "类"}], compare=["previous_year"]),
        by_kind,
    ),
    "people by county": (
        ask(PEOPLE, compiled, period=SO_FAR, by=[{"dimension": "区"}], compare=["share", "rank"]),
        by_county,
    ),
    "the group that leads": (
        ask(
            COUNT,
            compiled,
            period=SO_FAR,
            grain="month",
            by=[{"dimension": "类"}],
            where=[{"dimension": "类", "values": ["乙", "丙"]}],
            top=1,
        ),
        first_kind_by_month,
    ),
    "parts of a change": (
        ask(SHARE_LATE, contributions, period=SO_FAR, by=[{"dimension": "类"}], compare=["previous_year"]),
        parts,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_indicator_is_what_python_says(answer: Answer, name: str) -> None:
    query, oracle = CASES[name]
    case = Case(sql=query, given=GIVEN, types=TYPES, oracle=oracle)  # type: ignore[arg-type]
    assert answer(case) == case.expected
