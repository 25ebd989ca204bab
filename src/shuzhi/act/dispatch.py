"""Step: a day's visits given to people, by skill, time, territory and priority; planned anew when one comes between."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from shuzhi.act.distances import DETOUR, travel
from shuzhi.act.routes import Plan, Problem, Rest, Visit, Whole, Worker, put_between, solve
from shuzhi.core.errors import Problem as Mistake
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text

NO_ROOM = "排不下：时间窗、工时之内没有人到得了，或更优先的占满了"
NOON = (11 * 60 + 30, 13 * 60)
"""Between when a midday break begins."""
MUST = 1
"""The priority that may not be left out. Others are left out the sooner the larger the number."""
WORTH = 100_000
"""What leaving out a visit of priority 2 costs, in minutes on the way; each priority further a tenth of that."""

ROUTE = {
    "检查员": pa.string(),
    "序": pa.int64(),
    "编号": pa.string(),
    "到达": pa.string(),
    "离开": pa.string(),
    "说明": pa.string(),
}


def plan_visits(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: who visits what, in which order, and when; and what nobody can take, with why.

    Tables: ``visits`` (编号, 经度, 纬度, 最早, 最晚: HH:MM, 时长: minutes, 技能: words with 、 or empty, 片区 or empty,
    优先: 1 must be done, 2 and up may be left out) and ``workers`` (检查员, 经度, 纬度: where he starts and ends, 上班,
    下班: HH:MM, 技能, 片区: words with 、 or empty for anywhere). Parameters: ``kmh`` (speed on the way, default 20),
    ``detour`` (road over straight line, default 1.35), ``rest`` (minutes of everybody's midday break, which begins
    between 11:30 and 13:00 and never within a visit; default 0: none), ``solutions`` (improvements looked for, default
    300: the same plan in every run), ``seconds`` (a net under it, default 60).
    Returns 检查员 (NULL: nobody), 序, 编号, 到达, 离开, 说明.
    """
    visits, workers, problem = _problem(tables, parameters)
    alone = [None if any(worker.may(visit) for worker in workers) else _nobody(visit) for visit in visits]
    if not visits or not workers:
        return _table(
            problem,
            Plan(routes=[[] for _ in workers], begins=[[] for _ in workers], left=list(range(len(visits)))),
            alone,
        )
    seconds, solutions = float(str(parameters.get("seconds", 60))), int(str(parameters.get("solutions", 300)))
    plan = solve(problem, seconds=seconds, solutions=solutions)
    if plan is None:
        # What must be done does not fit: it is then worth more than all else, and what is left out is told.
        eased = [replace(visit, worth=visit.worth or 10 * WORTH) for visit in visits]
        plan = solve(replace(problem, visits=eased), seconds=seconds, solutions=solutions)
    if plan is None:
        raise ShuzhiError([_no_plan(len(visits), len(workers))])
    return _table(problem, plan, alone)


def replan_visits(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """The same day with one more visit, from ``now`` on: what has begun stays, what need not move does not.

    Tables: those of ``plan_visits``, ``route`` (what it returned) and ``urgent`` (one visit more). Parameters: also
    ``now`` (HH:MM). Returns what ``plan_visits`` returns. Raises ShuzhiError where the visit cannot be reached in time.
    """
    visits, workers, problem = _problem(tables, parameters)
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
    all_, _, wider = _problem({**tables, "visits": more}, parameters)
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
    alone = [None if any(worker.may(visit) for worker in workers) else _nobody(visit) for visit in all_]
    return _table(replace(asked, visits=all_), found, alone)


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


def _problem(
    tables: Mapping[str, pa.Table], parameters: Mapping[str, object]
) -> tuple[list[Visit], list[Worker], Problem]:
    told, people = tables["visits"].to_pylist(), tables["workers"].to_pylist()
    visits = [
        Visit(
            name=str(row["编号"]),
            earliest=minute_of(row["最早"], "最早"),
            latest=minute_of(row["最晚"], "最晚"),
            lasts=int(row["时长"]),
            needs=_words(row["技能"]),
            territory=row["片区"] or None,
            worth=None if row["优先"] == MUST else max(1, WORTH // 10 ** (int(row["优先"]) - 2)),
        )
        for row in told
    ]
    workers = [
        Worker(
            name=str(row["检查员"]),
            begins=minute_of(row["上班"], "上班"),
            ends=minute_of(row["下班"], "下班"),
            skills=_words(row["技能"]),
            territories=_words(row["片区"]),
            rest=_rest(parameters),
        )
        for row in people
    ]
    points = np.array([[float(row["经度"]), float(row["纬度"])] for row in [*told, *people]]).reshape(-1, 2)
    way = travel(
        points, kmh=float(str(parameters.get("kmh", 20))), detour=float(str(parameters.get("detour", DETOUR)))
    )
    # What nobody may take is not asked of the solver.
    able = [
        visit if any(worker.may(visit) for worker in workers) else replace(visit, worth=1) for visit in visits
    ]
    return visits, workers, Problem(visits=able, workers=workers, travel=way, cost=way)


def _table(problem: Problem, plan: Plan, alone: Sequence[str | None]) -> pa.Table:
    rows: list[dict[str, Any]] = []
    for worker, route, begins in zip(problem.workers, plan.routes, plan.begins, strict=True):
        for place, (at, begin) in enumerate(zip(route, begins, strict=True), start=1):
            visit = problem.visits[at]
            rows.append(
                {
                    "检查员": worker.name,
                    "序": place,
                    "编号": visit.name,
                    "到达": clock(begin),
                    "离开": clock(begin + visit.lasts),
                }
            )
    for at in plan.left:
        why = alone[at] or NO_ROOM
        rows.append({"编号": problem.visits[at].name, "说明": why})
    return pa.Table.from_pylist(rows, schema=pa.schema(list(ROUTE.items())))


def _nobody(visit: Visit) -> str:
    needs = f"要会{'、'.join(sorted(visit.needs))}" if visit.needs else "不限技能"
    return f"没有人能去：{needs}，片区{visit.territory or '不限'}"


def _rest(parameters: Mapping[str, object]) -> Rest | None:
    lasts = int(str(parameters.get("rest", 0)))
    if not lasts:
        return None
    return Rest(earliest=NOON[0], latest=NOON[1], lasts=lasts)


def _words(text: str | None) -> frozenset[str]:
    return frozenset(word for word in (text or "").split("、") if word)


def minute_of(text: object, column: str) -> int:
    """Minutes since midnight of HH:MM. Raises ShuzhiError naming the column."""
    hours, _, minutes = str(text).partition(":")
    if not (hours.isdigit() and minutes[:2].isdigit() and int(hours) < 24 and int(minutes[:2]) < 60):
        raise ShuzhiError([_not_a_time(str(text), column)])
    return int(hours) * 60 + int(minutes[:2])


def clock(minutes: int) -> str:
    """HH:MM of minutes since midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _not_a_time(text: str, column: str) -> Mistake:
    return Mistake(
        what=Text(f"“{text}”不是时刻", f"“{text}” is no time of day"),
        where=column,
        todo=Text("写成 08:30 这样", "write it like 08:30"),
    )


def _no_plan(visits: int, workers: int) -> Mistake:
    return Mistake(
        what=Text(
            f"{workers} 个人的 {visits} 处没有排出来", f"no plan for {visits} visits and {workers} people"
        ),
        where="plan_visits",
        todo=Text("看看有没有人的工时、地点填错", "look for working hours or places that are wrong"),
    )


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
