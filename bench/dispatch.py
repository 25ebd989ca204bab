"""Routes beside the best known of Solomon's instances: fewest vehicles first, then distance.

    python -m bench.dispatch [--seconds 60] [--rival] [instance …]        (SHUZHI_REAL_DATA, default ../shared/data)

``--rival``: PyVRP beside it, for as long, from the group `bench`.

Instances with 100 customers, time windows and capacity; distances in hundredths; gaps in full numbers.
"""

import argparse
import csv
import itertools
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from shuzhi.act.route_solver import solve
from shuzhi.act.routes import Plan, Problem, Visit, Worker

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data")) / "vrptw-solomon"
USUAL = ("c101", "c204", "r101", "r109", "r201", "rc101", "rc105", "rc201")
SCALE = 100


def instance(name: str) -> tuple[Problem, np.ndarray]:
    """The problem in hundredths, and the exact distances between its places (customers first, depot per vehicle)."""
    group = name.rstrip("0123456789")
    told = json.loads((FOLDER / group / name[len(group)] / f"{name}.json").read_text("utf-8"))
    depot, *customers = told["customers"]
    count = told["vehicle-nr"]
    places = [*customers, *([depot] * count)]
    at = np.array([[place["x"], place["y"]] for place in places], dtype=np.float64)
    exact = np.sqrt(((at[:, None] - at[None]) ** 2).sum(axis=2))
    # Rounded up: what is in time in hundredths is in time in full.
    travel = np.ceil(exact * SCALE - 1e-9).astype(np.int64)
    visits = [
        Visit(
            name=str(place["id"]),
            earliest=place["earliest"] * SCALE,
            latest=place["latest"] * SCALE,
            lasts=place["cost"] * SCALE,
            load=place["demand"],
        )
        for place in customers
    ]
    worker = Worker(
        name="", begins=depot["earliest"] * SCALE, ends=depot["latest"] * SCALE, carries=told["capacity"]
    )
    cost = np.rint(exact * SCALE).astype(np.int64)
    return Problem(
        visits=visits, workers=[worker] * count, travel=travel, cost=cost, each=1000 * SCALE
    ), exact


def best(name: str) -> tuple[int, float]:
    with (FOLDER / "bks_verified.csv").open(encoding="utf-8") as file:
        rows = {row["instance"]: row for row in csv.DictReader(file)}
    return int(rows[name]["vehicles"]), float(rows[name]["distance"])


def length(plan: Plan, exact: np.ndarray) -> float:
    """The plan's whole distance; raises where a route is broken."""
    total = 0.0
    for number, route in enumerate(plan.routes):
        home = len(exact) - len(plan.routes) + number
        stops = [home, *route, home]
        total += sum(exact[one, other] for one, other in itertools.pairwise(stops))
    return float(total)


def feasible(problem: Problem, exact: np.ndarray, plan: Plan) -> bool:
    """Checked anew, in full numbers: every customer once, in time, within capacity, home in time."""
    seen = sorted(visit for route in plan.routes for visit in route)
    if seen != list(range(len(problem.visits))):
        return False
    for number, route in enumerate(plan.routes):
        home, clock, load = len(problem.visits) + number, 0.0, 0
        before = home
        for at in route:
            visit = problem.visits[at]
            clock = max(clock + exact[before, at], visit.earliest / SCALE)
            if clock > visit.latest / SCALE + 1e-6:
                return False
            clock += visit.lasts / SCALE
            load, before = load + visit.load, at
        if (
            load > problem.workers[number].carries
            or clock + exact[before, home] > problem.workers[number].ends / SCALE + 1e-6
        ):
            return False
    return True


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("instances", nargs="*", default=USUAL)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--rival", action="store_true")
    told = arguments.parse_args()
    ways: dict[str, Callable[..., Plan | None]] = {"ours": solve}
    if told.rival:
        from bench.rivals import with_pyvrp  # noqa: PLC0415

        ways["PyVRP"] = with_pyvrp.solve
    for name in told.instances:
        problem, exact = instance(name)
        for way, solver in ways.items():
            _tell(name, way, problem, exact, solver, told.seconds)


def _tell(
    name: str,
    way: str,
    problem: Problem,
    exact: np.ndarray,
    solver: Callable[..., Plan | None],
    seconds: float,
) -> None:
    started = time.process_time()
    plan = solver(problem, seconds=seconds)
    used = time.process_time() - started
    if plan is None:
        print(f"{name:6} {way:5} nothing found", flush=True)
        return
    vehicles, distance = sum(bool(route) for route in plan.routes), length(plan, exact)
    known_vehicles, known = best(name)
    print(
        f"{name:6} {way:5} vehicles {vehicles} (best known {known_vehicles})  distance {distance:.2f} ({known:.2f})  "
        f"gap {distance / known - 1:+.2%}  feasible {feasible(problem, exact, plan)}  CPU {used:.0f} s",
        flush=True,
    )


if __name__ == "__main__":
    main()
