"""Working days in scenario SQL: every engine says what the calendar of core/workdays.py says."""

from datetime import date, timedelta

import pytest
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.workdays import SCHEMA, calendar
from shuzhi.packs.calendar_file import official
from shuzhi.packs.macros import expanded
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer

CALENDAR = calendar(official())
KNOWN = [row for row in CALENDAR.table().to_pylist() if date(2025, 12, 1) <= row["day"] <= date(2027, 2, 28)]
PAIRS = [
    (date(2026, 2, 13), date(2026, 2, 24)),
    (date(2026, 2, 13), date(2026, 2, 28)),
    (date(2026, 9, 30), date(2026, 10, 10)),
    (date(2026, 6, 30), date(2026, 7, 1)),
    (date(2025, 12, 31), date(2026, 1, 4)),
    (date(2026, 5, 9), date(2026, 5, 9)),
    (date(2026, 10, 8), date(2026, 9, 30)),
    (date(2026, 12, 25), date(2027, 1, 5)),
    (None, date(2026, 1, 5)),
    (date(2026, 1, 5), None),
    (date(1970, 1, 1), date(2026, 1, 5)),
]
GIVEN: Given = {
    "reference.workday": KNOWN,
    "t.信": [{"编号": n, "来信": a, "答复": b} for n, (a, b) in enumerate(PAIRS)],
}
TYPES = {
    "reference.workday": dict(
        zip(SCHEMA.names, ["DATE", "BIGINT", "BOOLEAN", "BIGINT", "DATE", "BOOLEAN"], strict=True)
    )
}


def between(row: Row) -> int | None:
    first, last = row["来信"], row["答复"]
    if first is None or last is None or first.year < 2025:
        return None
    return CALENDAR.working_days_between(first, last).value


def ending(row: Row, days: int) -> date | None:
    first = row["来信"]
    return None if first is None or first.year < 2025 else CALENDAR.deadline(first, days).value


def query(text: str) -> exp.Query:
    return expanded(sql.query(text), parameters={}, as_of=date(2026, 6, 30))


def counted(given: Given) -> list[Row]:
    return [{"编号": row["编号"], "用时": between(row), "到期": ending(row, 15)} for row in given["t.信"]]


def late(given: Given) -> list[Row]:
    ends = [(row, ending(row, 2)) for row in given["t.信"]]
    return [{"编号": row["编号"]} for row, end in ends if end and row["答复"] and row["答复"] > end]


def by_length(given: Given) -> list[Row]:
    lengths = [between(row) for row in given["t.信"]]
    return [{"用时": length, "件数": lengths.count(length)} for length in set(lengths)]


CASES = {
    "in the output": Case(
        sql=query(
            "select 编号, working_days_between(来信, 答复) as 用时, deadline(来信, 15) as 到期 from t.信"
        ),
        oracle=counted,
        given=GIVEN,
        types=TYPES,
    ),
    "in a condition": Case(
        sql=query("select r.编号 from t.信 r where r.答复 > deadline(r.来信, 1 + 1)"),
        oracle=late,
        given=GIVEN,
        types=TYPES,
    ),
    "grouped in a second step": Case(
        sql=query(
            """with 时 as (select working_days_between(r.来信, r.答复) as 用时 from t.信 r)
               select 用时, count(*) as 件数 from 时 group by 用时"""
        ),
        oracle=by_length,
        given=GIVEN,
        types=TYPES,
    ),
    "from the day of the run": Case(
        sql=query("select working_days_between(as_of(), r.答复) as n from t.信 r where r.编号 = 2"),
        oracle=lambda _: [{"n": CALENDAR.working_days_between(date(2026, 6, 30), date(2026, 10, 10)).value}],
        given=GIVEN,
        types=TYPES,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_engines_count_as_the_calendar_does(name: str, answer: Answer) -> None:
    assert answer(CASES[name]) == CASES[name].expected


def test_the_days_tell_engines_apart_from_counting_weekdays() -> None:
    weekdays = [
        sum((a + timedelta(days=n)).weekday() < 5 for n in range(1, (b - a).days + 1))
        for a, b in PAIRS
        if a and b
    ]
    told = [between({"来信": a, "答复": b}) for a, b in PAIRS if a and b]
    assert sum(one != other for one, other in zip(weekdays, told, strict=True)) >= 5
