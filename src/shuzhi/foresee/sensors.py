"""Step: readings over a limit or unlike what a sensor said before, as few alarms as people can look at.

Every judgement rests on readings up to it. The fewer alarms are worth more than a cleverer detector: an alarm over a
limit lasts until readings are well below it, a sensor that has alarmed is left alone for a while, alarms of one group
at one time are one, what has a known cause is not told, and a day has so many and no more.
"""

import itertools
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Times = NDArray[np.datetime64]
Told = Callable[[str, float], float]

OVER, UNLIKE, STUCK, SILENT = "超限", "突变", "卡死", "缺测"
LEVELS = ((20.0, "I"), (10.0, "II"), (6.0, "III"))
"""From how many deviations on an alarm has which level; below all of them it is IV, the least."""
OVER_LEVELS = ((3.0, "I"), (2.0, "II"), (1.5, "III"))
"""From how many times its limit on a reading has which level."""
GRAVEST = ("I", "II", "III", "IV")
ALWAYS = ("I", "II")
"""Levels that no ration holds back."""
LONG, FEWEST, QUIET, LIMIT = 6000, 50, 150, 3.7
KNOWN, GROUPED, SPENT = "已知原因", "同组已报", "超出当日限额"
MINUTE = np.timedelta64(60, "s")
COLUMNS = {
    "传感器": pa.string(),
    "日期": pa.date32(),
    "分": pa.int64(),
    "种类": pa.string(),
    "读数": pa.float64(),
    "程度": pa.float64(),
    "持续": pa.int64(),
    "未消": pa.bool_(),
    "等级": pa.string(),
    "压下": pa.string(),
}


class Alarm(NamedTuple):
    """One alarm of one sensor: at which reading, of what kind, how far out, how many minutes, still on at the end."""

    at: int
    kind: str
    far: float
    lasts: int = 0
    open: bool = False


def unlikeness(values: Floats, *, long: int = LONG) -> Floats:
    """Per reading, how many deviations it lies from the mean of the ``long`` before it; 0 while few are known."""
    past = np.arange(len(values))
    first = np.maximum(past - long, 0)
    count = past - first
    # Sums of distances to the first reading: squares of large readings would lose their last digits.
    near = values - (values[0] if len(values) else 0.0)
    sums, squares = (np.concatenate([[0.0], np.cumsum(each)]) for each in (near, near**2))
    known = np.maximum(count, 1)
    mean = (sums[past] - sums[first]) / known
    variance = np.maximum((squares[past] - squares[first]) / known - mean**2, 0.0)
    deviation = np.maximum(
        np.sqrt(variance), 1e-9 + 1e-3 * np.abs(mean + (values[0] if len(values) else 0.0))
    )
    return np.where(count >= FEWEST, np.abs(near - mean) / deviation, 0.0)


def over(ratios: Floats, end: Floats) -> Flags:
    """Where a sensor is over its limit: from a ratio of 1 on until one below ``end`` (hysteresis); NaN: as before."""
    change = np.where(ratios >= 1, 1, np.where(ratios < end, 0, -1))
    change[np.isnan(ratios)] = -1
    place = (
        np.maximum.accumulate(np.where(change >= 0, np.arange(len(change)), -1)) if len(change) else change
    )
    found: Flags = (
        (place >= 0) & (change[np.maximum(place, 0)] == 1) if len(change) else np.zeros(0, dtype=bool)
    )
    return found


def stuck(values: Floats, most: int) -> Flags:
    """Where the same reading comes for the ``most``-th time in a row, of a sensor that used to change."""
    same = np.concatenate([[False], np.diff(values) == 0]) if len(values) else np.zeros(0, dtype=bool)
    at = np.arange(len(values))
    run = at - np.maximum.accumulate(np.where(same, 0, at)) + 1 if len(values) else at
    usual = np.cumsum(same) / np.maximum(at, 1)
    found: Flags = (run == most) & (usual < 0.5) & (at >= FEWEST)
    return found


def silent(times: Times, times_usual: float) -> Floats:
    """How many of its usual intervals passed before each reading, 0 where not more than ``times_usual``."""
    if len(times) < FEWEST:
        return np.zeros(len(times))
    gaps = np.diff(times).astype("timedelta64[s]").astype(np.float64)
    usual = float(np.median(gaps[: FEWEST - 1]))
    told = np.concatenate([[0.0], gaps / max(usual, 1.0)])
    return np.where(told > times_usual, told, 0.0)


def spaced(alarm: Flags, quiet: int) -> Flags:
    """Alarms that are not within ``quiet`` readings after another that was let through."""
    kept = np.zeros(len(alarm), dtype=bool)
    after = 0
    for at in np.flatnonzero(alarm):
        if at >= after:
            kept[at], after = True, int(at) + quiet + 1
    return kept


def watch_sensors(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: alarms of every sensor, each with its kind, how far it is out, its level, and whether people are told.

    Table ``readings``: 传感器, 日期, 分 (minute of the day), 读数, 组 (what it stands in: a box, a pipe; or NULL), 限值
    (upper) and 下限值 (lower; both NULL where there is none), 恢复 (times its limit below which an alarm ends), 突变
    (whether unlikeness counts, NULL: yes), 原因 (a known cause at that time, or NULL).
    Parameters: ``limit`` (deviations, default 3.7), ``quiet`` (readings without a further alarm of the sensor, default
    150), ``back`` (恢复 where it is NULL, default 0.9), ``stuck`` (equal readings in a row, default 30), ``silent``
    (usual intervals without a reading, default 10), ``together`` (minutes within which alarms of a group are one,
    default 30), ``a_day`` (alarms told, default 20; I and II always).
    Returns one row per alarm; 程度: times the limit at worst, deviations, or intervals; 持续: minutes; 未消: still on
    at the last reading; 压下 says why it is not told (已知原因, 同组已报, 超出当日限额), NULL where it is.
    """

    def told(name: str, usual: float) -> float:
        return float(str(parameters.get(name, usual)))

    order = [("传感器", "ascending"), ("日期", "ascending"), ("分", "ascending")]
    readings = tables["readings"].sort_by(order)
    sensors = np.array(readings["传感器"].to_pylist(), dtype=object)
    groups, causes = readings["组"].to_pylist(), readings["原因"].to_pylist()
    times = _times(readings)
    values = readings["读数"].cast(pa.float64()).to_numpy(zero_copy_only=False)
    ratios, judged = _ratios(readings, values), _judged(readings)
    ends = pc.fill_null(readings["恢复"].cast(pa.float64()), told("back", 0.9)).to_numpy()
    borders = [0, *(np.flatnonzero(sensors[1:] != sensors[:-1]) + 1), len(sensors)] if len(sensors) else [0]
    rows = []
    for start, end in itertools.pairwise(borders):
        here = slice(start, end)
        found = [
            *_over(times[here], ratios[here], ends[here]),
            *_unlike(times[here], values[here], bool(judged[start]), told),
        ]
        for alarm in found:
            at = start + alarm.at
            rows.append((sensors[at], times[at], alarm, values[at], groups[at] or sensors[at], causes[at]))
    return _rationed(rows, together=told("together", 30), a_day=int(told("a_day", 20)))


def _times(readings: pa.Table) -> Times:
    days: Times = readings["日期"].cast(pa.date32()).to_numpy().astype("datetime64[s]")
    times: Times = days + readings["分"].cast(pa.int64()).to_numpy() * MINUTE
    return times


def _ratios(readings: pa.Table, values: Floats) -> Floats:
    """Times the limit it lies beyond, whichever limit is nearer; NaN where there is none."""
    upper, lower = (
        readings[name].cast(pa.float64()).to_numpy(zero_copy_only=False) for name in ("限值", "下限值")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios: Floats = np.fmax(values / upper, lower / values)
    return ratios


def _judged(readings: pa.Table) -> Flags:
    return np.array([value is not False for value in readings["突变"].to_pylist()], dtype=bool)


def _over(times: Times, ratios: Floats, ends: Floats) -> list[Alarm]:
    """Stretches over a limit: how far at worst, how long."""
    on = over(ratios, ends)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], on, [False]]).astype(np.int8)))
    return [
        Alarm(
            at=int(first),
            kind=OVER,
            far=float(np.nanmax(ratios[first:end])),
            lasts=int((times[min(end, len(times) - 1)] - times[first]) / MINUTE),
            open=bool(end == len(on)),
        )
        for first, end in zip(edges[::2], edges[1::2], strict=True)
    ]


def _unlike(times: Times, values: Floats, judged: bool, told: Told) -> list[Alarm]:  # noqa: FBT001
    known = np.flatnonzero(np.isfinite(values))
    far = np.zeros(len(values))
    if judged:
        far[known] = unlikeness(values[known])
    still, gone = stuck(values, int(told("stuck", 30))), silent(times, told("silent", 10))
    unlike = spaced(far >= told("limit", LIMIT), int(told("quiet", QUIET)))
    found = [Alarm(int(at), UNLIKE, float(far[at])) for at in np.flatnonzero(unlike)]
    found += [Alarm(int(at), STUCK, 0.0) for at in np.flatnonzero(still)]
    return found + [Alarm(int(at), SILENT, float(gone[at])) for at in np.flatnonzero(gone)]


Row = tuple[object, np.datetime64, Alarm, float, object, object]


def _rationed(rows: list[Row], *, together: float, a_day: int) -> pa.Table:
    """Alarms in order of time, with why not told; a day's ration goes to the gravest, and levels I and II beyond it."""
    rows.sort(key=lambda row: (row[1], str(row[0]), row[2].kind))
    levels = [_level(alarm) for _, _, alarm, _, _, _ in rows]
    last: dict[tuple[object, str], tuple[np.datetime64, str]] = {}
    why: list[str | None] = []
    for (_, when, alarm, _, group, cause), level in zip(rows, levels, strict=True):
        before = last.get((group, alarm.kind))
        # What is graver than what was told is told again.
        grouped = (
            before is not None
            and when - before[0] <= together * MINUTE
            and GRAVEST.index(level) >= GRAVEST.index(before[1])
        )
        why.append(KNOWN if cause else GROUPED if grouped else None)
        if why[-1] is None:
            last[group, alarm.kind] = (when, level)
    days: dict[np.datetime64, list[int]] = {}
    for at, row in enumerate(rows):
        if why[at] is None:
            days.setdefault(row[1].astype("datetime64[D]"), []).append(at)
    for told in days.values():
        for at in sorted(told, key=lambda at: (GRAVEST.index(levels[at]), -rows[at][2].far))[a_day:]:
            why[at] = SPENT if levels[at] not in ALWAYS else None
    whens = np.array([row[1] for row in rows], dtype="datetime64[s]")
    days_of = whens.astype("datetime64[D]")
    columns = [
        [row[0] for row in rows],
        days_of.tolist(),
        [int(minute) for minute in (whens - days_of) / MINUTE],
        [row[2].kind for row in rows],
        [row[3] for row in rows],
        [row[2].far for row in rows],
        [row[2].lasts for row in rows],
        [row[2].open for row in rows],
        levels,
        why,
    ]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, COLUMNS.values(), strict=True)]
    return pa.table(arrays, names=list(COLUMNS))


def _level(alarm: Alarm) -> str:
    levels = {OVER: OVER_LEVELS, UNLIKE: LEVELS}.get(alarm.kind, ())
    return next((level for least, level in levels if alarm.far >= least), "IV")
