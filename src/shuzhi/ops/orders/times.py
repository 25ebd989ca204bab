"""Deadlines: working days on the city's calendar."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from shuzhi.core.workdays import FIRST
from shuzhi.ops.city import city
from shuzhi.ops.clock import CHINA
from shuzhi.packs.flow_file import FlowFile


def day(at: datetime) -> date:
    """The city's day of a moment."""
    return at.astimezone(CHINA).date()


def after(day: date, days: int) -> date:
    """The ``days``-th working day after ``day``."""
    return city().calendar.add_working_days(day, days).value


def between(start: date, end: date) -> int:
    """Working days after ``start`` up to and with ``end``."""
    return city().calendar.working_days_between(start, end).value


def worked_until(moments: Sequence[datetime | None]) -> NDArray[np.float64]:
    """How many working days were over at each moment, counted from the calendar's beginning, a night and day one day;
    NaN for none. The difference of two moments is the working time between them."""
    local = np.array(
        [None if at is None else at.astimezone(CHINA).replace(tzinfo=None) for at in moments],
        "datetime64[us]",
    )
    told = ~np.isnat(local)
    days = local[told].astype("datetime64[D]")
    counted = city().calendar.working_days_between_each
    until = counted(np.full(len(days), np.datetime64(FIRST)), days).value
    is_worked = counted(days - 1, days).value
    left = 1 - (local[told] - days) / np.timedelta64(1, "D")
    over = np.full(len(local), np.nan)
    over[told] = until - is_worked * left
    return over


def unannounced(start: date, end: date) -> list[int]:
    """Years that the days between rest on and no notice has settled yet."""
    return list(city().calendar.working_days_between(start, end).unannounced)


def warning_day(opened: date, due: date) -> date | None:
    """The last working day before ``due``, when there is one after ``opened``."""
    day = due - timedelta(days=1)
    while day > opened and not city().calendar.is_working_day(day).value:
        day -= timedelta(days=1)
    return day if day > opened else None


def escalation_day(flow: FlowFile, due: date, level: int) -> date | None:
    """When a task that has been escalated ``level`` times is escalated next, or None when that was the last."""
    return after(due, flow.escalation[level].overdue) if level < len(flow.escalation) else None
