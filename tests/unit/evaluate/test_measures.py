"""Measures are judged by what they were registered with before they began; no effect shown is a usual answer."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from bench.effect import METHODS, judged, ours, programme
from shuzhi.evaluate.measures import judge_measures

PERIODS = [date(2021 + month // 12, month % 12 + 1, 1) for month in range(66)]
START = date(2025, 7, 1)
PLACES = [f"区{number}" for number in range(9)]


def values(change: float = 0.0, drift: float = 0.0) -> pa.Table:
    draw = np.random.default_rng(4)
    told = 100 + 5 * np.sin(np.arange(66) / 12 * 2 * np.pi) + draw.normal(0, 2, (9, 66))
    told[0, [period >= START for period in PERIODS]] += change
    told[0] += drift * np.arange(66)
    rows = [
        (place, period, told[at, when])
        for at, place in enumerate(PLACES)
        for when, period in enumerate(PERIODS)
    ]
    return pa.table(dict(zip(("地方", "期", "值"), map(list, zip(*rows, strict=True)), strict=True)))


def measure(
    method: str, *, registered: date = date(2025, 6, 1), expected: float = -10.0, place: str = "区0"
) -> pa.Table:
    told = {"措施": ["夜间巡查"], "地方": [place], "登记日期": [registered], "开始日期": [START]}
    return pa.table(told | {"预期变化": [expected], "方法": [method]})


def judge(measures: pa.Table, seen: pa.Table) -> dict:
    (row,) = judge_measures({"measures": measures, "values": seen}, {"season": 12}).to_pylist()
    return row


@pytest.mark.parametrize("method", list(METHODS))
def test_an_effect_is_found_with_its_size(method: str) -> None:
    row = judge(measure(method), values(change=-12.0))
    assert row["结论"] == "见效"
    assert row["效果"] == pytest.approx(-12.0, abs=3.0)
    assert row["下限"] < row["效果"] < row["上限"] < 0
    assert row["安慰剂"] < 0.2


@pytest.mark.parametrize("method", list(METHODS))
def test_without_an_effect_none_is_shown(method: str) -> None:
    assert judge(measure(method), values())["结论"] == "未见效果"


def test_against_what_was_expected_is_said_so():
    assert judge(measure("双重差分"), values(change=12.0))["结论"] == "适得其反"


def test_registered_on_the_day_it_starts_is_not_judged():
    row = judge(measure("双重差分", registered=START), values(change=-12.0))
    assert row["结论"] == "不评"
    assert "2025-07-01 才登记" in row["理由"]
    assert row["效果"] is None


def test_places_that_drifted_apart_before_are_not_compared():
    row = judge(measure("双重差分"), values(drift=0.5))
    assert row["结论"] == "不评"
    assert "不平行" in row["理由"]


def test_a_small_effect_is_said_beforehand_to_be_hard_to_see():
    row = judge(measure("间断时序", expected=-0.5), values())
    assert row["事先把握"] < 0.3
    assert row["看得出的最小变化"] > 0.5
    assert "事先只有" in row["理由"]


def test_unknown_places_and_methods_are_told():
    assert "没有数据" in judge(measure("双重差分", place="无此地"), values())["理由"]
    assert "合成控制" in judge(measure("猜"), values())["理由"]


@pytest.mark.parametrize("method", list(METHODS))
def test_null_programmes_are_seldom_declared_and_intervals_hold_the_truth(method: str) -> None:
    draw = np.random.default_rng(11)
    found = judged(ours(method), [programme(draw, works=bool(number % 2)) for number in range(400)])
    assert found["declared_null"] <= 0.05
    assert 0.92 <= found["covered"] <= 0.98
