"""What is due when, by working days; whatever comes once a period is over settles it and all before it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuzhi.collect.dues import Cadence, Due, dues
from shuzhi.core.workdays import Arrangement, calendar

WORKDAYS = calendar(
    [
        Arrangement(
            notice="（虚构）",
            rest=tuple(date(2026, 10, 1) + timedelta(days=number) for number in range(8)),
            work=(date(2026, 10, 10),),
            year=2026,
        )
    ]
)
LONG_AGO = date(2025, 1, 1)


def told(
    cadence: Cadence, came: list[date], day: date, *, within: int | None = None, since: date = LONG_AGO
) -> list[Due]:
    return list(dues(cadence, within, came, since, day, WORKDAYS, most=4).value)


def test_a_file_of_a_whole_year_sent_late_settles_every_month_it_was_owed() -> None:
    """Nobody can tell from the year's file which months it was sent for."""
    found = told("monthly", [date(2026, 6, 8)], date(2026, 6, 20))
    assert [(due.period, due.state(date(2026, 6, 20))) for due in found] == [
        ("2026-02", "late"), ("2026-03", "late"), ("2026-04", "late"), ("2026-05", "in time"),
    ]  # fmt: skip


def test_what_came_before_a_period_was_over_does_not_settle_it() -> None:
    day = date(2026, 6, 20)
    (*_, may) = told("monthly", [date(2026, 5, 20)], day)
    assert (may.period, may.opens, may.due, may.state(day)) == (
        "2026-05", date(2026, 5, 29), date(2026, 6, 12), "missing",
    )  # fmt: skip
    (*_, sent_on_the_last_working_day) = told("monthly", [date(2026, 5, 29)], day)
    assert sent_on_the_last_working_day.state(day) == "in time"


def test_days_off_and_weekends_worked_move_what_is_due() -> None:
    found = told("weekly", [], date(2026, 10, 20), within=2)
    weeks = {due.period: due.due for due in found}
    assert weeks["2026-W39"] == date(2026, 9, 29)
    # From 1 to 8 October nobody works, on Saturday the 10th everybody does.
    assert (weeks["2026-W40"], weeks["2026-W41"]) == (date(2026, 10, 10), date(2026, 10, 13))
    daily = told("daily", [], date(2026, 10, 10))
    assert [due.period for due in daily] == ["2026-09-29", "2026-09-30", "2026-10-09", "2026-10-10"]


def test_nothing_is_owed_for_a_time_before_the_source_first_came() -> None:
    found = told("quarterly", [], date(2026, 8, 1), since=date(2026, 5, 1))
    assert [due.period for due in found] == ["2026-Q2"]
    assert told("once", [], date(2026, 8, 1)) == []


@given(
    cadence=st.sampled_from(("daily", "weekly", "monthly", "quarterly", "yearly")),
    came=st.lists(st.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=8),
    day=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    within=st.none() | st.integers(0, 40),
)
def test_sending_more_never_makes_anything_later(
    cadence: Cadence, came: list[date], day: date, within: int | None
) -> None:
    found = told(cadence, came[1:], day, within=within)
    more = told(cadence, came, day, within=within)
    assert [due.period for due in more] == [due.period for due in found]
    for before, after in zip(found, more, strict=True):
        assert before.opens <= before.due
        assert before.came is None or (after.came is not None and after.came <= before.came)


@pytest.mark.parametrize("cadence", ["daily", "weekly", "monthly", "quarterly", "yearly"])
def test_who_sends_on_the_day_it_is_due_is_always_in_time(cadence: Cadence) -> None:
    asked = told(cadence, [], date(2027, 1, 20))
    again = told(cadence, [due.due for due in asked], date(2027, 1, 20))
    assert {due.state(date(2027, 1, 20)) for due in again} <= {"in time", "open"}
