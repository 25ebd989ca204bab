"""Where the time of orders goes (流程分析): by step and department, from step to step, and which ways orders take.

Everything comes from the orders' own tasks. Times are working days on the city's calendar, a night and day one day.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Row = dict[str, Any]

EVENTS = pa.schema(
    [
        ("order", pa.int64()), ("step", pa.string()), ("department", pa.string()), ("result", pa.string()),
        ("arrived", pa.float64()), ("started", pa.float64()), ("ended", pa.float64()), ("suspended", pa.float64()),
        ("late", pa.bool_()), ("closed", pa.bool_()),
    ]
)  # fmt: skip
"""One row a task: when it came, when somebody claimed it (NULL: nobody did before it ended), when it ended (NULL: it
has not), how long it lawfully stood still; whether it was late; whether its order is closed."""
ENDLESS = 60
"""Longer ways than this are one way."""


class Course:
    """The tasks of many orders, each order's in the order they came."""

    def __init__(self, events: pa.Table) -> None:
        order, arrived = _floats(events, "order"), _floats(events, "arrived")
        events = events.take(pa.array(np.lexsort((arrived, order))))
        self.order: Whole = events["order"].to_numpy().astype(np.int64)
        self.step, self.steps = _coded(events, "step")
        self.department, self.departments = _coded(events, "department")
        self.result, self.results = _coded(events, "result")
        self.arrived, self.ended = _floats(events, "arrived"), _floats(events, "ended")
        started = _floats(events, "started")
        self.late: Flags = events["late"].to_numpy().astype(np.bool_)
        self.closed: Flags = events["closed"].to_numpy().astype(np.bool_)
        self.live: Flags = np.isnan(self.ended)
        began = np.where(np.isnan(started), self.ended, np.minimum(started, self.ended))
        self.waited: Floats = began - self.arrived
        self.worked: Floats = np.maximum(self.ended - began - _floats(events, "suspended"), 0.0)
        turns = np.diff(self.order, prepend=-1, append=-1) != 0
        self.first: Flags = turns[:-1]
        self.last: Flags = turns[1:]
        entered = _entered(self.order, self.step)
        self.again: Flags = entered < np.arange(len(self.order))
        # To a step it had come to before it first came to this one: what goes there a second time goes on.
        self.returns: Flags = ~self.last & (np.roll(entered, -1) <= entered)

    def whole(self) -> Row:
        """``orders``, ``closed``; of closed ones ``median`` and ``nine_in_ten`` of all their days; the shares of all
        time that was ``waiting`` for somebody to begin, and ``back``: spent at steps an order had been at before."""
        ends = self.ended[self.last & self.closed] - self.arrived[self.first & self.closed]
        done = ~self.live
        spent, waited = (self.waited + self.worked)[done], self.waited[done]
        return {
            "orders": int(self.first.sum()),
            "closed": len(ends),
            "median": _rank(ends, 0.5),
            "nine_in_ten": _rank(ends, 0.9),
            "waiting": _share(waited.sum(), spent.sum()),
            "back": _share(spent[self.again[done]].sum(), spent.sum()),
        }

    def times(self, *, by_department: bool) -> list[Row]:
        """Per step, or step and department, where the time goes, the greatest share of all first.

        ``tasks`` (ended), ``live``, ``waited`` and ``worked`` (medians) with ``waited_most`` and ``worked_most`` (nine
        in ten), ``share`` of all time of all steps, ``late`` (share of tasks), ``again`` (tasks of an order that had
        been there before), ``back`` (tasks that sent the order to where it had been), ``left`` (median of what closed
        orders needed from coming here to their end).
        """
        code = self.step * (len(self.departments) + 1) + (self.department if by_department else 0)
        kinds, group = np.unique(code, return_inverse=True)
        done = ~self.live
        spent = np.where(done, self.waited + self.worked, 0.0)
        left = self._left()
        rows = []
        for at, kind in enumerate(kinds):
            here = group == at
            ended = here & done
            step, department = divmod(int(kind), len(self.departments) + 1)
            rows.append(
                {
                    "step": self.steps[step],
                    "department": self.departments[department] if by_department else None,
                    "tasks": int(ended.sum()),
                    "live": int((here & self.live).sum()),
                    "waited": _rank(self.waited[ended], 0.5),
                    "waited_most": _rank(self.waited[ended], 0.9),
                    "worked": _rank(self.worked[ended], 0.5),
                    "worked_most": _rank(self.worked[ended], 0.9),
                    "share": _share(spent[here].sum(), spent.sum()),
                    "late": _share(self.late[here].sum(), here.sum()),
                    "again": int(self.again[here].sum()),
                    "back": int(self.returns[ended].sum()),
                    "left": _rank(left[here & ~np.isnan(left)], 0.5),
                }
            )
        return sorted(rows, key=lambda row: (-row["share"], row["step"], row["department"] or ""))

    def moves(self) -> list[Row]:
        """From each step by each result to the next (None: the end): how often, its share of the step's results,
        whether ``back`` to where the order had been. The most frequent first."""
        done = ~self.live & (~self.last | self.closed)
        to = np.where(self.last, len(self.steps), np.roll(self.step, -1))
        stacked = np.stack([self.step, self.result, to, self.returns.astype(np.int64)])[:, done]
        kinds, counts = np.unique(stacked, axis=1, return_counts=True)
        totals = np.bincount(kinds[0], weights=counts, minlength=len(self.steps))
        names = [*self.steps, None]
        rows = [
            {
                "step": self.steps[step],
                "result": self.results[result],
                "next": names[following],
                "times": int(count),
                "share": _share(count, totals[step]),
                "back": bool(returned),
            }
            for (step, result, following, returned), count in zip(kinds.T.tolist(), counts, strict=True)
        ]
        return sorted(rows, key=lambda row: (-row["times"], row["step"], row["result"], row["next"] or ""))

    def ways(self, most: int) -> tuple[int, list[Row]]:
        """How many different ways closed orders took, and the ``most`` frequent: ``steps`` in order, ``orders``,
        ``share`` of the closed, ``median`` days from beginning to end."""
        of = np.cumsum(self.first) - 1
        count = int(self.first.sum())
        firsts = np.flatnonzero(self.first)
        place = np.arange(len(self.order)) - firsts[of]
        way: Whole = np.zeros(count, dtype=np.int64)
        for at in range(min(int(place.max(initial=-1)) + 1, ENDLESS)):
            here = place == at
            following = np.zeros(count, dtype=np.int64)
            following[of[here]] = self.step[here] + 1
            way = np.unique(way * (len(self.steps) + 1) + following, return_inverse=True)[1].astype(np.int64)
        closed = self.closed[self.first]
        lasts = np.flatnonzero(self.last)
        days = self.ended[lasts] - self.arrived[firsts]
        kinds, counts = np.unique(way[closed], return_counts=True)
        rows = []
        for kind, orders in sorted(zip(kinds, counts, strict=True), key=lambda one: (-one[1], one[0]))[:most]:
            example = int(np.flatnonzero((way == kind) & closed)[0])
            steps = self.step[firsts[example] : lasts[example] + 1]
            rows.append(
                {
                    "steps": [self.steps[step] for step in steps[:ENDLESS]],
                    "orders": int(orders),
                    "share": _share(orders, closed.sum()),
                    "median": _rank(days[(way == kind) & closed], 0.5),
                }
            )
        return len(kinds), rows

    def _left(self) -> Floats:
        """Per task, from its coming to the end of its order; NaN where that is not closed."""
        of = np.cumsum(self.first) - 1
        ends = self.ended[self.last]
        left: Floats = np.where(self.closed, ends[of] - self.arrived, np.nan)
        return left


def _coded(events: pa.Table, name: str) -> tuple[Whole, Sequence[str]]:
    """A column of words as numbers, with what each stands for, in the order of the alphabet."""
    words, codes = np.unique(
        np.array(events[name].to_pylist(), dtype=object).astype(str), return_inverse=True
    )
    return codes.astype(np.int64), [str(word) for word in words]


def _floats(events: pa.Table, name: str) -> Floats:
    return np.asarray(events[name].cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def _entered(order: Whole, step: Whole) -> Whole:
    """Per task, which task (by its number) was its order's first at its step; tasks in the order they came."""
    _, first, of = np.unique(np.stack([order, step]), axis=1, return_index=True, return_inverse=True)
    entered: Whole = first[of.reshape(-1)]
    return entered


def _rank(values: Floats, share: float) -> float | None:
    """The value by nearest rank, so that it is one that was."""
    if not len(values):
        return None
    return float(np.sort(values)[max(int(np.ceil(share * len(values))) - 1, 0)])


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
