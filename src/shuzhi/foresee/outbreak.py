"""Step: weeks in which a disease was reported more often in a place than its own past lets expect."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.foresee.bounds import Bounds, Counts, Dates, Flags, history
from shuzhi.foresee.charts import ears
from shuzhi.foresee.farrington import Farrington, farrington

WEEK = np.timedelta64(7, "D")
REGRESSION, RECENT = "往年同期", "近几周"
"""What a bound rests on: the same weeks of earlier years, or, where there are too few, the last weeks (EARS C2)."""


def detect_outbreaks(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: expected cases and the upper bound, per series and week watched.

    Table ``cases``: one row or more per series and week; a week without a row is a week without cases. Parameters:
    ``by`` (columns that make a series), ``week`` (its first day, a DATE; weeks are seven days apart), ``count``,
    ``watch`` (the last so many weeks of the table are judged, default 26), ``years`` (of history, default 3),
    ``alpha`` (chance that a quiet week is above the bound, default 0.01), ``few`` (fewer cases than that in four
    weeks are never an alarm, default 5).
    Returns the ``by`` columns, 周, 病例, 期望, 上限 (NULL where nothing can be said), 报警, 连续 (weeks of
    alarm in a row up to this one), 首周 (the first of those weeks), 依据 (往年同期 or 近几周).
    """
    by, week, count = _names(parameters["by"]), str(parameters["week"]), str(parameters["count"])
    cases = tables["cases"]
    if not len(cases):
        none = np.zeros((0, 0))
        nowhere = Bounds(expected=none, upper=none, alarm=none.astype(bool))
        empty = none.astype(np.int64)
        return _table(cases.select(by), np.array([], "datetime64[D]"), empty, nowhere, nowhere.alarm)
    series, where = _series(cases, by)
    weeks, counts = _matrix(cases, series, week, count)
    watched = np.arange(max(0, len(weeks) - int(str(parameters.get("watch", 26)))), len(weeks))
    how = Farrington(
        years=int(str(parameters.get("years", 3))),
        alpha=float(str(parameters.get("alpha", 0.01))),
        few=int(str(parameters.get("few", 5))),
        seasons=1,
        left_out=3,
    )
    long = farrington(counts, watched, how, dates=weeks)
    short = ears(counts, watched, "C2", alpha=how.alpha)
    known = np.isfinite(long.expected)
    recent, _ = history(counts, watched, np.arange(-how.within + 1, 1))
    either = Bounds(
        expected=np.where(known, long.expected, short.expected),
        upper=np.where(known, long.upper, short.upper),
        alarm=np.where(known, long.alarm, short.alarm & (recent.sum(axis=2) >= how.few)),
    )
    told = cases.select(by).take(np.repeat(where, len(watched)))
    return _table(told, np.tile(weeks[watched], len(where)), counts[:, watched], either, known)


def _series(cases: pa.Table, by: Sequence[str]) -> tuple[Counts, Counts]:
    """Each row's series, numbered in order of first appearance of their sorted keys; and a row of each series."""
    codes = [pc.dictionary_encode(cases[name].combine_chunks(), null_encoding="encode") for name in by]
    sizes = [len(code.dictionary) for code in codes]
    joined = np.ravel_multi_index([code.indices.to_numpy() for code in codes], sizes)
    _, where, series = np.unique(joined, return_index=True, return_inverse=True)
    return series, where


def _matrix(cases: pa.Table, series: Counts, week: str, count: str) -> tuple[Dates, Counts]:
    """Weeks from the first to the last, and cases per series and week."""
    days = cases[week].cast(pa.date32()).to_numpy().astype("datetime64[D]")
    start = days.min()
    place, odd = np.divmod(days - start, WEEK)
    if odd.any():
        raise ShuzhiError([_not_weekly(week, str(start), str(days[np.flatnonzero(odd)[0]]))])
    counts = np.zeros((int(series.max()) + 1, int(place.max()) + 1), dtype=np.int64)
    np.add.at(counts, (series, place), pc.fill_null(cases[count], 0).cast(pa.int64()).to_numpy())
    return start + WEEK * np.arange(counts.shape[1]), counts


def _not_weekly(week: str, start: str, odd: str) -> Problem:
    return Problem(
        what=Text(f"“{week}”不是逐周的日期", f"“{week}” does not hold days a week apart"),
        where=week,
        why=Text(f"{odd} 与最早的 {start} 相隔不是整周", f"{odd} is no whole number of weeks after {start}"),
        todo=Text("改用每周同一天（如星期一）的日期", "use the same weekday of every week, such as Monday"),
    )


def _table(keys: pa.Table, weeks: Dates, counts: Counts, bounds: Bounds, known: Flags) -> pa.Table:
    run = _in_a_row(bounds.alarm).ravel()
    reason = np.where(known.ravel(), REGRESSION, RECENT)
    return pa.table(
        {
            **dict(zip(keys.column_names, keys.columns, strict=True)),
            "周": pa.array(weeks, pa.date32()),
            "病例": pa.array(counts.ravel()),
            "期望": pa.array(bounds.expected.ravel(), from_pandas=True),
            "上限": pa.array(bounds.upper.ravel(), from_pandas=True),
            "报警": pa.array(bounds.alarm.ravel()),
            "连续": pa.array(run),
            "首周": pa.array(weeks - WEEK * np.maximum(run - 1, 0), pa.date32(), mask=run == 0),
            "依据": pa.array(reason.tolist(), pa.string()),
        }
    )


def _in_a_row(alarm: Flags) -> Counts:
    """Up to each week, how many weeks of alarm there were one after the other."""
    run = np.zeros(alarm.shape, dtype=np.int64)
    for week in range(alarm.shape[1]):
        run[:, week] = np.where(alarm[:, week], (run[:, week - 1] if week else 0) + 1, 0)
    return run


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list | tuple) else [str(value)]
