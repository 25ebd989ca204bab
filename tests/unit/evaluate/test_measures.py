"""Measures are judged by what they were registered with before they began; no effect shown is a usual answer."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from bench.effect import METHODS, judged, ours, programme
from shuzhi.evaluate.measures import Judged, Measure, Series, judge

PERIODS = [date(2021 + month // 12, month % 12 + 1, 1) for month in range(66)]
START = date(2025, 7, 1)
PLACES = [f"区{number}" for number in range(9)]


def values(change: float = 0.0, drift: float = 0.0, until: int = 66) -> Series:
    draw = np.random.default_rng(4)
    told = 100 + 5 * np.sin(np.arange(66) / 12 * 2 * np.pi) + draw.normal(0, 2, (9, 66))
    told[0, [period >= START for period in PERIODS]] += change
    told[0] += drift * np.arange(66)
    return Series(places=PLACES, periods=PERIODS[:until], values=told[:, :until], season=12)


def measure(method: str, **other: object) -> Measure:
    told = Measure(
        places=frozenset({"区0"}),
        compared=frozenset(PLACES[1:]),
        registered=date(2025, 6, 1),
        start=START,
        periods=12,
        expected=-10.0,
        method=method,
    )
    return replace(told, **other)  # type: ignore[arg-type]


def test_each_period_is_told_beside_what_it_would_have_been() -> None:
    found: Judged = judge(measure("合成控制"), values(change=-12.0))
    since = [row for row in found.periods if row["period"] >= START]
    assert len(found.periods) == 66
    apart = np.mean([row["actual"] - row["without"] for row in since])
    assert apart == pytest.approx(found.row["effect"])
    assert np.mean([row["without"] for row in since]) == pytest.approx(found.row["without"])


@pytest.mark.parametrize("method", list(METHODS))
def test_an_effect_is_found_with_its_size(method: str) -> None:
    row = judge(measure(method), values(change=-12.0)).row
    assert row["state"] == "works"
    assert row["effect"] == pytest.approx(-12.0, abs=3.0)
    assert row["lower"] < row["effect"] < row["upper"] < 0
    assert row["placebo"] < 0.2


@pytest.mark.parametrize("method", list(METHODS))
def test_without_an_effect_none_is_shown(method: str) -> None:
    assert judge(measure(method), values()).row["state"] == "none_shown"


@pytest.mark.parametrize("method", list(METHODS))
def test_what_would_have_been_is_near_what_was_before_the_start(method: str) -> None:
    found = judge(measure(method), values(change=-12.0))
    before = [row["actual"] - row["without"] for row in found.periods if row["period"] < START]
    assert abs(float(np.mean(before))) < 1.0
    assert float(np.std(before)) < 4.0


def test_against_what_was_expected_is_said_so() -> None:
    assert judge(measure("双重差分"), values(change=12.0)).row["state"] == "backfires"


def test_no_conclusion_before_the_last_period() -> None:
    found = judge(measure("双重差分"), values(change=-12.0, until=62))
    assert (found.row["state"], found.row["after"]) == ("running", 8)
    assert found.row["effect"] < -6


def test_before_the_start_power_is_told_and_nothing_else() -> None:
    found = judge(measure("双重差分"), values(until=54))
    assert found.row["state"] == "planned"
    assert found.row["power"] > 0.9
    assert "effect" not in found.row
    assert len(found.periods) == 54


def test_registered_on_the_day_it_starts_is_not_judged() -> None:
    row = judge(measure("双重差分", registered=START), values(change=-12.0)).row
    assert (row["state"], row["why"]) == ("not_judged", "registered_late")
    assert "effect" not in row


def test_places_that_drifted_apart_before_are_not_compared() -> None:
    row = judge(measure("双重差分"), values(drift=0.5)).row
    assert (row["state"], row["why"]) == ("not_judged", "not_parallel")


def test_a_small_effect_is_said_beforehand_to_be_hard_to_see() -> None:
    row = judge(measure("间断时序", expected=-0.5), values()).row
    assert row["power"] < 0.3
    assert row["smallest"] > 0.5


def test_what_cannot_be_judged_says_why() -> None:
    def why(**other: object) -> str:
        row = judge(measure("双重差分", **other), values()).row
        assert row["state"] == "not_judged"
        return str(row["why"])

    assert why(places=frozenset({"无此地"})) == "no_values"
    assert why(compared=frozenset({"区1", "区2"})) == "few_others"
    assert why(start=date(2022, 1, 1), registered=date(2021, 6, 1)) == "few_before"
    gap = values()
    gap.values[0, 3] = np.nan
    assert judge(measure("双重差分"), gap).row["why"] == "gaps"


@pytest.mark.parametrize("method", list(METHODS))
def test_null_programmes_are_seldom_declared_and_intervals_hold_the_truth(method: str) -> None:
    draw = np.random.default_rng(11)
    found = judged(ours(method), [programme(draw, works=bool(number % 2)) for number in range(400)])
    assert found["declared_null"] <= 0.05
    assert 0.92 <= found["covered"] <= 0.98
