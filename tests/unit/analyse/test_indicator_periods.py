"""Periods: what their names mean on a day, their buckets, and the days they are compared with."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuzhi.analyse.indicators.definition import GRAINS, Grain
from shuzhi.analyse.indicators.periods import DAY, Period, buckets, compared, period
from shuzhi.core.errors import ShuzhiError

TODAY = date(2026, 6, 17)
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def days(said: str) -> tuple[str, str] | None:
    found = period(said, TODAY)
    return None if found is None else (str(found.since), str(found.until))


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("2026-05-03", "2026-05-03", "2026-05-03"),
        ("2025-Q4/2026-02", "2025-10-01", "2026-02-28"),
        ("this_month", "2026-06-01", "2026-06-17"),
        ("this_week", "2026-06-15", "2026-06-17"),
        ("previous_quarter", "2026-01-01", "2026-03-31"),
        ("previous_year", "2025-01-01", "2025-12-31"),
        ("last_30_days", "2026-05-19", "2026-06-17"),
        ("last_3_months", "2026-03-01", "2026-05-31"),
    ],
)
def test_a_name_means_these_days(said: str, since: str, until: str) -> None:
    assert days(said) == (since, until)


def test_all_is_no_period() -> None:
    assert days("all") is None


@pytest.mark.parametrize(
    "said", ["", "soon", "2026-13", "2026-W54", "2026-05/2026-04", "last_0_days", "20260501"]
)
def test_what_means_nothing_is_said_so(said: str) -> None:
    with pytest.raises(ShuzhiError):
        period(said, TODAY)


@given(DAYS, st.integers(1, 900), st.sampled_from(GRAINS))
def test_buckets_are_the_period_cut_without_gap(since: date, length: int, grain: Grain) -> None:
    asked = Period(since, since + length * DAY)
    found = list(buckets(asked, grain))
    assert found[0].period.since == asked.since
    assert found[-1].period.end == asked.end
    assert all(one.period.end == other.period.since for one, other in pairwise(found))
    assert [each.label for each in found] == sorted({each.label for each in found})
    whole = [period(each.label, TODAY) for each in found]
    assert all(
        each and each.since <= bucket.period.since < each.end
        for each, bucket in zip(whole, found, strict=True)
    )


@pytest.mark.parametrize(
    ("asked", "grain", "step", "since", "until"),
    [
        # A whole month with the whole month; a month so far with as many days of the other.
        ("2025-02", None, "previous_year", "2024-02-01", "2024-02-29"),
        ("this_month", None, "previous_year", "2025-06-01", "2025-06-17"),
        ("this_month", None, "previous", "2026-05-01", "2026-05-17"),
        ("2026-03", None, "previous", "2026-02-01", "2026-02-28"),
        ("2026-Q2", None, "previous", "2026-01-01", "2026-03-31"),
        ("this_year", None, "previous", "2025-01-01", "2025-06-17"),
        ("2026-05-03", None, "previous", "2026-05-02", "2026-05-02"),
        ("2026-05-03/2026-05-09", None, "previous", "2026-04-26", "2026-05-02"),
        ("this_year", "month", "previous", "2025-12-01", "2026-05-17"),
        ("2026-W01", "week", "previous_year", "2024-12-30", "2025-01-05"),
        ("2024-02-29", None, "previous_year", "2023-02-28", "2023-02-28"),
    ],
)
def test_a_period_is_compared_with_these_days(asked, grain, step, since, until) -> None:
    meant = period(asked, TODAY)
    assert meant is not None
    found = compared(meant, grain, step)
    assert (str(found.since), str(found.until)) == (since, until)


def test_the_29th_of_february_has_no_day_a_year_before() -> None:
    meant = period("2024-02-28/2024-03-01", TODAY)
    assert meant is not None
    assert [bucket.before("previous_year") for bucket in buckets(meant, "day")] == [
        date(2023, 2, 28),
        None,
        date(2023, 3, 1),
    ]
