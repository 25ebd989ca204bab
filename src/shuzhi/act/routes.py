"""Who goes where in which order: visits with time windows, skills and territories, people with working hours."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somewhere to go: begins between ``earliest`` and ``latest``, lasts ``lasts``, all in the units of travel times.

    ``needs``: skills, all of which one person must have; ``territory``: only people who may work there, if told.
    ``worth``: what leaving it out costs; None: it may not be left out.
    """

    name: str
    earliest: int
    latest: int
    lasts: int
    load: int = 0
    needs: frozenset[str] = frozenset()
    territory: str | None = None
    worth: int | None = None


@dataclass(frozen=True, kw_only=True)
class Rest:
    """A break (午休) between visits, on the way or at home: begins between ``earliest`` and ``latest``."""

    earliest: int
    latest: int
    lasts: int


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Somebody who goes: between ``begins`` and ``ends``, back where he started; no territories: anywhere."""

    name: str
    begins: int
    ends: int
    carries: int = 2**31
    skills: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()
    rest: Rest | None = None

    def rests(self) -> bool:
        """Whether his day is one with a break: who comes after it, or is home before, needs none."""
        rest = self.rest
        return rest is not None and self.begins <= rest.latest and rest.earliest + rest.lasts <= self.ends

    def may(self, visit: Visit) -> bool:
        where = visit.territory is None or not self.territories or visit.territory in self.territories
        return where and visit.needs <= self.skills


@dataclass(frozen=True, kw_only=True)
class Problem:
    """``travel`` and ``cost``: between places, visits first and in order, then where each worker starts."""

    visits: Sequence[Visit]
    workers: Sequence[Worker]
    travel: Whole
    cost: Whole
    each: int = 0
    """What sending one more worker costs."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Per worker the visits (their numbers) in order, and when each begins; what nobody could take."""

    routes: list[list[int]]
    begins: list[list[int]]
    left: list[int] = field(default_factory=list)


def put_between(problem: Problem, routes: Sequence[list[int]], visit: int) -> Plan | None:
    """The routes with ``visit`` between two stops, everybody's order kept: where it costs least, then where it is
    soonest. None where it fits nowhere."""
    begins = [timed(problem, number, route) for number, route in enumerate(routes)]
    if not all(when is not None for when in begins):
        return None
    best: tuple[tuple[int, int, int], list[int], list[int]] | None = None
    for number, route in enumerate(routes):
        if not problem.workers[number].may(problem.visits[visit]):
            continue
        for at in range(len(route) + 1):
            more = [*route[:at], visit, *route[at:]]
            when = timed(problem, number, more)
            if when is None:
                continue
            rank = (_cost(problem, number, more) - _cost(problem, number, route), when[at], number)
            if best is None or rank < best[0]:
                best = rank, more, when
    if best is None:
        return None
    (_, _, number), more, when = best
    done = {each for route in routes for each in route} | {visit}
    return Plan(
        routes=[more if at == number else list(route) for at, route in enumerate(routes)],
        begins=[when if at == number else list(told or []) for at, told in enumerate(begins)],
        left=[at for at in range(len(problem.visits)) if at not in done],
    )


def timed(problem: Problem, number: int, route: Sequence[int]) -> list[int] | None:
    """When each stop begins at the soonest, his break somewhere between two of them; None where one begins too late,
    or the way home ends too late."""
    worker, home = problem.workers[number], len(problem.visits) + number
    # By whether he has had his break: when he is free, and when each stop so far begins.
    ways: dict[bool, tuple[int, list[int]]] = {not worker.rests(): (worker.begins, [])}
    before = home
    for at in route:
        visit, reached = problem.visits[at], _reached(ways, worker, int(problem.travel[before, at]))
        begun = {rested: (max(free, visit.earliest), begins) for rested, (free, begins) in reached.items()}
        ways = {
            rested: (begin + visit.lasts, [*begins, begin])
            for rested, (begin, begins) in begun.items()
            if begin <= visit.latest
        }
        before = at
    free, begins = _reached(ways, worker, int(problem.travel[before, home])).get(True, (worker.ends + 1, []))
    return begins if free <= worker.ends else None


def _reached(
    ways: dict[bool, tuple[int, list[int]]], worker: Worker, way: int
) -> dict[bool, tuple[int, list[int]]]:
    """The same after a way, on which he may have taken his break."""
    rest = worker.rest
    after = {rested: (free + way, begins) for rested, (free, begins) in ways.items()}
    if rest is not None and False in ways:
        free, begins = ways[False]
        back = max(free + way, rest.earliest) + rest.lasts
        if free <= rest.latest and (True not in after or back < after[True][0]):
            after[True] = (back, begins)
    return after


def _cost(problem: Problem, number: int, route: Sequence[int]) -> int:
    home = len(problem.visits) + number
    stops = [home, *route, home]
    return int(problem.cost[stops[:-1], stops[1:]].sum())
