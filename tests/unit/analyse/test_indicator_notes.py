"""What would mislead is said beside the number: data that end early, or begin within what it is compared with."""

from datetime import date

import pytest

from shuzhi.analyse.indicators.definition import Counted, Indicator
from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.analyse.indicators.periods import Period
from shuzhi.analyse.indicators.spine import Known
from shuzhi.analyse.indicators.words import notes
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text

HALF = Period(date(2026, 1, 1), date(2026, 7, 1))
BLOCKED = Indicator(
    name="堵塞数",
    title=Text("堵塞数", "blocked"),
    unit=Text("次", "times"),
    table=TableName("standard", "堵塞"),
    value=Counted(kind="count"),
    per=None,
    where=None,
    time="日",
    grain="day",
    dimensions=(),
)


def said(first: date, last: date) -> list[str]:
    inquiry = Inquiry.model_validate(
        {"indicator": "a.堵塞数", "period": "2026-01-01/2026-06-30", "compare": ["previous_year"]}
    )
    return [note.zh for note in notes(BLOCKED, inquiry, Known(period=HALF, first=first, last=last))]


@pytest.mark.parametrize("first", [date(2024, 1, 1), date(2025, 1, 2), date(2025, 1, 19), date(2025, 7, 1)])
def test_nothing_is_said_of_a_change_that_the_data_cover_or_that_is_not_told(first: date) -> None:
    assert said(first, date(2026, 6, 30)) == []


def test_data_that_begin_within_what_it_is_compared_with_are_said() -> None:
    (told,) = said(date(2025, 2, 18), date(2026, 6, 30))
    assert "2025-02-18" in told
    assert "2025-01-01" in told


def test_data_that_end_early_are_said() -> None:
    assert said(date(2024, 1, 1), date(2026, 6, 15)) == ["数据只到 2026-06-15"]
