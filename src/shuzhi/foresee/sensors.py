"""Step: readings that are unlike what a sensor said before, as few alarms as people can look at.

Every judgement rests on readings before it. The fewer alarms are worth more than a cleverer detector: a sensor that has
alarmed is left alone for a while, alarms of one group at one time are one, and a day has so many and no more.
"""

import itertools
from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Times = NDArray[np.datetime64]

UNLIKE, STUCK, SILENT = "突变", "卡死", "缺测"
LEVELS = ((20.0, "I"), (10.0, "II"), (6.0, "III"))
"""From how many deviations on an alarm has which level; below all of them it is IV, the least."""
LONG, FEWEST, QUIET, LIMIT = 6000, 50, 150, 3.7
GROUPED, SPENT = "同组已报", "超出当日限额"
COLUMNS = {
    "传感器": pa.string(),
    "时间": pa.timestamp("s"),
    "种类": pa.string(),
    "读数": pa.float64(),
    "程度": pa.float64(),
    "等级": pa.string(),
    "压下": pa.string(),
}


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

    Table ``readings``: 传感器, 时间 (TIMESTAMP), 读数, 组 (what it stands in: a building, a pipe; or NULL). Parameters:
    ``limit`` (deviations, default 3.7), ``quiet`` (readings without a further alarm of the sensor, default 150),
    ``stuck`` (equal readings in a row, default 30), ``silent`` (usual intervals without a reading, default 10),
    ``together`` (minutes within which alarms of a group are one, default 30), ``a_day`` (alarms told, default 20).
    Returns one row per alarm; 压下 says why it is not told (同组已报, 超出当日限额), NULL where it is.
    """

    def told(name: str, usual: float) -> float:
        return float(str(parameters.get(name, usual)))

    readings = tables["readings"].sort_by([("传感器", "ascending"), ("时间", "ascending")])
    sensors = np.array(readings["传感器"].to_pylist(), dtype=object)
    groups = readings["组"].to_pylist()
    times = readings["时间"].cast(pa.timestamp("s")).to_numpy().astype("datetime64[s]")
    values = readings["读数"].cast(pa.float64()).to_numpy(zero_copy_only=False)
    borders = [0, *(np.flatnonzero(sensors[1:] != sensors[:-1]) + 1), len(sensors)] if len(sensors) else [0]
    rows = []
    for start, end in itertools.pairwise(borders):
        here = slice(start, end)
        for kind, at, how_far in _alarms(times[here], values[here], told):
            place = start + at
            rows.append(
                (sensors[place], times[place], kind, values[place], how_far, groups[place] or sensors[place])
            )
    return _rationed(rows, together=told("together", 30), a_day=int(told("a_day", 20)))


def _alarms(
    times: Times, values: Floats, told: Callable[[str, float], float]
) -> list[tuple[str, int, float]]:
    known = np.flatnonzero(np.isfinite(values))
    far = np.zeros(len(values))
    far[known] = unlikeness(values[known])
    still, gone = stuck(values, int(told("stuck", 30))), silent(times, told("silent", 10))
    found = [
        (UNLIKE, int(at), float(far[at]))
        for at in np.flatnonzero(spaced(far >= told("limit", LIMIT), int(told("quiet", QUIET))))
    ]
    found += [(STUCK, int(at), 0.0) for at in np.flatnonzero(still)]
    return found + [(SILENT, int(at), float(gone[at])) for at in np.flatnonzero(gone)]


def _rationed(
    rows: list[tuple[object, np.datetime64, str, float, float, object]], *, together: float, a_day: int
) -> pa.Table:
    """Alarms in order of time, with why not told; a day's ration goes to the gravest."""
    rows.sort(key=lambda row: (row[1], str(row[0]), row[2]))
    last: dict[tuple[object, str], np.datetime64] = {}
    why: list[str | None] = []
    for _, when, kind, _, _, group in rows:
        before = last.get((group, kind))
        grouped = before is not None and when - before <= np.timedelta64(int(together * 60), "s")
        why.append(GROUPED if grouped else None)
        if not grouped:
            last[group, kind] = when
    days: dict[np.datetime64, list[int]] = {}
    for at, row in enumerate(rows):
        if why[at] is None:
            days.setdefault(row[1].astype("datetime64[D]"), []).append(at)
    for told in days.values():
        for at in sorted(told, key=lambda at: -rows[at][4])[a_day:]:
            why[at] = SPENT
    levels = [_level(kind, far) for _, _, kind, _, far, _ in rows]
    columns = [[row[part] for row in rows] for part in range(5)]
    arrays = [
        pa.array(column, kind) for column, kind in zip([*columns, levels, why], COLUMNS.values(), strict=True)
    ]
    return pa.table(arrays, names=list(COLUMNS))


def _level(kind: str, far: float) -> str:
    if kind != UNLIKE:
        return "IV"
    return next((level for least, level in LEVELS if far >= least), "IV")
