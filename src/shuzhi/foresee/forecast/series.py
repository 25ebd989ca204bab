"""Step: what is to be expected of every series in the coming periods, from what to what, and why."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.forecasting import Forecaster
from shuzhi.core.foresight import Reason
from shuzhi.core.text import Text
from shuzhi.foresee.forecast.levels import Expected, FittedLevels, fit_levels
from shuzhi.foresee.forecast.smoothing import Growing, Last, SeasonGrown, Smoothed
from shuzhi.foresee.forecast.tables import Asked, Level, asked_of, levels_of

MOST_REASONS = 3
KINDS = {
    "层级": pa.string(),
    "期": pa.date32(),
    "时": pa.int64(),
    "提前": pa.int64(),
    "期望": pa.float64(),
    "下限": pa.float64(),
    "上限": pa.float64(),
    "理由": pa.string(),
}


def method_of(asked: Asked, name: str) -> Forecaster:
    """By the name a scenario calls it: 持续, 季节, 同比, 平滑, 平滑增长, 提升树."""
    if name == "提升树":
        from shuzhi.foresee.forecast.trees import Trees  # noqa: PLC0415 - 200 MB, for those who ask for it

        return Trees(counts=asked.counts)
    ways: Mapping[str, Forecaster] = {
        "持续": Last(),
        "季节": Last(whole_seasons=True),
        "同比": SeasonGrown(),
        "平滑": Smoothed(),
        "平滑增长": Growing(within=Smoothed()),
    }
    if name not in ways:
        raise ShuzhiError([_no_method(name)])
    return ways[name]


def forecast_series(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: forecasts of every series and sum, as of the last period of ``history``.

    Tables: ``history`` (a row per series and period), and ``calendar`` where ``ahead`` is asked for. Parameters: those
    of ``asked_of``. Returns the ``by`` columns (NULL where summed up over them), 层级 (the columns a sum is by; 全部),
    期 (its first day), 时 (NULL but where periods are hours), 提前 (NULL: the sum over all horizons, of counts), 期望,
    下限, 上限, 理由. Sums agree with what they sum up.
    """
    asked = asked_of(parameters, tables["history"])
    if not len(tables["history"]):
        return pa.table({**{name: pa.array([], pa.string()) for name in asked.by}, **_empty()})
    levels = levels_of(tables["history"], tables.get("calendar"), asked)
    until = len(levels[0].panel.times) - asked.furthest
    if until - asked.held_out < 2 * asked.season:
        raise ShuzhiError([_too_short(until, asked)])
    fitted = fit_levels(levels, method_of(asked, asked.method), asked, until)
    told = fitted.forecast(np.array([until]))
    return pa.concat_tables(
        [
            _table(level, expected, _reasons(fitted, at, until), asked, until)
            for at, (level, expected) in enumerate(zip(levels, told, strict=True))
        ]
    )


def _table(
    level: Level, expected: Expected, reasons: Sequence[Sequence[str]], asked: Asked, until: int
) -> pa.Table:
    horizons = expected.mean.shape[1]
    times = level.panel.times[[until + ahead - 1 for ahead in asked.horizons]]
    count = len(level.keys)
    days = [*times.astype("datetime64[D]").tolist(), times[0].astype("datetime64[D]").item()][:horizons]
    hours = [int(each) for each in (times - times.astype("datetime64[D]")) / np.timedelta64(1, "h")]
    rows = np.tile(np.arange(count), horizons)
    keys = {
        name: level.keys[name].take(pa.array(rows))
        if name in level.columns
        else pa.nulls(len(rows), pa.string())
        for name in asked.by
    }
    figures = {
        name: pa.array(np.round(values[0].ravel(), 3))
        for name, values in (("期望", expected.mean), ("下限", expected.lower), ("上限", expected.upper))
    }
    return pa.table(
        {
            **keys,
            "层级": pa.array(["、".join(level.columns) or "全部"] * len(rows)),
            "期": pa.array(np.repeat(np.array(days, "datetime64[D]"), count), pa.date32()),
            "时": pa.array([*np.repeat(hours, count), *[None] * count][: len(rows)], pa.int64())
            if asked.hour
            else pa.nulls(len(rows), pa.int64()),
            "提前": pa.array(
                [each for ahead in (*asked.horizons, None)[:horizons] for each in [ahead] * count], pa.int64()
            ),
            **figures,
            "理由": pa.array([reason for row in reasons for reason in row], pa.string()),
        }
    )


def _reasons(fitted: FittedLevels, at: int, until: int) -> list[list[str]]:
    """Per horizon and series what moves the forecast most; for the sum over horizons, what does so in all of them."""
    each = fitted.fitted[at].explain(fitted.levels[at].panel, until)
    told = [[_told(reasons) for reasons in row] for row in each]
    if fitted.asked.counts:
        told.append([_told(_together([row[series] for row in each])) for series in range(len(each[0]))])
    return told


def _together(reasons: Sequence[Sequence[Reason]]) -> list[Reason]:
    weights: dict[str, float] = {}
    for reason in (each for row in reasons for each in row):
        weights[reason.feature] = weights.get(reason.feature, 0.0) + reason.weight
    return sorted(
        (Reason(name, None, weight) for name, weight in weights.items()), key=lambda each: -abs(each.weight)
    )


def _told(reasons: Sequence[Reason]) -> str:
    return "；".join(
        f"{each.feature}{'' if each.value is None else f' {each.value:.3g}'}（{each.weight:+.2f}）"
        for each in reasons[:MOST_REASONS]
    )


def _empty() -> dict[str, pa.Array]:
    return {name: pa.array([], kind) for name, kind in KINDS.items()}


def _no_method(name: str) -> Problem:
    return Problem(
        what=Text(f"没有“{name}”这种预测方法", f"there is no way to forecast called “{name}”"),
        where="method",
        todo=Text(
            "可用：持续、季节、同比、平滑、平滑增长、提升树",
            "there are: 持续, 季节, 同比, 平滑, 平滑增长, 提升树",
        ),
    )


def _too_short(periods: int, asked: Asked) -> Problem:
    return Problem(
        what=Text(f"历史只有 {periods} 期，太短", f"{periods} periods of history are too few"),
        where="history",
        why=Text(
            f"留出 {asked.held_out} 期后，至少要有两轮（{2 * asked.season} 期）",
            f"after {asked.held_out} held out, two seasons ({2 * asked.season}) are needed",
        ),
        todo=Text("补上更早的数据，或减少 held_out", "bring earlier data, or hold out fewer"),
    )
