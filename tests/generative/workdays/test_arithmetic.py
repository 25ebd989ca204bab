"""Whatever the days: adding and counting belong together, and agree with counting one by one."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shuzhi.core.workdays import FIRST, LAST, calendar
from shuzhi.packs.calendar_file import official

CALENDAR = calendar(official())
DAYS = st.dates(date(1998, 1, 1), date(2034, 12, 31))
COUNTS = st.integers(0, 400)


def one_by_one(start: date, end: date) -> int:
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(CALENDAR.is_working_day(day).value for day in days)


@given(DAYS, st.integers(1, 400))
def test_counting_what_was_added_gives_it_back(start: date, days: int) -> None:
    end = CALENDAR.add_working_days(start, days).value
    assert CALENDAR.working_days_between(start, end).value == days
    assert CALENDAR.is_working_day(end).value


@given(DAYS, st.integers(0, 900))
def test_counting_is_counting_one_by_one(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    assert CALENDAR.working_days_between(start, end).value == one_by_one(start, end)
    assert CALENDAR.working_days_between(end, start).value == -one_by_one(start, end)


@given(DAYS, COUNTS, COUNTS)
def test_one_after_the_other_is_all_at_once(start: date, some: int, more: int) -> None:
    first = CALENDAR.add_working_days(start, some).value
    if some or CALENDAR.is_working_day(start).value:
        assert (
            CALENDAR.add_working_days(first, more).value
            == CALENDAR.add_working_days(start, some + more).value
        )


@given(DAYS, st.integers(0, 40), COUNTS)
def test_later_or_longer_never_ends_earlier(start: date, later: int, days: int) -> None:
    end = CALENDAR.add_working_days(start, days).value
    assert CALENDAR.add_working_days(start + timedelta(days=later), days).value >= end
    assert CALENDAR.add_working_days(start, days + 1).value >= end
    assert CALENDAR.deadline(start, days + 1).value >= CALENDAR.deadline(start, days).value


@given(DAYS, COUNTS)
def test_a_deadline_is_the_first_working_day_from_the_last_day_on(start: date, days: int) -> None:
    last, end = start + timedelta(days=days), CALENDAR.deadline(start, days).value
    assert end >= last
    assert CALENDAR.is_working_day(end).value
    assert one_by_one(last - timedelta(days=1), end) == 1


@given(DAYS, COUNTS)
def test_no_year_without_a_notice_is_counted_in_silence(start: date, days: int) -> None:
    counted = CALENDAR.add_working_days(start, days)
    reached = range((start + timedelta(days=min(days, 1))).year, counted.value.year + 1)
    missing = [year for year in reached if not 2004 <= year <= 2026]
    assert set(missing) <= set(counted.unannounced)
    assert len(counted.warnings) == len(counted.unannounced)
    assert all(not 2004 <= year <= 2026 for year in counted.unannounced)


@given(st.lists(st.tuples(DAYS, DAYS), max_size=20))
def test_many_at_once_are_each_alone(asked: list[tuple[date, date]]) -> None:
    starts = np.array([start for start, _ in asked], "datetime64[D]")
    ends = np.array([end for _, end in asked], "datetime64[D]")
    counted = CALENDAR.working_days_between_each(starts, ends)
    alone = [CALENDAR.working_days_between(start, end) for start, end in asked]
    assert counted.value.tolist() == [one.value for one in alone]
    assert {year for one in alone for year in one.unannounced} <= set(counted.unannounced)


def test_the_table_of_days_is_the_calendar() -> None:
    rows = CALENDAR.table().to_pylist()
    assert [rows[0]["day"], rows[-1]["day"]] == [FIRST, LAST]
    assert [row["number"] for row in rows] == list(range(len(rows)))
    worked = 0
    for row in rows:
        told = CALENDAR.is_working_day(row["day"])
        worked += told.value
        assert (row["is_working"], row["ordinal"], row["announced"]) == (
            told.value,
            worked,
            not told.unannounced,
        )
    following = None
    for row in reversed(rows):
        following = row["day"] if row["is_working"] else following
        assert row["next_working"] in (following, LAST + timedelta(days=1))
