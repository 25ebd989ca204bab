"""The calendar of working days (工作日): announced year by year, with weekends worked and weekdays off (调休).

The day something begins does not count; a period whose last day is not a working day ends on the next working day
(《民法典》第二百零一条、第二百零三条). Every answer is two look-ups, however long the period.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

FIRST, LAST = date(1990, 1, 1), date(2050, 12, 31)
"""The days a calendar knows of at all."""

REACHED_BACK = (12, 29)
"""The New Year's arrangement of the next year has settled days from 29 December on (2007, 2018)."""

SCHEMA = pa.schema(
    [
        ("day", pa.date32()),
        ("number", pa.int64()),
        ("is_working", pa.bool_()),
        ("ordinal", pa.int64()),
        ("next_working", pa.date32()),
        ("announced", pa.bool_()),
    ]
)

T = TypeVar("T")
Days = NDArray[np.datetime64]


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """What one notice settles: days off and weekend days worked. ``year`` is the year it settles whole, if it does."""

    notice: str
    rest: tuple[date, ...]
    work: tuple[date, ...]
    year: int | None = None


@dataclass(frozen=True)
class Counted(Generic[T]):
    """An answer, with the years it rests on that no notice has settled: there Monday to Friday were counted."""

    value: T
    unannounced: tuple[int, ...] = ()

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(not_announced(year) for year in self.unannounced)


@dataclass(frozen=True, kw_only=True, eq=False)
class Calendar:
    """Which days are worked. ``working``: one truth for every day from FIRST to LAST; ``announced``: settled years."""

    working: NDArray[np.bool_]
    announced: frozenset[int]

    def is_working_day(self, day: date) -> Counted[bool]:
        return Counted(bool(self.working[_number(day)]), self._unannounced(day, day))

    def working_days_between(self, start: date, end: date) -> Counted[int]:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` is the earlier."""
        count = int(self._ordinal[_number(end)] - self._ordinal[_number(start)])
        first, last = min(start, end), max(start, end)
        return Counted(count, self._unannounced(first + timedelta(days=1), last) if first < last else ())

    def add_working_days(self, start: date, days: int) -> Counted[date]:
        """The ``days``-th working day after ``start``; for 0, ``start`` itself or the first working day after it."""
        if days < 0:
            raise ValueError(f"{days} working days cannot be added")
        if days == 0:
            return self.deadline(start, 0)
        place = int(self._ordinal[_number(start)]) + days - 1
        if place >= len(self._worked):
            raise _outside(LAST + timedelta(days=1))
        end = FIRST + timedelta(days=int(self._worked[place]))
        return Counted(end, self._unannounced(start + timedelta(days=1), end))

    def deadline(self, start: date, days: int) -> Counted[date]:
        """The last day of a period of ``days`` calendar days after ``start``."""
        last = start + timedelta(days=days)
        end = FIRST + timedelta(days=int(self._next_working[_number(last)]))
        if end > LAST:
            raise _outside(end)
        return Counted(end, self._unannounced(last, end))

    def working_days_between_each(self, starts: Days, ends: Days) -> Counted[NDArray[np.int64]]:
        """``working_days_between`` for each pair of days; the years named are any between the first and the last."""
        first, last = _numbers(starts), _numbers(ends)
        counts = self._ordinal[last] - self._ordinal[first]
        return Counted(counts, self._unannounced_of(np.minimum(first, last) + 1, np.maximum(first, last)))

    def table(self) -> pa.Table:
        """Rows of ``reference.workday``: every day from FIRST to LAST.

        ``number`` counts days from FIRST, ``ordinal`` working days up to and with the day; ``next_working`` is the
        day itself when it is worked. ``announced`` is false where Monday to Friday were taken to be worked.
        """
        days = np.datetime64(FIRST) + np.arange(len(self.working))
        settled = [not self._unannounced(day, day) for day in days.tolist()]
        next_working = np.datetime64(FIRST) + self._next_working
        columns = [days, np.arange(len(days)), self.working, self._ordinal, next_working, settled]
        made = [pa.array(values, field.type) for values, field in zip(columns, SCHEMA, strict=True)]
        return pa.table(made, SCHEMA)

    @property
    def mark(self) -> str:
        """The fingerprint of all the calendar says."""
        return hashlib.sha256(self.working.tobytes() + repr(sorted(self.announced)).encode()).hexdigest()

    @cached_property
    def _ordinal(self) -> NDArray[np.int64]:
        return np.cumsum(self.working, dtype=np.int64)

    @cached_property
    def _worked(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.working)

    @cached_property
    def _next_working(self) -> NDArray[np.int64]:
        """Per day the number of the first working day on or after it; past LAST when there is none."""
        place = self._ordinal - self.working
        return np.append(self._worked, len(self.working))[place]

    def _unannounced(self, first: date, last: date) -> tuple[int, ...]:
        end = last.year + ((last.month, last.day) >= REACHED_BACK)
        return tuple(year for year in range(first.year, end + 1) if year not in self.announced)

    def _unannounced_of(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[int, ...]:
        meant = first <= last
        if not meant.any():
            return ()
        day = [FIRST + timedelta(days=int(number)) for number in (first[meant].min(), last[meant].max())]
        return self._unannounced(*day)


def calendar(arrangements: Iterable[Arrangement]) -> Calendar:
    """The calendar that the notices make together: of two that settle the same day, the later one holds."""
    days = np.datetime64(FIRST) + np.arange((LAST - FIRST).days + 1)
    working = np.is_busday(days)
    announced: set[int] = set()
    for arrangement in arrangements:
        working[[_number(day) for day in arrangement.rest]] = False
        working[[_number(day) for day in arrangement.work]] = True
        if arrangement.year is not None:
            announced.add(arrangement.year)
    working.flags.writeable = False
    return Calendar(working=working, announced=frozenset(announced))


def not_announced(year: int) -> Problem:
    """Working days of a year were counted that no notice has settled."""
    return Problem(
        what=Text(
            f"{year}年的放假调休安排不在工作日历中，按周一至周五计算",
            f"days off of {year} are not in the calendar: Monday to Friday were taken to be worked",
        ),
        where="calendar.yml",
        why=Text(
            "国务院办公厅的通知一般在上一年十一月前后公布",
            "the State Council's notice usually comes out around November of the year before",
        ),
        todo=Text(
            f"通知公布后，把{year}年的安排写入城市的 calendar.yml（写法见 docs/reference/files.md）",
            f"once it is out, write the days of {year} into the city's calendar.yml (see docs/reference/files.md)",
        ),
        warning=True,
    )


def _number(day: date) -> int:
    if not FIRST <= day <= LAST:
        raise _outside(day)
    return (day - FIRST).days


def _numbers(days: Days) -> NDArray[np.int64]:
    """Days as their numbers. A missing day (NaT) is outside the calendar."""
    numbers: NDArray[np.int64] = (days.astype("datetime64[D]") - np.datetime64(FIRST)).astype(np.int64)
    wrong = (numbers < 0) | (numbers > (LAST - FIRST).days)
    if wrong.any():
        raise _outside(days[wrong][0])
    return numbers


def _outside(day: object) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text(f"{day} 不在工作日历之内", f"{day} is outside the calendar of working days"),
                where="calendar.yml",
                why=Text(f"工作日历从 {FIRST} 到 {LAST}", f"it goes from {FIRST} to {LAST}"),
                todo=Text("检查日期是否写错", "check whether the date is mistyped"),
            )
        ]
    )
