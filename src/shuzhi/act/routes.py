"""Who goes where in which order: visits with time windows, skills and territories, people with working hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ortools.constraint_solver import pywrapcp

    Indices: TypeAlias = pywrapcp.RoutingIndexManager
    Model: TypeAlias = pywrapcp.RoutingModel
    Found: TypeAlias = pywrapcp.Assignment

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


def solve(
    problem: Problem,
    *,
    seconds: float,
    solutions: int | None = None,
    begin: Sequence[list[int]] | None = None,
) -> Plan | None:
    """The best plan found; None where what may not be left out cannot be done.

    ``solutions``: stop after so many improvements, for a plan that is the same in every run; ``seconds`` is then only a
    net. ``begin``: routes to start from, such as this morning's.
    """
    if not _any_way(problem):
        return Plan(
            routes=[[] for _ in problem.workers],
            begins=[[] for _ in problem.workers],
            left=list(range(len(problem.visits))),
        )
    # A hundred megabytes that a server needs only once somebody plans a day.
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # noqa: PLC0415

    visits, workers = problem.visits, problem.workers
    homes = [len(visits) + at for at in range(len(workers))]
    manager = pywrapcp.RoutingIndexManager(len(visits) + len(workers), len(workers), homes, homes)
    routing = pywrapcp.RoutingModel(manager)
    _costs(problem, manager, routing)
    _time(problem, manager, routing)
    _loads(problem, routing)
    _who(problem, manager, routing)
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(int(seconds * 1000))
    if solutions is not None:
        asked.solution_limit = solutions
    start = None
    if begin is not None:
        routing.CloseModelWithParameters(asked)
        start = routing.ReadAssignmentFromRoutes([list(route) for route in begin], True)  # noqa: FBT003
    found = (
        routing.SolveFromAssignmentWithParameters(start, asked)
        if start
        else routing.SolveWithParameters(asked)
    )
    return _read(problem, manager, routing, found) if found else None


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


def _any_way(problem: Problem) -> bool:
    """Whether there is anything to look for: the search for improvements does not end where no visit can be made."""
    if any(visit.worth is None for visit in problem.visits):
        return True
    for number, worker in enumerate(problem.workers):
        home = len(problem.visits) + number
        for at, visit in enumerate(problem.visits):
            begins = max(worker.begins + int(problem.travel[home, at]), visit.earliest)
            back = begins + visit.lasts + int(problem.travel[at, home])
            if worker.may(visit) and begins <= visit.latest and back <= worker.ends:
                return True
    return False


def _costs(problem: Problem, manager: Indices, routing: Model) -> None:
    cost = problem.cost
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(cost.tolist()))
    if problem.each:
        routing.SetFixedCostOfAllVehicles(problem.each)
    for at, visit in enumerate(problem.visits):
        if visit.worth is not None:
            routing.AddDisjunction([manager.NodeToIndex(at)], visit.worth)


def _time(problem: Problem, manager: Indices, routing: Model) -> None:
    lasts = np.array([visit.lasts for visit in problem.visits] + [0] * len(problem.workers), dtype=np.int64)
    transit = routing.RegisterTransitMatrix((problem.travel + lasts[:, None]).tolist())
    horizon = max(
        [worker.ends for worker in problem.workers]
        + [max(visit.earliest, visit.latest) for visit in problem.visits]
    )
    routing.AddDimension(transit, horizon, horizon, False, "time")  # noqa: FBT003
    time = routing.GetDimensionOrDie("time")
    for at, visit in enumerate(problem.visits):
        time.CumulVar(manager.NodeToIndex(at)).SetRange(visit.earliest, max(visit.earliest, visit.latest))
    for number, worker in enumerate(problem.workers):
        for index in (routing.Start(number), routing.End(number)):
            time.CumulVar(index).SetRange(worker.begins, worker.ends)
        routing.AddVariableMinimizedByFinalizer(time.CumulVar(routing.End(number)))
    _rests(problem, manager, routing, time, lasts.tolist())


def _rests(
    problem: Problem, manager: Indices, routing: Model, time: pywrapcp.RoutingDimension, lasts: list[int]
) -> None:
    """A break on the way, never within a visit."""
    resting = [number for number, worker in enumerate(problem.workers) if worker.rests()]
    if not resting:
        return
    # By the solver's numbers of places, of which some stand for the same one.
    visiting = [lasts[manager.IndexToNode(index)] for index in range(routing.Size() + len(problem.workers))]
    solver = routing.solver()
    for number in resting:
        rest = problem.workers[number].rest
        assert rest is not None
        taken = solver.FixedDurationIntervalVar(
            rest.earliest,
            rest.latest,
            rest.lasts,
            False,  # noqa: FBT003
            f"rest {number}",
        )
        time.SetBreakIntervalsOfVehicle([taken], number, visiting)


def _loads(problem: Problem, routing: Model) -> None:
    if not any(visit.load for visit in problem.visits):
        return
    loads = [visit.load for visit in problem.visits] + [0] * len(problem.workers)
    transit = routing.RegisterUnaryTransitVector(loads)
    most = [worker.carries for worker in problem.workers]
    routing.AddDimensionWithVehicleCapacity(transit, 0, most, True, "load")  # noqa: FBT003


def _who(problem: Problem, manager: Indices, routing: Model) -> None:
    for at, visit in enumerate(problem.visits):
        able = [number for number, worker in enumerate(problem.workers) if worker.may(visit)]
        if len(able) < len(problem.workers):
            # -1: by nobody, where it may be left out.
            routing.VehicleVar(manager.NodeToIndex(at)).SetValues(
                [*([-1] if visit.worth is not None else []), *able]
            )


def _read(problem: Problem, manager: Indices, routing: Model, found: Found) -> Plan:
    time = routing.GetDimensionOrDie("time")
    routes: list[list[int]] = []
    begins: list[list[int]] = []
    for number in range(len(problem.workers)):
        route, when, index = [], [], found.Value(routing.NextVar(routing.Start(number)))
        while not routing.IsEnd(index):
            route.append(manager.IndexToNode(index))
            when.append(found.Min(time.CumulVar(index)))
            index = found.Value(routing.NextVar(index))
        routes.append(route)
        # The solver only says that there is room for a break: the soonest times around one are told here.
        soonest = timed(problem, number, route) if problem.workers[number].rests() else None
        begins.append(when if soonest is None else soonest)
    done = {visit for route in routes for visit in route}
    return Plan(
        routes=routes, begins=begins, left=[at for at in range(len(problem.visits)) if at not in done]
    )
