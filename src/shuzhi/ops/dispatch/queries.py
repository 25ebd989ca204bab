"""A day as the dispatcher sees it, what it would be otherwise, and the route of whoever goes."""

from datetime import date
from typing import Any

from shuzhi.act.visit_tables import MUST
from shuzhi.core.text import Text
from shuzhi.ops.clock import CHINA, now, today
from shuzhi.ops.dispatch import gathering, planning
from shuzhi.ops.dispatch.models import DayPlan
from shuzhi.ops.errors import invalid, missing
from shuzhi.ops.orders.models import Task
from shuzhi.ops.people.access import Access, Place

Row = dict[str, Any]
SETTINGS: Row = {"kmh": 40.0, "since": "08:30", "until": "17:30", "rest": 60, "absent": []}


def dispatching(by: Access) -> Place:
    """The post he plans days from. Raises Refused without one."""
    by.require("orders.supervise")
    return by.where("orders.supervise")[0]


def in_force(by: Access, day: date) -> DayPlan | None:
    """The plan of his department for the day."""
    plans = DayPlan.objects.filter(day=day, state=DayPlan.State.IN_FORCE)
    return plans.filter(department=dispatching(by).department).select_related("made_by").first()


def day(by: Access, asked: date) -> Row:
    """The day: what waits to be visited, who can be sent, the plan in force, and what came since it was made."""
    held = in_force(by, asked)
    waiting = gathering.visits(by, asked)
    planned = {visit["task"] for visit in held.planned["visits"]} if held else set()
    settings = {**SETTINGS, **(held.planned["settings"] if held else {})}
    return {
        "day": asked,
        "today": today(),
        "settings": settings,
        "waiting": len(waiting),
        "must": sum(visit["priority"] == MUST for visit in waiting),
        "people": gathering.workers(by, asked, {**settings, "absent": []}),
        "plan": with_states(planning.told(held.planned)) if held else None,
        "made_by": held.made_by.name if held else None,
        "made_at": held.made_at if held else None,
        "because": held.because if held else "",
        "new": [visit for visit in waiting if visit["task"] not in planned] if held else [],
    }


def what_if(by: Access, asked: date, settings: Row, add: str | None) -> planning.Planned:
    """The day under other settings, or with one visit more: nothing of it is kept. Raises ShuzhiError, Missing."""
    if asked < today():
        raise invalid(
            Text("这一天已经过去", "that day is over"), "day", Text("选今天或以后", "choose today or later")
        )
    waiting = gathering.visits(by, asked)
    at = _clock() if asked == today() else settings["since"]
    if add is None:
        # Of a day that has begun only the rest can be planned.
        since = min(max(settings["since"], at), settings["until"])
        people = gathering.workers(by, asked, {**settings, "since": since})
        return planning.plan(waiting, people, settings)
    held = in_force(by, asked)
    urgent = next((visit for visit in waiting if visit["task"] == add), None)
    if held is None or urgent is None or add in {visit["task"] for visit in held.planned["visits"]}:
        raise missing(
            Text("没有可插入的任务或生效的排程", "there is no such task, or no plan in force"), "add"
        )
    return planning.plan_with(held.planned, {**urgent, "priority": MUST}, at)


def _clock() -> str:
    """Now, to the next five minutes: what is looked at for a moment stays what it was."""
    at = now()
    minutes = min(at.hour * 60 + at.minute + 4, 23 * 60 + 59) // 5 * 5
    return f"{minutes // 60:02}:{minutes % 60:02}"


def route(by: Access) -> Row:
    """His own stops today, in order, as the plan in force has them."""
    by.require("orders.handle")
    for held in DayPlan.objects.filter(day=today(), state=DayPlan.State.IN_FORCE).order_by("id"):
        told = with_states(planning.told(held.planned))
        mine = next((one for one in told["people"] if one["login"] == by.login), None)
        if mine is not None:
            return {"day": held.day, "made_at": held.made_at.astimezone(CHINA), "person": mine}
    return {"day": today(), "made_at": None, "person": None}


def with_states(told: Row) -> Row:
    """The plan with what has become of each stop since: whether its task still waits."""
    tasks = [int(stop["task"]) for person in told["people"] for stop in person["stops"]]
    open_ = set(Task.objects.filter(pk__in=tasks, ended_at__isnull=True).values_list("pk", flat=True))
    for person in told["people"]:
        for stop in person["stops"]:
            stop["done"] = int(stop["task"]) not in open_
    return told
