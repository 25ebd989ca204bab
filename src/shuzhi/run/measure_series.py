"""The series a measure is judged by: its indicator by place and whole period, up to the last it is judged by."""

from collections.abc import Collection
from datetime import date

import numpy as np

from shuzhi.analyse.indicators.compile import extent, series
from shuzhi.analyse.indicators.definition import Indicator
from shuzhi.analyse.indicators.form import By, Inquiry, Only
from shuzhi.analyse.indicators.periods import DAY, Period, moved, start
from shuzhi.analyse.indicators.settle import settled
from shuzhi.analyse.indicators.spine import Known
from shuzhi.core.workdays import Calendar
from shuzhi.evaluate.measures import Judged, Measure, Series, judge
from shuzhi.packs.measure_file import SEASONS, MeasureFile
from shuzhi.secure.gateway import Pipeline


def judged(
    book: Pipeline,
    told: MeasureFile,
    indicator: Indicator,
    *,
    touched: Collection[str],
    calendar: Calendar,
    as_of: date,
) -> Judged:
    """The measure judged by what the lake knows on the day. ``touched``: places of measures to change the same number,
    which are no comparison."""
    seen = _series(book, told, indicator, calendar, as_of)
    measure = Measure(
        places=frozenset(told.where),
        compared=frozenset(told.compared or seen.places).difference(touched),
        registered=told.registered,
        start=told.start,
        periods=told.periods,
        expected=told.expected,
        method=told.method,
    )
    return judge(measure, seen)


def _series(
    book: Pipeline, told: MeasureFile, indicator: Indicator, calendar: Calendar, as_of: date
) -> Series:
    (row,) = book.fetch(extent(indicator)).to_pylist()
    empty = Series(places=[], periods=[], values=np.empty((0, 0)), season=SEASONS[told.grain])
    if row["first"] is None or indicator.time is None:
        return empty
    first = max(row["first"], told.since or row["first"])
    # Only whole periods: one that has begun says too little.
    last = min(moved(start(row["last"], indicator.grain), indicator.grain, 1), as_of + DAY)
    begin = start(first, told.grain)
    begin = begin if begin >= first else moved(begin, told.grain, 1)
    end = min(start(last, told.grain), moved(told.start, told.grain, told.periods))
    if end <= begin:
        return empty
    inquiry = settled(
        indicator,
        Inquiry(
            indicator=indicator.name,
            period=f"{begin}/{end - DAY}",
            grain=told.grain,
            by=(By(dimension=told.dimension, level=told.level),),
            where=tuple(Only(dimension=name, values=values) for name, values in told.only.items()),
        ),
    )
    known = Known(period=Period(begin, end), first=row["first"], last=last - DAY, calendar=calendar)
    found = book.fetch(series(indicator, inquiry, known))
    places, place = np.unique(np.array(found["place"].to_pylist(), dtype=object), return_inverse=True)
    periods, period = np.unique(np.array(found["period"].to_pylist(), dtype=object), return_inverse=True)
    values = np.full((len(places), len(periods)), np.nan)
    values[place, period] = found["value"].to_numpy(zero_copy_only=False).astype(np.float64)
    if told.empty_is_zero:
        values = np.nan_to_num(values, nan=0.0)
    return Series(places=list(places), periods=list(periods), values=values, season=SEASONS[told.grain])
