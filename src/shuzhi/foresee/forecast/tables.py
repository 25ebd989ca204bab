"""Tables of values by series and period as panels: one for every level of sums, the finest last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.forecasting import Floats, Panel, Times, Whole
from shuzhi.core.foresight import Features, refuse_peeking
from shuzhi.core.text import Text

DAY, HOUR, MONTH = np.timedelta64(1, "D"), np.timedelta64(1, "h"), np.timedelta64(1, "M")
YEAR_END = "year_end"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a scenario asks of a forecast: its step's parameters.

    ``by``: columns that make a series. ``period``: the day (DATE); with ``hour`` (0 to 23) periods are hours, where
    ``monthly`` months, told by any of their days.
    ``value``: what is forecast, ``counts`` or any number. ``beside``: measured with it. ``ahead``: column of the
    calendar -> column with the day it was known. ``sums``: levels of sums, each some of ``by`` (counts only).
    ``horizons``: periods ahead, 1 the first not known. ``held_out``: last periods from which bounds are learned.
    ``rivals``: other ways told beside the method by a back-test.
    ``interval``: share of what comes that is to lie between the bounds.
    """

    by: tuple[str, ...]
    period: str
    hour: str | None
    monthly: bool
    value: str
    counts: bool
    season: int
    horizons: tuple[int, ...]
    beside: tuple[str, ...]
    ahead: Mapping[str, str]
    sums: tuple[tuple[str, ...], ...]
    method: str
    held_out: int
    interval: float
    rivals: tuple[str, ...]

    @property
    def furthest(self) -> int:
        return max(self.horizons)

    @property
    def step(self) -> np.timedelta64:
        """From one period to the next."""
        return MONTH if self.monthly else DAY if self.hour is None else HOUR


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of sums: its series, and which of the finest each sums up (``sums``: series x finest)."""

    columns: tuple[str, ...]
    keys: pa.Table
    panel: Panel
    sums: Floats


def asked_of(parameters: Mapping[str, object], history: pa.Table | None = None) -> Asked:
    """Parameters of the step. ``hour``, ``monthly``, ``beside``, ``ahead``, ``sums``, ``rivals``, ``interval`` (0.9)
    may be left out. ``horizons`` may be ``year_end``: every month from the first not in ``history`` to the end of its
    year.
    """
    by = _names(parameters["by"])
    ahead = parameters.get("ahead", {})
    levels = parameters.get("sums", [by])
    horizons = parameters["horizons"]
    if horizons == YEAR_END:
        horizons = _to_the_end_of_the_year(history, str(parameters["period"]))
    assert isinstance(ahead, Mapping)
    assert isinstance(levels, Sequence)
    assert isinstance(horizons, Sequence)
    return Asked(
        by=by,
        period=str(parameters["period"]),
        hour=str(parameters["hour"]) if "hour" in parameters else None,
        monthly=bool(parameters.get("monthly", False)),
        value=str(parameters["value"]),
        counts=bool(parameters["counts"]),
        season=int(str(parameters["season"])),
        horizons=tuple(int(str(each)) for each in horizons),
        beside=_names(parameters.get("beside", ())),
        ahead={str(name): str(known) for name, known in ahead.items()},
        sums=tuple(_names(level) for level in levels),
        method=str(parameters["method"]),
        held_out=int(str(parameters["held_out"])),
        interval=float(str(parameters.get("interval", 0.9))),
        rivals=_names(parameters.get("rivals", ())),
    )


def levels_of(history: pa.Table, calendar: pa.Table | None, asked: Asked) -> list[Level]:
    """The levels of ``asked.sums``; periods go on to the furthest horizon after the last of ``history``.

    A period without a row is not known. Raises ShuzhiError for a feature of the calendar that was not known when the
    furthest forecast is made (by name), for periods told twice, and for days the calendar does not have.
    """
    times, place = _periods(history, asked)
    keys, series = _series(history, asked.by)
    if len(np.unique(series * len(times) + place)) < len(history):
        raise ShuzhiError([_twice(asked)])

    def spread(column: str) -> Floats:
        values = np.full((len(keys), len(times)), np.nan)
        values[series, place] = history[column].cast(pa.float64()).to_numpy()
        return values

    finest = spread(asked.value)
    beside = {name: spread(name) for name in asked.beside}
    ahead = {name: _known_ahead(calendar, name, times, asked) for name in asked.ahead}
    levels = []
    for columns in asked.sums:
        names, group = _series(keys, columns) if columns else (pa.table({"": [""]}), np.zeros(len(keys), int))
        sums = (np.arange(len(names))[:, None] == group).astype(np.float64)
        whole = np.array_equal(sums, np.eye(len(keys)))
        panel = Panel(
            names=tuple("".join(str(part) for part in row.values()) or "全部" for row in names.to_pylist()),
            times=times,
            values=finest if whole else sums @ finest,
            season=asked.season,
            beside=beside if whole else {},
            ahead=ahead,
        )
        levels.append(Level(columns=columns, keys=names, panel=panel, sums=sums))
    return levels


def _to_the_end_of_the_year(history: pa.Table | None, period: str) -> tuple[int, ...]:
    last = pc.max(history[period]).as_py() if history is not None else None
    return tuple(range(1, 13 - (last.month % 12 if last is not None else 0)))


def _names(told: object) -> tuple[str, ...]:
    assert isinstance(told, Sequence)
    return tuple(str(name) for name in told)


def _when(table: pa.Table, asked: Asked) -> Times:
    days: Times = table[asked.period].cast(pa.date32()).to_numpy().astype("datetime64[D]")
    if asked.monthly:
        months: Times = days.astype("datetime64[M]")
        return months
    if asked.hour is None:
        return days
    hours: Times = days.astype("datetime64[h]") + table[asked.hour].cast(pa.int64()).to_numpy() * HOUR
    return hours


def _periods(history: pa.Table, asked: Asked) -> tuple[Times, Whole]:
    """All periods from the first on, those to be forecast included; and each row's place among them."""
    when, step = _when(history, asked), asked.step
    start = when.min()
    place = ((when - start) / step).astype(np.int64)
    return start + step * np.arange(int(place.max()) + 1 + asked.furthest), place


def _series(table: pa.Table, by: Sequence[str]) -> tuple[pa.Table, Whole]:
    """The distinct values of ``by``, in order, and each row's place among them."""
    sorted_keys = table.select(list(by)).group_by(list(by)).aggregate([])
    sorted_keys = sorted_keys.sort_by([(name, "ascending") for name in by])
    codes = [pc.index_in(table[name], pc.unique(sorted_keys[name])).to_numpy() for name in by]
    own = [pc.index_in(sorted_keys[name], pc.unique(sorted_keys[name])).to_numpy() for name in by]
    sizes = [int(code.max()) + 1 for code in own]
    order = np.ravel_multi_index(own, sizes)
    sorter = np.argsort(order)
    found = sorter[np.searchsorted(order, np.ravel_multi_index(codes, sizes), sorter=sorter)]
    return sorted_keys, found.astype(np.int64)


def _known_ahead(calendar: pa.Table | None, name: str, times: Times, asked: Asked) -> Floats:
    if calendar is None or name not in calendar.column_names:
        raise ShuzhiError([_no_calendar(name)])
    when = _when(calendar, asked)
    made = (when - (asked.furthest - 1) * asked.step).astype("datetime64[D]")
    told = calendar.append_column("预测日", pa.array(made, pa.date32()))
    wanted = told.filter(pa.array((when >= times[0]) & (when <= times[-1])))
    only = Features(
        item=asked.period, as_of="预测日", label="", label_known="", known={name: asked.ahead[name]}
    )
    refuse_peeking(wanted, only, "calendar")
    values = np.full(len(times), np.nan)
    at = np.searchsorted(times, _when(wanted, asked))
    values[at] = wanted[name].cast(pa.float64()).to_numpy()
    if np.isnan(values).any():
        raise ShuzhiError([_no_day(name, str(times[np.flatnonzero(np.isnan(values))[0]]))])
    return values


def _twice(asked: Asked) -> Problem:
    by = "、".join(asked.by)
    return Problem(
        what=Text("同一条序列的同一期有两行", "a period of a series is told twice"),
        where="history",
        why=Text(f"{by} 和 {asked.period} 合起来应当只有一行", f"one row for each {by} and {asked.period}"),
        todo=Text("先在表里汇总或去重", "sum up or choose in the table first"),
    )


def _no_calendar(name: str) -> Problem:
    return Problem(
        what=Text(f"日历里没有“{name}”", f"the calendar has no “{name}”"),
        where="calendar",
        todo=Text(
            "在 calendar 表里补上这一列，或改正名称", "add the column to the calendar, or mend its name"
        ),
    )


def _no_day(name: str, day: str) -> Problem:
    return Problem(
        what=Text(f"日历里缺 {day} 的“{name}”", f"the calendar does not tell “{name}” of {day}"),
        where="calendar",
        todo=Text("日历要覆盖历史和要预测的每一期", "the calendar covers every period known or forecast"),
    )
