"""Working days are counted as the law counts them, and never in silence where no notice has settled the year."""

from datetime import date

import numpy as np
import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.workdays import LAST, Arrangement, calendar
from shuzhi.packs.calendar_file import official

CALENDAR = calendar(official())


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-06-01", 0, "2026-06-01"),  # a working day is its own deadline
        ("2026-06-06", 0, "2026-06-08"),  # a Saturday ends on Monday
        ("2026-06-01", 1, "2026-06-02"),  # the day it begins does not count
        ("2026-06-18", 1, "2026-06-22"),  # over 端午节
        ("2026-06-29", 5, "2026-07-06"),  # over the half-year
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday worked before 春节
        ("2026-02-14", 1, "2026-02-24"),  # nine days off
        ("2026-09-29", 15, "2026-10-26"),  # 国庆节, and the Saturday worked after it
        ("2025-12-25", 10, "2026-01-09"),  # over the new year, with Sunday 4 January worked
    ],
)
def test_the_nth_working_day_after_a_day(start: str, days: int, end: str) -> None:
    assert CALENDAR.add_working_days(day(start), days).value == day(end)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-06-01", "2026-06-01", 0),
        ("2026-06-05", "2026-06-08", 1),  # Friday to Monday
        ("2026-06-18", "2026-06-22", 1),
        ("2026-01-01", "2026-12-31", 248),
        ("2006-01-01", "2026-12-28", 5239),
        ("2026-06-08", "2026-06-05", -1),
    ],
)
def test_working_days_between_two_days(start: str, end: str, count: int) -> None:
    assert CALENDAR.working_days_between(day(start), day(end)).value == count


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-04-01", 60, "2026-06-01"),  # Sunday 31 May: the day after
        ("2026-08-03", 60, "2026-10-08"),  # 2 October: after 国庆节
        ("2026-03-16", 60, "2026-05-15"),  # a Friday
        ("2026-03-10", 60, "2026-05-09"),  # a Saturday, but worked
    ],
)
def test_a_period_of_calendar_days_ends_on_the_next_working_day(start: str, days: int, end: str) -> None:
    assert CALENDAR.deadline(day(start), days).value == day(end)


def test_a_year_without_a_notice_is_counted_monday_to_friday_and_says_so() -> None:
    counted = CALENDAR.add_working_days(day("2026-12-21"), 20)
    assert counted.value == day("2027-01-18")
    assert counted.unannounced == (2027,)
    (warning,) = counted.warnings
    assert warning.warning
    assert "2027年" in warning.what.zh
    assert "calendar.yml" in warning.todo.zh
    assert CALENDAR.working_days_between(day("2003-12-01"), day("2004-02-01")).unannounced == (2003,)


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    assert CALENDAR.is_working_day(day("2026-12-28")).unannounced == ()
    assert CALENDAR.is_working_day(day("2026-12-29")).unannounced == (2027,)
    assert CALENDAR.is_working_day(day("2025-12-31")).unannounced == ()


def test_a_year_is_settled_by_the_notice_for_it() -> None:
    told = Arrangement(notice="通知", year=2027, rest=(day("2027-01-01"),), work=(day("2027-01-09"),))
    settled = calendar([*official(), told])
    counted = settled.add_working_days(day("2026-12-31"), 7)
    assert (counted.value, counted.warnings) == (day("2027-01-11"), ())
    assert settled.is_working_day(day("2027-01-09")).value


def test_a_local_notice_changes_days_and_settles_no_year() -> None:
    festival = Arrangement(notice="凉府办发〔2026〕1号", rest=(day("2026-08-06"),), work=())
    own = calendar([*official(), festival])
    assert own.working_days_between(day("2026-08-05"), day("2026-08-07")).value == 1
    assert own.announced == CALENDAR.announced


def test_of_two_notices_about_a_day_the_later_holds() -> None:
    # 2020-02-01 was a Saturday worked, until the holidays were lengthened.
    assert not CALENDAR.is_working_day(day("2020-02-01")).value
    assert CALENDAR.add_working_days(day("2020-01-23"), 1).value == day("2020-02-03")


def test_a_day_outside_the_calendar_is_an_error() -> None:
    with pytest.raises(ShuzhiError, match="1899-12-31"):
        CALENDAR.is_working_day(day("1899-12-31"))
    with pytest.raises(ShuzhiError, match="2051"):
        CALENDAR.add_working_days(LAST, 1)
    with pytest.raises(ShuzhiError, match="NaT"):
        CALENDAR.working_days_between_each(
            np.array(["NaT"], "datetime64[D]"), np.array([LAST], "datetime64[D]")
        )


def test_working_days_are_not_taken_away() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_working_days(day("2026-06-01"), -1)
