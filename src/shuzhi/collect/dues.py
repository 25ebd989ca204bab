"""When a source is due, and whether it came in time: periods of its cadence, each due some working days after its end.

What period a file speaks of cannot be told from it (a file of payments may hold a month, a year, or the year so far).
So only when it came is looked at: whatever comes once a period is over settles that period and all before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from shuzhi.core.workdays import Calendar, Counted

Cadence = Literal["once", "daily", "weekly", "monthly", "quarterly", "yearly"]
WITHIN = {"daily": 1, "weekly": 3, "monthly": 10, "quarterly": 15, "yearly": 30}
"""Working days after a period's end, where the source does not say."""
_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
_FARTHEST = 400
"""Periods that are looked through for some with a working day."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A period, told as people write it (2026-06-30, 2026-W27, 2026-06, 2026-Q2, 2026).

    ``opens``: its last working day, from when on what comes settles it. ``came``: the first day on which something did.
    """

    period: str
    opens: date
    due: date
    came: date | None

    def state(self, day: date) -> Literal["in time", "late", "missing", "open"]:
        if self.came is not None:
            return "in time" if self.came <= self.due else "late"
        return "missing" if day > self.due else "open"


def dues(
    cadence: Cadence, within: int | None, came: Sequence[date], since: date, day: date, calendar: Calendar,
    *, most: int,
) -> Counted[tuple[Due, ...]]:  # fmt: skip
    """The last ``most`` periods that were over by ``day``, the oldest first; none that were over before ``since``.

    Periods without a working day are none. Of a cadence that is no rhythm (once) there are none.
    """
    if cadence == "once":
        return Counted(())
    grace = WITHIN[cadence] if within is None else within
    arrivals = sorted(each for each in came if each <= day)
    found: list[Due] = []
    years: set[int] = set()
    for name, first, last in _periods(cadence, day):
        opens = _last_working(first, last, calendar)
        if opens is None or opens > day:
            continue
        if opens < since or len(found) == most:
            break
        due = calendar.add_working_days(last, grace)
        years |= set(due.unannounced)
        settled = next((each for each in arrivals if each >= opens), None)
        found.append(Due(period=name, opens=opens, due=due.value, came=settled))
    return Counted(tuple(reversed(found)), tuple(sorted(years)))


def _periods(cadence: Cadence, day: date) -> Iterator[tuple[str, date, date]]:
    """Name, first and last day of the period ``day`` is in, and of those before it."""
    for _ in range(_FARTHEST):
        name, first, last = _period(cadence, day)
        yield name, first, last
        day = first - timedelta(days=1)


def _period(cadence: Cadence, day: date) -> tuple[str, date, date]:
    if cadence == "daily":
        return day.isoformat(), day, day
    if cadence == "weekly":
        first = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}", first, first + timedelta(days=6)
    months = _MONTHS[cadence]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = first + timedelta(days=31 * months)
    last = after - timedelta(days=after.day)
    names = {
        "monthly": f"{day:%Y-%m}",
        "quarterly": f"{day.year}-Q{first.month // 3 + 1}",
        "yearly": f"{day.year}",
    }
    return names[cadence], first, last


def _last_working(first: date, last: date, calendar: Calendar) -> date | None:
    while last >= first:
        if calendar.is_working_day(last).value:
            return last
        last -= timedelta(days=1)
    return None
