"""A day planned: visits and people as ``act.dispatch`` asks for them, and what came of it, all of it plain JSON."""

import hashlib
import importlib.util
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from shuzhi.act.dispatch import plan_visits
from shuzhi.act.distances import DETOUR, travel
from shuzhi.act.replanning import replan_visits
from shuzhi.act.visit_tables import MUST, NO_ROOM, NOON, clock, minute_of
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.errors import invalid

Row = dict[str, Any]
Planned = dict[str, Any]
"""``settings``, ``visits``, ``workers`` (as gathered) and ``route`` (rows of ``plan_visits``, by task and login)."""

SOLUTIONS = 200
"""Improvements looked for: the same plan each time it is asked for, within a second or two for a hundred visits."""


def plan(visits: list[Row], workers: list[Row], settings: Row) -> Planned:
    """The day planned from its beginning. Raises ShuzhiError where what plans it is not installed."""
    if importlib.util.find_spec("ortools") is None:
        raise invalid(
            Text("没有安装排程组件", "what plans days is not installed"),
            "ortools",
            Text("由管理员安装 shuzhi[dispatch]", "have shuzhi[dispatch] installed"),
        )
    route = plan_visits(_tables(visits, workers), _parameters(settings)).to_pylist()
    return {"settings": settings, "visits": visits, "workers": workers, "route": route}


def plan_with(before: Planned, urgent: Row, now: str) -> Planned:
    """The day with one visit more from ``now`` (HH:MM) on. Raises ShuzhiError where it does not fit."""
    tables = _tables(before["visits"], before["workers"])
    tables |= {"route": _table(before["route"]), "urgent": _table([_visit(urgent)])}
    try:
        route = replan_visits(tables, {**_parameters(before["settings"]), "now": now}).to_pylist()
    except ShuzhiError as error:
        # It names the task by a number that nobody knows.
        said = Text(
            f"工单 {urgent['order']} 排不进今天", f"order {urgent['order']} does not fit into the day"
        )
        raise ShuzhiError([replace(error.problems[0], what=said, where=urgent["order"])]) from None
    return {**before, "visits": [*before["visits"], urgent], "route": route}


def mark(planned: Planned) -> str:
    """What a plan is recognised by: equal plans have equal marks."""
    return hashlib.sha256(orjson.dumps(planned, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def told(planned: Planned) -> Row:
    """The plan as pages show it: people with their stops and the way to each, what is left out and why, and figures."""
    visits = {visit["task"]: visit for visit in planned["visits"]}
    rows = sorted(planned["route"], key=lambda row: (str(row["检查员"]), row["序"] or 0))
    people = [
        _person(
            worker, [row for row in rows if row["检查员"] == worker["login"]], visits, planned["settings"]
        )
        for worker in planned["workers"]
    ]
    left = [{**visits[row["编号"]], "why": _why(row["说明"])} for row in rows if row["检查员"] is None]
    return {
        "mark": mark(planned),
        "people": people,
        "left": sorted(left, key=lambda one: (one["priority"], one["due"])),
        "figures": {
            "visits": len(visits),
            "placed": sum(len(person["stops"]) for person in people),
            "must_left": sum(one["priority"] == MUST for one in left),
            "on_the_way": sum(person["on_the_way"] for person in people),
            "out": sum(bool(person["stops"]) for person in people),
        },
    }


def _why(said: str) -> Text:
    if said == NO_ROOM:
        return Text(
            said,
            "no room: nobody can be there within its hours and theirs, or what is more urgent fills them",
        )
    return Text(
        "当天没有人能去：这个部门里没有这个岗位的人在岗，或认领的人不在岗",
        "nobody can go: nobody of that post is there in that department, or whoever claimed it is absent",
    )


def _person(worker: Row, rows: list[Row], visits: Mapping[str, Row], settings: Row) -> Row:
    stops = [visits[row["编号"]] for row in rows]
    points = [worker, *stops, worker]
    places = np.array([[point["longitude"], point["latitude"]] for point in points])
    way = travel(places, kmh=settings["kmh"], detour=DETOUR)
    legs = [int(way[at, at + 1]) for at in range(len(points) - 1)] if stops else []
    return {
        **worker,
        "on_the_way": sum(legs),
        "rest": _rest(worker, rows, legs, settings.get("rest", 0)),
        "stops": [
            {**stop, "arrives": row["到达"], "leaves": row["离开"], "way": leg}
            for stop, row, leg in zip(stops, rows, legs, strict=False)
        ],
    }


def _rest(worker: Row, rows: list[Row], legs: list[int], lasts: int) -> str | None:
    """When his break begins: as soon as it may where there is room for it. None where his day has none."""
    if not rows or not lasts or worker["since"] > clock(NOON[1]) or worker["until"] < clock(NOON[0] + lasts):
        return None
    free = minute_of(worker["since"], "since")
    for row, leg in zip(rows, legs, strict=False):
        if max(free + leg, NOON[0]) + lasts <= minute_of(row["到达"], "到达"):
            break
        free = minute_of(row["离开"], "离开")
    return clock(max(free, NOON[0])) if free <= NOON[1] else None


def _parameters(settings: Row) -> Row:
    return {"kmh": settings["kmh"], "rest": settings.get("rest", 0), "solutions": SOLUTIONS, "seconds": 10}


def _tables(visits: list[Row], workers: list[Row]) -> dict[str, pa.Table]:
    people = [
        {
            "检查员": worker["login"], "经度": worker["longitude"], "纬度": worker["latitude"],
            "上班": worker["since"], "下班": worker["until"], "技能": "、".join(worker["skills"]),
            "片区": "、".join(worker["territories"]),
        }
        for worker in workers
    ]  # fmt: skip
    return {"visits": _table([_visit(visit) for visit in visits]), "workers": _table(people)}


def _visit(visit: Row) -> Row:
    return {
        "编号": visit["task"], "经度": visit["longitude"], "纬度": visit["latitude"], "最早": visit["since"],
        "最晚": visit["until"], "时长": visit["minutes"], "技能": "、".join(visit["skills"]),
        "片区": visit["territory"], "优先": visit["priority"],
    }  # fmt: skip


def _table(rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(rows)
