"""Visits, people and plans as tables: read into a problem, written back as who goes where and when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from shuzhi.act.distances import DETOUR, travel
from shuzhi.act.routes import Plan, Problem, Rest, Visit, Worker
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


def problem_of(
    tables: Mapping[str, pa.Table], parameters: Mapping[str, object]
) -> tuple[list[Visit], list[Worker], Problem]:
    """Visits and people as the tables tell them, and the problem they make. Raises ShuzhiError naming a wrong time."""
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


def plan_table(problem: Problem, plan: Plan, alone: Sequence[str | None]) -> pa.Table:
    """The plan as the steps return it. ``alone``: per visit why nobody may take it."""
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


def why_nobody(visits: Sequence[Visit], workers: Sequence[Worker]) -> list[str | None]:
    """Per visit why nobody may take it; None where somebody may."""
    return [None if any(worker.may(visit) for worker in workers) else _nobody(visit) for visit in visits]


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
