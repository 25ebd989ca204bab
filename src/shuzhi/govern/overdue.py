"""A feed that stopped: nothing has come for too long, or nothing but what had come before.

How long is too long, the feed's own history says: its cadence, the longest it has ever taken, and how far its dates go
from batch to batch.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import sqrt
from statistics import mean, stdev
from typing import NamedTuple

from shuzhi.govern.declared import Declared
from shuzhi.govern.history import DAYS, ENOUGH, FEWEST, IN_VAIN, Came, Deviation, student


class _Period(NamedTuple):
    """What batches tell of one stretch of time: its middle (days since 2000), and the first of them."""

    middle: float
    first: Came


def overdue(source: Declared, cadence: str, came: Sequence[Came], as_of: date) -> list[Deviation]:
    """The feed, when it is late. ``came`` in order of arrival; batches that nothing was counted of tell only when they
    came. ``value`` is how many days were waited, ``high`` how many are usual at most."""
    days = sorted({each.arrived for each in came})
    if not days or cadence not in DAYS:
        return []
    allowed = max([DAYS[cadence], *((after - one).days for one, after in pairwise(days))])
    waited = (as_of - days[-1]).days
    if waited > allowed:
        last = next(each for each in reversed(came) if each.arrived == days[-1])
        return [Deviation(batch=last.batch, column=None, kind="late", value=waited, high=allowed)]
    return [
        deviation
        for number, (name, column) in enumerate(source.columns.items())
        if column.element == "date"
        and (deviation := _nothing_new(_periods(came, number), name, cadence, allowed, as_of)) is not None
    ]


def _periods(came: Sequence[Came], number: int) -> list[_Period]:
    """The stretches of time that the batches are of, by a date column. Batches whose middles lie nearer to each other
    than their own dates do to their middle are of the same one, so that days of birth make no periods."""
    found: list[_Period] = []
    told = [
        (each.counted[f"size_{number}"] / filled, _spread(each, number), each)
        for each in came
        if (filled := each.counted.get(f"filled_{number}", 0)) >= FEWEST
    ]
    for middle, spread, each in sorted(told, key=lambda one: one[0]):
        if found and middle - found[-1].middle <= max(spread, 1.0):
            if each.arrived < found[-1].first.arrived:
                found[-1] = found[-1]._replace(first=each)
        else:
            found.append(_Period(middle, each))
    return found


def _spread(each: Came, number: int) -> float:
    """The standard deviation of the batch's dates, in days."""
    filled = each.counted[f"filled_{number}"]
    square = each.counted[f"square_{number}"] / filled - (each.counted[f"size_{number}"] / filled) ** 2
    return sqrt(max(square, 0.0))


def _nothing_new(
    periods: Sequence[_Period], column: str, cadence: str, allowed: int, as_of: date
) -> Deviation | None:
    steps = [after.middle - one.middle for one, after in pairwise(periods)]
    if len(steps) < ENOUGH:
        return None
    far = (
        student(min(0.01, IN_VAIN * DAYS[cadence]), len(steps) - 1) * stdev(steps) * sqrt(1 + 1 / len(steps))
    )
    usual = max(allowed, mean(steps) + far)
    newest = periods[-1].first
    waited = (as_of - newest.arrived).days
    if waited <= usual:
        return None
    return Deviation(batch=newest.batch, column=column, kind="late", value=waited, high=round(usual))
