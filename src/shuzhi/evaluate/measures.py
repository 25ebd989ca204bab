"""Step: what measures changed, judged by the method they were registered with before they started."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from shuzhi.evaluate.autoregression import Floats
from shuzhi.evaluate.counterfactual import (
    FEWEST_AFTER,
    FEWEST_BEFORE,
    FEWEST_OTHERS,
    METHODS,
    Effect,
    power,
    pretrend,
)

WORKS, NONE_SHOWN, BACKFIRES, NOT_JUDGED = "见效", "未见效果", "适得其反", "不评"
ALONE, AGAINST = "间断时序", "双重差分"
"""The method that needs no other places, and the one whose trends must be parallel."""

DRIFT = 0.01
"""Below this chance, a drift before the start is taken for one: one sound measure in a hundred is turned away."""

COLUMNS = {
    "措施": pa.string(),
    "方法": pa.string(),
    "结论": pa.string(),
    "理由": pa.string(),
    "效果": pa.float64(),
    "下限": pa.float64(),
    "上限": pa.float64(),
    "没有措施会是": pa.float64(),
    "偶然": pa.float64(),
    "安慰剂": pa.float64(),
    "预期变化": pa.float64(),
    "事先把握": pa.float64(),
    "看得出的最小变化": pa.float64(),
    "期前": pa.int64(),
    "期后": pa.int64(),
}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """As it was registered: where, from when, with which change expected, and how it is to be judged."""

    name: str
    places: frozenset[str]
    registered: date
    start: date
    expected: float
    method: str


def judge_measures(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: one row per measure: its effect per period with interval, placebo and power, and the conclusion.

    Tables: ``measures`` (措施, 地方: a row each, 登记日期, 开始日期, 预期变化: signed, per period and place, 方法: one
    of ``METHODS``) and ``values`` (地方, 期: first day of the period, 值). Parameter ``season``: periods of a year.
    Places under any measure are never compared with. 不评, with why, where a measure was not registered before its
    start, where too little is known, or where what is compared did not run parallel before.
    """
    season = int(str(parameters["season"]))
    places, periods, values = _matrix(tables["values"])
    measures = _measures(tables["measures"])
    treated = frozenset().union(*(measure.places for measure in measures))
    others = [at for at, place in enumerate(places) if place not in treated]
    complete = [at for at in others if np.isfinite(values[at]).all()]
    rows = [_row(measure, places, periods, values, values[complete], season) for measure in measures]
    return pa.Table.from_pylist(rows, schema=pa.schema(list(COLUMNS.items())))


def _row(
    measure: Measure,
    places: Sequence[str],
    periods: Sequence[date],
    values: Floats,
    others: Floats,
    season: int,
) -> dict[str, Any]:
    mine = [at for at, place in enumerate(places) if place in measure.places]
    series = values[mine].mean(axis=0) if mine else np.full(len(periods), np.nan)
    start = sum(period < measure.start for period in periods)
    told: dict[str, Any] = {
        "措施": measure.name,
        "方法": measure.method,
        "预期变化": measure.expected,
        "期前": start,
        "期后": len(periods) - start,
    }
    against = others if measure.method != ALONE else others[:0]
    why_not = _why_not(measure, series, against, start, season)
    if why_not:
        return {**told, "结论": NOT_JUDGED, "理由": why_not}
    apart = series - against.mean(axis=0) if measure.method == AGAINST else series
    before = power(apart[:start], len(periods) - start, measure.expected, season)
    effect = METHODS[measure.method](series, against, start, season)
    conclusion, reason = _conclusion(effect, measure.expected, before.chance)
    return {
        **told,
        "结论": conclusion,
        "理由": reason,
        "效果": effect.estimate,
        "下限": effect.lower,
        "上限": effect.upper,
        "没有措施会是": effect.without,
        "偶然": effect.chance,
        "安慰剂": placebo(measure.method, series, against, start, season),
        "事先把握": before.chance,
        "看得出的最小变化": before.smallest,
    }


def _why_not(measure: Measure, series: Floats, others: Floats, start: int, season: int) -> str | None:
    needed, alone = max(FEWEST_BEFORE, season), measure.method == ALONE
    after = len(series) - start
    checks = (
        (
            measure.registered < measure.start,
            f"{measure.registered} 才登记，不早于开始的 {measure.start}：看过结果再定怎么评，不作数",
        ),
        (measure.method in METHODS, f"没有“{measure.method}”这种方法：可用 {'、'.join(METHODS)}"),
        (bool(np.isfinite(series).all()), "措施所在的地方有缺期，或没有数据"),
        (start >= needed, f"开始前只有 {start} 期，少于 {needed} 期"),
        (after >= FEWEST_AFTER, f"开始后只有 {after} 期，少于 {FEWEST_AFTER} 期"),
        (alone or len(others) >= FEWEST_OTHERS, f"可比的地方只有 {len(others)} 个，少于 {FEWEST_OTHERS} 个"),
    )
    for holds, otherwise in checks:
        if not holds:
            return otherwise
    if measure.method == AGAINST and pretrend(series, others, start, season) < DRIFT:
        return "开始之前与可比的地方已不平行，差距本来就在变：改用合成控制，须在开始前登记"
    return None


def _conclusion(effect: Effect, expected: float, chance: float) -> tuple[str, str]:
    interval = f"每期变化 {effect.estimate:.1f}（95% 区间 {effect.lower:.1f} 至 {effect.upper:.1f}）"
    if effect.lower <= 0 <= effect.upper:
        weak = f"；事先只有 {chance:.0%} 的把握看出预期的变化" if chance < 0.8 else ""
        return NONE_SHOWN, f"{interval}，区间含零：没有看出效果，不等于没有效果{weak}"
    wanted = (effect.estimate > 0) == (expected > 0)
    return (
        WORKS if wanted else BACKFIRES
    ), f"{interval}，区间不含零，{'与预期同向' if wanted else '与预期相反'}"


def placebo(method: str, values: Floats, others: Floats, start: int, season: int) -> float:
    """The share of places without the measure (or, alone, of earlier starts) that seem to change at least as much."""
    judge = METHODS[method]
    mine = abs(judge(values, others, start, season).estimate)
    if len(others):
        each = [
            judge(others[at], np.delete(others, at, axis=0), start, season).estimate
            for at in range(len(others))
        ]
    else:
        width = len(values) - start
        earlier = range(max(FEWEST_BEFORE, season), start - width + 1)
        each = [judge(values[: at + width], others, at, season).estimate for at in earlier]
    return float((1 + sum(abs(effect) >= mine for effect in each)) / (1 + len(each)))


def _matrix(table: pa.Table) -> tuple[list[str], list[date], Floats]:
    """Places, periods in order, and values (NaN where there is none)."""
    places, place = np.unique(np.array(table["地方"].to_pylist(), dtype=object), return_inverse=True)
    periods, period = np.unique(np.array(table["期"].to_pylist(), dtype=object), return_inverse=True)
    values = np.full((len(places), len(periods)), np.nan)
    values[place, period] = np.array(table["值"].cast(pa.float64()).to_pylist(), dtype=np.float64)
    return list(places), list(periods), values


def _measures(table: pa.Table) -> list[Measure]:
    rows = table.to_pylist()
    names = sorted({row["措施"] for row in rows})
    by_name = {name: [row for row in rows if row["措施"] == name] for name in names}
    return [
        Measure(
            name=name,
            places=frozenset(row["地方"] for row in told),
            registered=max(row["登记日期"] for row in told),
            start=min(row["开始日期"] for row in told),
            expected=float(told[0]["预期变化"]),
            method=told[0]["方法"],
        )
        for name, told in by_name.items()
    ]
