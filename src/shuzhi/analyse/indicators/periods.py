"""Periods of time as people name them, as days, as the buckets of a grain, and moved to what they are compared with."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from shuzhi.analyse.indicators.definition import Grain
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

DAY = timedelta(days=1)
Step = Literal["previous", "previous_year"]
STEPS: tuple[Step, ...] = ("previous_year", "previous")
_RELATIVE = re.compile(r"(this|previous)_(day|week|month|quarter|year)")
_LAST = re.compile(r"last_(\d{1,4})_(day|week|month|quarter|year)s?")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``since`` on and before ``end``."""

    since: date
    end: date

    @property
    def until(self) -> date:
        return self.end - DAY

    @property
    def days(self) -> int:
        return (self.end - self.since).days


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """One day, week, month... ``start`` is the first day of the whole; ``period`` what of it is asked about."""

    label: str
    start: date
    period: Period
    grain: Grain

    def before(self, step: Step) -> date | None:
        """The start of the one it is compared with: the one before, or the same of the year before (of a week, 52
        weeks before). The 29th of February has none a year before."""
        if step == "previous":
            return moved(self.start, self.grain, -1)
        if self.grain == "week":
            return self.start - 52 * 7 * DAY
        earlier = moved(self.start, "year", -1)
        return earlier if earlier.day == self.start.day else None


def period(said: str, today: date) -> Period | None:
    """The days a period's name means on a day; None for ``all``. Raises ShuzhiError for one that means nothing.

    ``this_…`` ends today; ``previous_…`` is whole; ``last_3_months`` are the three whole ones before this one, but
    ``last_30_days`` end today.
    """
    try:
        return _named(said.strip(), today)
    except (ValueError, OverflowError):
        raise _no_period(said) from None


def _named(said: str, today: date) -> Period | None:
    if said == "all":
        return None
    if found := _RELATIVE.fullmatch(said):
        which, grain = found[1], _grain(found[2])
        begin = start(today, grain)
        return Period(begin, today + DAY) if which == "this" else Period(moved(begin, grain, -1), begin)
    if found := _LAST.fullmatch(said):
        many, grain = int(found[1]), _grain(found[2])
        if not many:
            raise ValueError(said)
        if grain == "day":
            return Period(today - (many - 1) * DAY, today + DAY)
        begin = start(today, grain)
        return Period(moved(begin, grain, -many), begin)
    first, slash, last = said.partition("/")
    whole = _written(first)
    if slash:
        whole = Period(whole.since, _written(last).end)
    if whole.end <= whole.since:
        raise ValueError(said)
    return whole


def _written(said: str) -> Period:
    if re.fullmatch(r"\d{4}", said):
        grain: Grain = "year"
        begin = date(int(said), 1, 1)
    elif found := re.fullmatch(r"(\d{4})-Q([1-4])", said):
        grain, begin = "quarter", date(int(found[1]), int(found[2]) * 3 - 2, 1)
    elif found := re.fullmatch(r"(\d{4})-(\d{2})", said):
        grain, begin = "month", date(int(found[1]), int(found[2]), 1)
    elif found := re.fullmatch(r"(\d{4})-W(\d{2})", said):
        grain, begin = "week", date.fromisocalendar(int(found[1]), int(found[2]), 1)
    elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        grain, begin = "day", date.fromisoformat(said)
    else:
        raise ValueError(said)
    return Period(begin, moved(begin, grain, 1))


def _grain(said: str) -> Grain:
    found: dict[str, Grain] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter"}
    return found.get(said, "year")


def start(day: date, grain: Grain) -> date:
    """The first day of the day, week (from Monday), month, quarter or year that the day lies in."""
    match grain:
        case "day":
            return day
        case "week":
            return day - day.weekday() * DAY
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, day.month - (day.month - 1) % 3, 1)
        case "year":
            return date(day.year, 1, 1)


def moved(day: date, grain: Grain, by: int) -> date:
    """The same place in the period that many grains later: the last day of a month that has no such day."""
    if grain in ("day", "week"):
        return day + by * (7 if grain == "week" else 1) * DAY
    months = day.year * 12 + day.month - 1 + by * _MONTHS[grain]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def label(begin: date, grain: Grain) -> str:
    """A bucket by name, such that names sort as time does, and are periods themselves."""
    match grain:
        case "day":
            return begin.isoformat()
        case "week":
            year, week, _ = begin.isocalendar()
            return f"{year}-W{week:02}"
        case "month":
            return f"{begin.year}-{begin.month:02}"
        case "quarter":
            return f"{begin.year}-Q{(begin.month + 2) // 3}"
        case "year":
            return str(begin.year)


def buckets(asked: Period, grain: Grain) -> Iterator[Bucket]:
    """The buckets of a period, the first and the last cut to it."""
    begin = start(asked.since, grain)
    while begin < asked.end:
        end = moved(begin, grain, 1)
        part = Period(max(begin, asked.since), min(end, asked.end))
        yield Bucket(label=label(begin, grain), start=begin, period=part, grain=grain)
        begin = end


def compared(asked: Period, grain: Grain | None, step: Step) -> Period:
    """The days that a period is compared with, cut where the period is cut.

    Without a grain, the period before a whole month, quarter or year is the month, quarter or year before; of any
    other, as many days before it.
    """
    if step == "previous_year":
        if grain == "week":
            return Period(asked.since - 52 * 7 * DAY, asked.end - 52 * 7 * DAY)
        return Period(moved(asked.since, "year", -1), _year_before_end(asked.end))
    unit = grain or _whole(asked)
    if unit is None:
        return Period(asked.since - asked.days * DAY, asked.since)
    # Each bucket is compared with the one before it; the last, cut, with as many days of the one before.
    last = start(asked.until, unit)
    before = moved(last, unit, -1)
    days = (asked.end - last).days
    end = last if asked.end == moved(last, unit, 1) else min(before + days * DAY, last)
    return Period(moved(asked.since, unit, -1), end)


def _year_before_end(end: date) -> date:
    """Of a whole month the whole month, of any other day the same day: for the 29th of February the 28th."""
    return moved(end, "year", -1) if end.day == 1 else moved(end - DAY, "year", -1) + DAY


def _whole(asked: Period) -> Grain | None:
    """The grain of which the period is one: begun on its first day; it may have been cut by today."""
    if asked.days == 1:
        return None
    for grain in ("month", "quarter", "year"):
        told = _grain(grain)
        if start(asked.since, told) == asked.since and start(asked.until, told) == asked.since:
            return told
    return None


def _no_period(said: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text(f"时间段“{said}”看不懂", f"the period “{said}” means nothing"),
                where="period",
                todo=Text(
                    "写成 2026、2026-Q1、2026-05、2026-05-03、2026-W21、2026-01-01/2026-03-31、"
                    "this_month、previous_month、last_30_days 或 all",
                    "write 2026, 2026-Q1, 2026-05, 2026-05-03, 2026-W21, 2026-01-01/2026-03-31, "
                    "this_month, previous_month, last_30_days or all",
                ),
            )
        ]
    )
