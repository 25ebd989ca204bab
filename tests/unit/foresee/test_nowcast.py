"""Nowcasts: nothing that came out later is known, parts of a period are compared like with like, bounds hold."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.foresee.nowcast.published import published
from shuzhi.foresee.nowcast.steps import nowcast
from shuzhi.packs.back_test_nowcasts import back_test_nowcasts

QUARTERS = 60
FIRST = 2010
HOW: dict[str, object] = {
    "grain": "季",
    "method": "合成",
    "every": 30,
    "shown": 4,
    "judged": 40,
    "days": [30, 90],
}
DAY = date(2024, 12, 20)


def month(at: int) -> date:
    return date(FIRST + at // 12, at % 12 + 1, 1)


def world(seed: int = 7) -> dict[str, pa.Table]:
    """A growth that comes and goes, told by quarter, 20 days late and anew, by month, 10 days late, and by day."""
    random = np.random.default_rng(seed)
    growth = np.zeros(3 * QUARTERS)
    for at in range(1, len(growth)):
        growth[at] = 0.9 * growth[at - 1] + random.normal(0, 0.6)
    growth += 5
    level, freight = [100.0] * 4, [50.0] * 12
    for at in range(4, QUARTERS):
        grown = growth[3 * at : 3 * at + 3].mean() + random.normal(0, 0.2)
        level.append(level[at - 4] * (1 + grown / 100))
    for at in range(12, 3 * QUARTERS):
        freight.append(freight[at - 12] * (1 + (growth[at] + random.normal(0, 1.0)) / 100))
    target = [
        {"期": month(3 * at), "公布日": month(3 * at + 2) + timedelta(days=50 + late), "值": level[at] * off}
        for at in range(QUARTERS)
        for late, off in ((0, 1.0), (200, 1.002))
    ]
    signals = [
        {
            "序列": "货运",
            "粒度": "月",
            "期": month(at),
            "公布日": month(at) + timedelta(days=41),
            "值": freight[at],
        }
        for at in range(3 * QUARTERS)
    ]
    power = [10.0] * 12
    for at in range(12, 3 * QUARTERS):
        power.append(power[at - 12] * (1 + growth[at] / 100))
    signals += [
        {
            "序列": "用电",
            "粒度": "日",
            "期": day,
            "公布日": day + timedelta(days=1),
            "值": power[at] * random.normal(1, 0.02),
        }
        for at in range(3 * QUARTERS)
        for day in (month(at) + timedelta(days=each) for each in range(28))
    ]
    return {
        "target": pa.Table.from_pylist(target),
        "signals": pa.Table.from_pylist(signals),
        "asked": pa.table({"基准日": [DAY]}),
    }


@pytest.fixture(scope="module")
def told() -> dict[str, pa.Table]:
    return world()


def test_nothing_that_came_out_on_the_day_or_later_is_known(told: dict[str, pa.Table]) -> None:
    blind = {
        **told,
        **{name: told[name].filter(pc.less(told[name]["公布日"], DAY)) for name in ("target", "signals")},
    }
    assert nowcast(told, HOW).to_pylist() == nowcast(blind, HOW).to_pylist()


def test_what_was_said_at_the_time_does_not_change_once_more_is_known(told: dict[str, pa.Table]) -> None:
    """Neither later periods nor numbers told anew reach back into an earlier day's estimate."""

    def said(day: date) -> dict[Any, Mapping[str, Any]]:
        rows = nowcast({**told, "asked": pa.table({"基准日": [day]})}, {**HOW, "shown": 8}).to_pylist()
        return {(row["期"], row["基准日"]): row["增速"] for row in rows}

    then, now = said(date(2024, 3, 31)), said(DAY)
    both = then.keys() & now.keys()
    assert len(both) > 10
    assert {key: then[key] for key in both} == {key: now[key] for key in both}


def test_the_open_quarter_is_told_with_bounds_reasons_and_no_truth(told: dict[str, pa.Table]) -> None:
    rows = nowcast(told, HOW).to_pylist()
    last = rows[-1]
    assert (last["期"], last["基准日"]) == (date(2024, 10, 1), DAY)
    assert last["公布日"] is None
    assert last["实际"] is None
    assert last["下限"] < last["增速"] < last["上限"]
    assert last["期望"] == pytest.approx(last["去年同期"] * (1 + last["增速"] / 100), abs=0.01)
    assert {"用电", "货运"} & {part.split("+")[0].split("-")[0] for part in last["理由"].split("；")}
    assert {row["期"] for row in rows if row["公布日"]} == {
        date(2023, 10, 1),
        date(2024, 1, 1),
        date(2024, 4, 1),
        date(2024, 7, 1),
    }


def test_signals_beat_as_it_was_last_ever_more_and_the_bounds_hold(told: dict[str, pa.Table]) -> None:
    rows = back_test_nowcasts(told, HOW).to_pylist()
    figures = {(row["方法"], row["第几天"], row["指标"]): row["值"] for row in rows}
    assert figures["合成", 90, "技巧"] > 0.3
    assert figures["合成", 90, "均方根误差"] < figures["合成", 30, "均方根误差"]
    assert figures["合成", 90, "均方根误差"] < figures["均值", 90, "均方根误差"]
    assert 0.8 <= figures["合成", 90, "覆盖"] <= 1
    assert figures["持续", 90, "技巧"] == 0
    assert figures["合成", 90, "件"] == 40


def test_part_of_a_period_is_compared_with_the_same_part_a_year_before() -> None:
    days = [date(year, 7, day) for year in (2023, 2024) for day in range(1, 32)]
    table = pa.table(
        {
            "期": days,
            "公布日": [day + timedelta(days=1) for day in days],
            # The second half of July is always ten times as much: half a July is compared with half a July.
            "值": [(10.0 if day.day > 15 else 1.0) * (1.1 if day.year == 2024 else 1.0) for day in days],
        }
    )
    series = published(table, "用电", "日").before(np.datetime64("2024-07-11"))
    grown, out = series.growth(np.datetime64("2024-07-01"), np.datetime64("2024-09-30"))
    assert grown == pytest.approx(10)
    assert out == np.datetime64("2024-07-10")


def test_of_several_releases_the_newest_known_counts() -> None:
    table = pa.table(
        {
            "期": [date(2023, 1, 1), date(2024, 1, 1), date(2024, 1, 1)],
            "公布日": [date(2023, 4, 20), date(2024, 4, 20), date(2024, 12, 20)],
            "值": [100.0, 105.0, 104.0],
        }
    )
    series = published(table, "产值", "季")
    quarter = np.datetime64("2024-01-01"), np.datetime64("2024-03-31")
    assert series.before(np.datetime64("2024-12-20")).growth(*quarter)[0] == pytest.approx(5)
    assert series.before(np.datetime64("2024-12-21")).growth(*quarter)[0] == pytest.approx(4)
    assert series.at_first().growth(*quarter)[0] == pytest.approx(5)


def changed(told: dict[str, pa.Table], **instead: object) -> dict[str, pa.Table]:
    """One more row of freight."""
    row = {
        "序列": "货运",
        "粒度": "月",
        "期": date(2024, 5, 1),
        "公布日": date(2024, 6, 20),
        "值": 1.0,
    } | instead
    return {**told, "signals": pa.concat_tables([told["signals"], pa.Table.from_pylist([row])])}


def test_a_number_told_before_its_period_was_over_is_refused_by_name(told: dict[str, pa.Table]) -> None:
    with pytest.raises(ShuzhiError, match="“货运”在一期过完之前就公布了"):
        nowcast(changed(told, 公布日=date(2024, 5, 31)), HOW)


def test_a_mistake_is_told(told: dict[str, pa.Table]) -> None:
    with pytest.raises(ShuzhiError, match="“货运”同一期同一天有两个数"):
        nowcast(changed(told, 公布日=date(2024, 6, 11)), HOW)
    with pytest.raises(ShuzhiError, match="没有“旬”这种粒度"):
        nowcast(changed(told, 序列="物价", 粒度="旬"), HOW)
    with pytest.raises(ShuzhiError, match="没有“神算”这种即时预测方法"):
        nowcast(told, {**HOW, "method": "神算"})
    with pytest.raises(ShuzhiError, match="只公布过 4 期，太少"):
        nowcast({**told, "target": told["target"].slice(0, 8)}, HOW)
