"""The best routes found for a day's visits: OR-Tools with guided local search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from shuzhi.act.routes import Plan, Problem, timed

if TYPE_CHECKING:
    from ortools.constraint_solver import pywrapcp

    Indices: TypeAlias = pywrapcp.RoutingIndexManager
    Model: TypeAlias = pywrapcp.RoutingModel
    Found: TypeAlias = pywrapcp.Assignment


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
