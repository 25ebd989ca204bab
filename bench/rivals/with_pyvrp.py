"""The rival of bench/dispatch.py: PyVRP (MIT), asked the same question for as long."""

import numpy as np
from pyvrp import Model
from pyvrp.stop import MaxRuntime

from shuzhi.act.routes import Plan, Problem


def solve(problem: Problem, *, seconds: float, seed: int = 1) -> Plan | None:
    """Fewest vehicles, then distance: one more vehicle costs more than any way. All start from the same place."""
    model = Model()
    count, worker = len(problem.visits), problem.workers[0]
    at = [model.add_location(0, 0) for _ in range(count + 1)]
    depot = model.add_depot(at[count], tw_early=worker.begins, tw_late=worker.ends)
    for visit, place in zip(problem.visits, at, strict=False):
        model.add_client(
            place,
            delivery=visit.load,
            service_duration=visit.lasts,
            tw_early=visit.earliest,
            tw_late=visit.latest,
        )
    model.add_vehicle_type(
        num_available=len(problem.workers),
        capacity=worker.carries,
        start_depot=depot,
        end_depot=depot,
        fixed_cost=int(problem.each),
    )
    for one, other in np.ndindex(count + 1, count + 1):
        if one != other:
            model.add_edge(
                at[one],
                at[other],
                distance=int(problem.cost[one, other]),
                duration=int(problem.travel[one, other]),
            )
    found = model.solve(stop=MaxRuntime(seconds), seed=seed, display=False)
    if not found.is_feasible():
        return None
    routes = [[int(stop.idx) for stop in route if stop.is_client()] for route in found.best.routes()]
    return Plan(routes=[*routes, *([[]] * (len(problem.workers) - len(routes)))], begins=[])
