"""Series as they were published: what each said of a period, and from which day on; as of a day, nothing later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.forecasting import Floats, Times
from shuzhi.core.text import Text

DAYS = {"日": 1, "周": 7}
MONTHS = {"月": 1, "季": 3}
WEEKS_OF_A_YEAR = np.timedelta64(364, "D")
DAY = np.timedelta64(1, "D")
Seen = tuple[float, np.datetime64]
"""A growth in percent, and the day the last number it rests on came out."""
NOTHING: Seen = (float("nan"), np.datetime64("NaT", "D"))


@dataclass(frozen=True, kw_only=True)
class Published:
    """One series: per release the first and last day of its period, the day it came out, its value; in that order.

    ``grain``: 日, 周, 月 or 季. A period told anew has a release of its own.
    """

    name: str
    grain: str
    first: Times
    last: Times
    out: Times
    values: Floats

    def before(self, day: np.datetime64) -> "Published":
        """The newest release of each period that had come out before ``day``."""
        known = np.flatnonzero(self.out < day)
        first = self.first[known]
        return self._of(known[np.append(first[1:] != first[:-1], True)[: len(known)]])

    def at_first(self) -> "Published":
        """Each period as it was told first."""
        return self._of(np.unique(self.first, return_index=True)[1])

    def growth(self, since: np.datetime64, until: np.datetime64) -> Seen:
        """By how many percent what is known from ``since`` to ``until`` is above the same periods a year before, and
        the day the last of it came out. One release a period; NaN where no period has its match.
        """
        inside = np.flatnonzero((self.first >= since) & (self.last <= until))
        if not len(inside):
            return NOTHING
        wanted = self._a_year_before(self.first[inside])
        place = np.minimum(np.searchsorted(self.first, wanted), len(self.first) - 1)
        there = self.first[place] == wanted
        now, then = inside[there], place[there]
        usual = float(self.values[then].sum())
        if usual <= 0:
            return NOTHING
        day: np.datetime64 = np.maximum(self.out[now], self.out[then]).max()
        return 100 * (float(self.values[now].sum()) / usual - 1), day

    def _a_year_before(self, days: Times) -> Times:
        if self.grain == "周":
            weeks: Times = days - WEEKS_OF_A_YEAR
            return weeks
        months = days.astype("datetime64[M]")
        same: Times = (months - 12).astype("datetime64[D]") + (days - months.astype("datetime64[D]"))
        return same

    def _of(self, rows: np.ndarray) -> "Published":
        return replace(
            self, first=self.first[rows], last=self.last[rows], out=self.out[rows], values=self.values[rows]
        )


def published(table: pa.Table, name: str, grain: str) -> Published:
    """One series of a table of 期 (its first day), 公布日 and 值.

    Raises ShuzhiError for a period told before it was over, and for one told twice on a day.
    """
    rows = table.filter(pc.is_valid(table["值"])).sort_by([("期", "ascending"), ("公布日", "ascending")])
    first, out = (_days(rows, column) for column in ("期", "公布日"))
    last = last_days(first, grain)
    early = np.flatnonzero(out <= last)
    if len(early):
        raise ShuzhiError([_early(name, first[early[0]], out[early[0]], len(early))])
    twice = np.flatnonzero((first[1:] == first[:-1]) & (out[1:] == out[:-1]))
    if len(twice):
        raise ShuzhiError([_twice(name, first[twice[0]], out[twice[0]])])
    values = rows["值"].cast(pa.float64()).to_numpy()
    return Published(name=name, grain=grain, first=first, last=last, out=out, values=values)


def signals_of(table: pa.Table) -> list[Published]:
    """The series of a table of 序列, 粒度, 期, 公布日 and 值, by name."""
    kinds = (
        table.select(["序列", "粒度"]).group_by(["序列", "粒度"]).aggregate([]).sort_by("序列").to_pylist()
    )
    return [
        published(table.filter(pc.equal(table["序列"], kind["序列"])), kind["序列"], kind["粒度"])
        for kind in kinds
    ]


def last_days(first: Times, grain: str) -> Times:
    """The last day of each period that begins on ``first``."""
    if grain in DAYS:
        days: Times = first + (DAYS[grain] - 1) * DAY
        return days
    if grain not in MONTHS:
        raise ShuzhiError([_no_grain(grain, [*DAYS, *MONTHS])])
    after: Times = (first.astype("datetime64[M]") + np.timedelta64(MONTHS[grain], "M")).astype(
        "datetime64[D]"
    )
    return after - DAY


def _days(table: pa.Table, column: str) -> Times:
    days: Times = table[column].cast(pa.date32()).to_numpy().astype("datetime64[D]")
    return days


def _early(name: str, period: np.datetime64, out: np.datetime64, count: int) -> Problem:
    return Problem(
        what=Text(f"“{name}”在一期过完之前就公布了", f"“{name}” is told before its period is over"),
        where="signals",
        why=Text(
            f"{count} 行：如 {period} 开始的那一期，公布日是 {out}",
            f"in {count} rows: the period from {period} on came out on {out}",
        ),
        todo=Text("改正公布日：它是外面看得到这个数的那一天", "mend 公布日: the day others could see it"),
    )


def _twice(name: str, period: np.datetime64, out: np.datetime64) -> Problem:
    return Problem(
        what=Text(f"“{name}”同一期同一天有两个数", f"“{name}” tells a period twice on one day"),
        where="signals",
        why=Text(f"{period} 开始的那一期，公布日 {out}", f"the period from {period} on, out on {out}"),
        todo=Text("先在表里汇总或去重", "sum up or choose in the table first"),
    )


def _no_grain(grain: str, known: Sequence[str]) -> Problem:
    told = "、".join(known)
    return Problem(
        what=Text(f"没有“{grain}”这种粒度", f"there is no grain “{grain}”"),
        where="粒度",
        todo=Text(f"可用：{told}", f"there are: {told}"),
    )
