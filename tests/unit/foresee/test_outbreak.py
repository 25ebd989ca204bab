"""Weeks above what their past lets expect are found, and told with what they were compared with."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.foresee.outbreak import RECENT, REGRESSION, detect_outbreaks

MONDAY = date(2020, 1, 6)
HOW = {"by": ["病", "区"], "week": "周", "count": "例", "watch": 8}


def reports(counts: list[int], *, disease: str = "手足口病", place: str = "990102") -> pa.Table:
    weeks = [MONDAY + timedelta(weeks=week) for week in range(len(counts))]
    return pa.table({"病": [disease] * len(counts), "区": [place] * len(counts), "周": weeks, "例": counts})


def seasonal(weeks: int, seed: int = 1) -> list[int]:
    mean = 12 + 8 * np.sin(2 * np.pi * np.arange(weeks) / 52.18)
    return np.random.default_rng(seed).poisson(mean).tolist()


def test_a_planted_outbreak_is_an_alarm_and_counts_its_weeks():
    counts = seasonal(5 * 52)
    counts[-3:] = [60, 70, 80]
    found = detect_outbreaks({"cases": reports(counts)}, HOW).to_pylist()
    assert [row["报警"] for row in found] == [False] * 5 + [True] * 3
    assert [row["连续"] for row in found][-3:] == [1, 2, 3]
    assert {row["首周"] for row in found if row["报警"]} == {MONDAY + timedelta(weeks=257)}
    assert all(row["依据"] == REGRESSION and row["期望"] < row["上限"] < row["病例"] for row in found[-3:])


def test_the_season_is_no_outbreak():
    # Every year the same wave: high, but as every year.
    wave = [5] * 20 + [30] * 10 + [5] * 22
    counts = (wave * 6)[: 5 * 52 + 28]
    assert not any(detect_outbreaks({"cases": reports(counts)}, HOW)["报警"].to_pylist())


def test_a_short_series_is_compared_with_its_last_weeks():
    found = detect_outbreaks({"cases": reports([4, 6, 5] * 8 + [30])}, HOW).to_pylist()
    assert found[-1]["报警"]
    assert {row["依据"] for row in found} == {RECENT}


def test_weeks_without_a_row_are_weeks_without_cases():
    counts = seasonal(4 * 52)
    whole = reports(counts)
    other = reports([7], place="990103")
    table = pa.concat_tables([whole, other])
    found = detect_outbreaks({"cases": table}, HOW).to_pylist()
    assert [row["病例"] for row in found if row["区"] == "990103"] == [0] * 8
    assert [row["病例"] for row in found if row["区"] == "990102"] == counts[-8:]


def test_fewer_cases_than_said_are_no_alarm():
    found = detect_outbreaks({"cases": reports([0] * 207 + [4])}, HOW)
    assert not any(found["报警"].to_pylist())


def test_dates_that_are_not_a_week_apart_are_refused():
    table = reports([1, 2]).set_column(2, "周", pa.array([MONDAY, MONDAY + timedelta(days=3)]))
    with pytest.raises(ShuzhiError, match="2020-01-09"):
        detect_outbreaks({"cases": table}, HOW)


def test_no_reports_make_no_rows():
    assert len(detect_outbreaks({"cases": reports([])}, HOW)) == 0
