"""Step: a day's visits given to people, by skill, time, territory and priority."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from shuzhi.act.route_solver import solve
from shuzhi.act.routes import Plan
from shuzhi.act.visit_tables import WORTH, plan_table, problem_of, why_nobody
from shuzhi.core.errors import Problem as Mistake
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text


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
    visits, workers, problem = problem_of(tables, parameters)
    alone = why_nobody(visits, workers)
    if not visits or not workers:
        return plan_table(
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
    return plan_table(problem, plan, alone)


def _no_plan(visits: int, workers: int) -> Mistake:
    return Mistake(
        what=Text(
            f"{workers} 个人的 {visits} 处没有排出来", f"no plan for {visits} visits and {workers} people"
        ),
        where="plan_visits",
        todo=Text("看看有没有人的工时、地点填错", "look for working hours or places that are wrong"),
    )
