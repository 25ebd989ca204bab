"""Forecasts: no way to forecast knows what came later, sums agree, bounds hold, and what was not known is refused."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.forecasting import Panel
from shuzhi.foresee.forecast.levels import agreed
from shuzhi.foresee.forecast.series import forecast_series, method_of
from shuzhi.foresee.forecast.tables import Level, asked_of, levels_of
from shuzhi.packs.back_test_forecasts import back_test_forecasts

START = date(2025, 1, 6)  # a Monday
DAYS = 300
PARAMETERS: dict[str, object] = {
    "by": ["类", "地"],
    "period": "日",
    "value": "件",
    "counts": True,
    "season": 7,
    "horizons": [1, 3, 7],
    "ahead": {"上班": "公布"},
    "sums": [[], ["类"], ["地"], ["类", "地"]],
    "method": "平滑",
    "held_out": 84,
    "judged": 70,
}


def history(seed: int = 7, days: int = DAYS) -> pa.Table:
    """Three kinds in two places; at the weekend a fifth of what comes on a working day."""
    random = np.random.default_rng(seed)
    rows = []
    for kind, usual in (("甲", 8.0), ("乙", 3.0), ("丙", 1.0)):
        for place, part in (("东", 1.0), ("西", 0.5)):
            for day in range(days):
                mean = usual * part * (0.2 if day % 7 >= 5 else 1.0)
                rows.append(
                    {
                        "类": kind,
                        "地": place,
                        "日": START + timedelta(days=day),
                        "件": int(random.poisson(mean)),
                    }
                )
    return pa.Table.from_pylist(rows)


def calendar(days: int = DAYS + 7, known: int = -30) -> pa.Table:
    told = [START + timedelta(days=day) for day in range(days)]
    return pa.table(
        {
            "日": told,
            "上班": [int(day.weekday() < 5) for day in told],
            "公布": [day + timedelta(days=known) for day in told],
        }
    )


@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("name", ["持续", "季节", "同比", "平滑", "平滑增长", "提升树"])
def test_no_way_to_forecast_knows_what_came_later(name: str, *, counts: bool) -> None:
    asked = replace(asked_of(PARAMETERS), counts=counts, beside=("件",))
    panel = levels_of(history(), calendar(), asked)[-1].panel
    at = np.array([200, 231])
    fitted = method_of(asked, name).fit(panel, 200, (1, 3, 7))
    blind = method_of(asked, name).fit(forgotten(panel, 200), 200, (1, 3, 7))
    whole = fitted.predict(panel, at)
    np.testing.assert_array_equal(whole[0], blind.predict(forgotten(panel, 200), at[:1])[0])
    np.testing.assert_array_equal(whole[1], fitted.predict(forgotten(panel, 231), at[1:])[0])
    assert np.isfinite(whole).all()


def forgotten(panel: Panel, since: int) -> Panel:
    """The panel as it was when nothing of the periods from ``since`` on was known."""

    def cut(values: np.ndarray) -> np.ndarray:
        return np.where(np.arange(values.shape[1]) < since, values, np.nan)

    beside = {name: cut(values) for name, values in panel.beside.items()}
    return replace(panel, values=cut(panel.values), beside=beside)


def test_sums_agree_and_stand_between_their_bounds() -> None:
    made = forecast_series({"history": history(), "calendar": calendar()}, PARAMETERS).to_pylist()
    figures = {(row["类"], row["地"], row["提前"]): row for row in made}
    for ahead in (1, 3, 7, None):
        finest = {(kind, place): figures[kind, place, ahead]["期望"] for kind in "甲乙丙" for place in "东西"}
        assert figures[None, None, ahead]["期望"] == pytest.approx(sum(finest.values()), abs=0.01)
        for kind in "甲乙丙":
            parts = finest[kind, "东"] + finest[kind, "西"]
            assert figures[kind, None, ahead]["期望"] == pytest.approx(parts, abs=0.01)
    assert all(0 <= row["下限"] <= row["期望"] <= row["上限"] for row in made)
    monday = START + timedelta(days=DAYS)
    assert figures["甲", "东", 1]["期"] == figures["甲", "东", None]["期"] == monday
    assert figures["甲", "东", 3]["期"] == monday + timedelta(days=2)


@settings(max_examples=30)
@given(st.integers(0, 2**31), st.integers(2, 6))
def test_whatever_was_forecast_agrees_afterwards_and_is_left_alone_where_it_did(
    seed: int, count: int
) -> None:
    random = np.random.default_rng(seed)
    sums = [np.ones((1, count)), np.eye(count)]
    panel = levels_of(history(days=30), calendar(), asked_of(PARAMETERS))[-1].panel
    levels = [Level(columns=(), keys=pa.table({}), panel=panel, sums=each) for each in sums]
    errors = [random.uniform(0.1, 5.0, (2, len(each))) for each in sums]
    apart = [random.uniform(0, 10, (3, 2, len(each))) for each in sums]
    whole, parts = agreed(apart, levels, errors)
    np.testing.assert_allclose(whole[..., 0], parts.sum(axis=2))
    again = agreed([whole, parts], levels, errors)
    np.testing.assert_allclose(again[1], parts, atol=1e-6)


def test_the_profile_of_the_week_is_learned_and_bounds_hold_what_they_say() -> None:
    made = back_test_forecasts({"history": history(), "calendar": calendar()}, PARAMETERS).to_pylist()
    figures = {(row["方法"], row["层级"], row["提前"], row["指标"]): row["值"] for row in made}
    assert figures["平滑", "类、地", 1, "技巧"] > 0.4 > figures["持续", "类、地", 1, "技巧"]
    assert figures["平滑", "全部", None, "均方根误差"] < figures["持续", "全部", None, "均方根误差"]
    assert 0.82 <= figures["平滑", "类、地", 1, "覆盖"] <= 0.97
    assert figures["平滑", "全部", 1, "件"] == 70 - 7 + 1


def test_what_was_not_known_when_the_forecast_is_made_is_refused_by_name() -> None:
    late = {"history": history(), "calendar": calendar(known=-3)}
    with pytest.raises(ShuzhiError, match="特征“上班”用了基准日之后才知道的数据"):
        forecast_series(late, PARAMETERS)
    in_time = {"history": history(), "calendar": calendar(known=-7)}
    assert len(forecast_series(in_time, PARAMETERS))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"method": "神算"}, "没有“神算”这种预测方法"),
        ({"held_out": 290}, "历史只有 300 期，太短"),
        ({"ahead": {"下雨": "公布"}}, "日历里没有“下雨”"),
    ],
)
def test_a_mistake_is_told(change: dict[str, object], told: str) -> None:
    with pytest.raises(ShuzhiError, match=told):
        forecast_series({"history": history(), "calendar": calendar()}, PARAMETERS | change)


def test_days_the_calendar_misses_and_periods_told_twice_are_told() -> None:
    with pytest.raises(ShuzhiError, match="日历里缺"):
        forecast_series({"history": history(), "calendar": calendar(days=DAYS)}, PARAMETERS)
    twice = pa.concat_tables([history(), history().slice(0, 1)])
    with pytest.raises(ShuzhiError, match="同一期有两行"):
        forecast_series({"history": twice, "calendar": calendar()}, PARAMETERS)


def test_no_history_gives_no_forecast() -> None:
    tables = {"history": history().slice(0, 0), "calendar": calendar()}
    assert len(forecast_series(tables, PARAMETERS)) == len(back_test_forecasts(tables, PARAMETERS)) == 0


MONTHLY: dict[str, object] = {
    "by": ["税", "县"],
    "period": "月",
    "monthly": True,
    "value": "元",
    "counts": True,
    "season": 12,
    "horizons": "year_end",
    "sums": [[], ["税"], ["税", "县"]],
    "method": "平滑增长",
    "rivals": ["同比"],
    "held_out": 24,
    "judged": 36,
}


def revenue(months: int, seed: int = 7) -> pa.Table:
    """Two taxes of two counties from January 2015 on, growing by six percent a year, twice as much each December."""
    random = np.random.default_rng(seed)
    rows = []
    for tax, county, usual in (
        ("甲", "东", 900.0),
        ("甲", "西", 300.0),
        ("乙", "东", 200.0),
        ("乙", "西", 100.0),
    ):
        for at in range(months):
            level = usual * 1.06 ** (at / 12) * (2.0 if at % 12 == 11 else 1.0) * random.lognormal(0, 0.04)
            rows.append({"税": tax, "县": county, "月": date(2015 + at // 12, at % 12 + 1, 1), "元": level})
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize(("months", "first", "left"), [(125, 6, 7), (131, 12, 1), (132, 1, 12)])
def test_months_are_forecast_to_the_end_of_the_year_and_add_up(months: int, first: int, left: int) -> None:
    made = forecast_series({"history": revenue(months)}, MONTHLY).to_pylist()
    whole = [row for row in made if row["层级"] == "全部" and row["提前"] is not None]
    assert [row["期"].month for row in whole] == list(range(first, first + left))
    assert {row["期"].year for row in whole} == {2025 if months < 132 else 2026}
    assert {row["时"] for row in made} == {None}
    figures = {(row["税"], row["县"], row["提前"]): row["期望"] for row in made}
    assert figures[None, None, None] == pytest.approx(sum(row["期望"] for row in whole), abs=0.01)
    assert figures["甲", None, 1] == pytest.approx(figures["甲", "东", 1] + figures["甲", "西", 1], abs=0.01)


def test_what_grows_is_not_said_too_low_and_better_than_by_hand() -> None:
    made = back_test_forecasts({"history": revenue(125)}, MONTHLY).to_pylist()
    figures = {(row["方法"], row["层级"], row["提前"], row["指标"]): row["值"] for row in made}
    usual = figures["季节", "全部", None, "均方根误差"]
    assert figures["季节", "全部", None, "偏差"] < -0.9 * usual
    assert abs(figures["平滑增长", "全部", None, "偏差"]) < 0.2 * usual
    for level in ("全部", "税", "税、县"):
        assert figures["平滑增长", level, None, "均方根误差"] < figures["同比", level, None, "均方根误差"]
    assert 0.8 <= figures["平滑增长", "税、县", None, "覆盖"] <= 1
