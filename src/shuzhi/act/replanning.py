"""The rest of a day planned anew when something urgent comes between."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from shuzhi.act.route_solver import solve
from shuzhi.act.routes import Plan, Problem, Visit, Whole, Worker, put_between
from shuzhi.act.visit_tables import minute_of, plan_table, problem_of, why_nobody
from shuzhi.core.errors import Problem as Mistake
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text


def replan_visits(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """The same day with one more visit, from ``now`` on: what has begun stays, what need not move does not.

    Tables: those of ``plan_visits``, ``route`` (what it returned) and ``urgent`` (one visit more). Parameters: also
    ``now`` (HH:MM). Returns what ``plan_visits`` returns. Raises ShuzhiError where the visit cannot be reached in time.
    """
    visits, workers, problem = problem_of(tables, parameters)
    route = tables["route"].to_pylist()
    places = {visit.name: at for at, visit in enumerate(visits)}
    legs = [
        sorted((row for row in route if row["检查员"] == worker.name), key=lambda row: int(row["序"]))
        for worker in workers
    ]
    plan = Plan(
        routes=[[places[row["编号"]] for row in leg] for leg in legs],
        begins=[[minute_of(row["到达"], "到达") for row in leg] for leg in legs],
        left=[places[row["编号"]] for row in route if row["检查员"] is None],
    )
    more = pa.Table.from_pylist([*tables["visits"].to_pylist(), *tables["urgent"].to_pylist()])
    all_, _, wider = problem_of({**tables, "visits": more}, parameters)
    count = len(visits)
    order = [*range(count), *range(count + 1, len(wider.travel)), count]
    asked, found = replan(
        problem,
        plan,
        all_[-1],
        wider.travel[np.ix_(order, order)],
        minute_of(parameters["now"], "now"),
        solutions=int(str(parameters.get("solutions", 300))),
    )
    alone = why_nobody(all_, workers)
    return plan_table(replace(asked, visits=all_), found, alone)


def replan(
    problem: Problem, plan: Plan, urgent: Visit, way: Whole, now: int, *, solutions: int = 300
) -> tuple[Problem, Plan]:
    """The rest of the day with ``urgent`` in it: what has begun stays, and everybody goes on from where he is.

    ``way``: travel between all places of ``problem``, then the urgent one (last). Where it fits between two stops,
    everybody keeps his order; only otherwise are routes made anew, from what they were. Returns the day as it is now
    asked, and the new plan, both whole.
    Raises ShuzhiError where the urgent visit cannot be reached in time by anybody who may go.
    """
    if not any(_in_time(worker, urgent, now) for worker in problem.workers):
        raise ShuzhiError([_cannot(urgent)])
    count = len(problem.visits)
    held = _begun(problem, plan, now)
    last = {number: at for at, (number, _) in held.items()}
    free = [worker.begins for worker in problem.workers]
    for at, (number, begins) in held.items():
        free[number] = begins + problem.visits[at].lasts
    visits = list(problem.visits)
    for at, visit in enumerate(visits):
        if at not in held:
            visits[at] = replace(visit, earliest=max(visit.earliest, now), latest=max(visit.latest, now))
            continue
        number, begins = held[at]
        # Whoever is done and waits learns of anything new only now.
        lasts = max(visit.lasts, now - begins) if last[number] == at else visit.lasts
        visits[at] = Visit(
            name=visit.name,
            earliest=begins,
            latest=begins,
            lasts=lasts,
            load=visit.load,
            needs=frozenset({f"#{number}"}),
        )
    workers = [
        replace(
            worker,
            skills=worker.skills | {f"#{number}"},
            # Whose day is over by now takes nothing more.
            begins=worker.begins if number in last else min(max(worker.begins, now), worker.ends),
            rest=None if _has_rested(worker, free[number], now) else worker.rest,
        )
        for number, worker in enumerate(problem.workers)
    ]
    order = [*range(count), len(way) - 1, *range(count, len(way) - 1)]
    moved = way[np.ix_(order, order)]
    asked = replace(
        problem,
        visits=[*visits, replace(urgent, earliest=max(urgent.earliest, now))],
        workers=workers,
        travel=moved,
        cost=moved,
    )
    found = put_between(asked, plan.routes, count) or solve(
        asked, seconds=20, solutions=solutions, begin=plan.routes
    )
    if found is None:
        raise ShuzhiError([_cannot(urgent)])
    return asked, found


def _in_time(worker: Worker, urgent: Visit, now: int) -> bool:
    """Whether he could, were he there already."""
    begins = max(now, urgent.earliest, worker.begins)
    return worker.may(urgent) and begins <= urgent.latest and begins + urgent.lasts <= worker.ends


def _has_rested(worker: Worker, free: int, now: int) -> bool:
    """Whether his break is over, who has been free since ``free``: he took it as soon as he could."""
    return worker.rest is not None and max(free, worker.rest.earliest) + worker.rest.lasts <= now


def _begun(problem: Problem, plan: Plan, now: int) -> dict[int, tuple[int, int]]:
    """Visits somebody has set off for by ``now``, in the order of the routes: whose, and when they begin."""
    held = {}
    for number, (route, begins) in enumerate(zip(plan.routes, plan.begins, strict=True)):
        before = len(problem.visits) + number
        for at, begin in zip(route, begins, strict=True):
            if begin - int(problem.travel[before, at]) <= now:
                held[at] = (number, begin)
            before = at
    return held


def _cannot(urgent: Visit) -> Mistake:
    return Mistake(
        what=Text(
            f"紧急任务“{urgent.name}”排不进今天", f"urgent visit “{urgent.name}” does not fit into today"
        ),
        where=urgent.name,
        why=Text(
            "没有会做的人能在时限内赶到而不误已答应的",
            "nobody able can be there in time without breaking what was promised",
        ),
        todo=Text(
            "放宽时限，加人，或把今天可以不做的改为可缺",
            "allow more time, add people, or let other visits go",
        ),
    )
