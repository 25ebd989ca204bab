"""What a day is planned from: tasks that somebody goes to, and the people who may."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from shuzhi.act.visit_tables import MUST
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import missing
from shuzhi.ops.map.ground import shape_of
from shuzhi.ops.orders.flows import flow_of, step_of
from shuzhi.ops.orders.models import Task
from shuzhi.ops.orders.models.task import LIVE
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Post
from shuzhi.ops.regions import region_name
from shuzhi.packs.answering import county_of, town_of, village_of

Row = dict[str, Any]
WITHIN = 10
"""Minutes to find the door, where of a visit no more than its region is known."""
SOON = timedelta(days=2)
"""Due within so many days after the planned one comes before what is due later."""


def visits(by: Access, day: date) -> list[Row]:
    """Live tasks that somebody goes to, in departments ``by`` supervises, most urgent first.

    What is due by the day must be done; whoever claimed a task goes himself, else anybody of the step's role in the
    task's department.
    """
    found = (
        Task.objects.filter(LIVE, by.below("orders.supervise"), kind="lead", state="open")
        .select_related("order__flow", "handler", "department")
        .order_by("due", "id")
    )
    return [row for task in found if (row := _visit(task, day)) is not None]


def workers(by: Access, day: date, settings: Row) -> list[Row]:
    """Whoever may be sent: people who handle orders in departments ``by`` supervises and are not absent that day."""
    held = (
        Post.objects.filter(by.below("orders.supervise"), since__lte=day, user__is_active=True)
        .filter(Q(until__isnull=True) | Q(until__gte=day), role__is_active=True, department__is_active=True)
        .select_related("user", "role", "department")
        .order_by("user__login", "id")
    )
    goes = _roles()
    people: dict[str, Row] = {}
    for post in held:
        if "orders.handle" not in post.role.permissions or post.role.name not in goes:
            continue
        login = post.user.login
        if login in settings["absent"]:
            continue
        at = middle(post.department.region)
        person = people.setdefault(
            login,
            {
                "login": login, "name": post.user.name, "department": post.department.name, "longitude": at[0],
                "latitude": at[1], "since": settings["since"], "until": settings["until"],
                "skills": [f"@{login}"], "territories": [],
            },
        )  # fmt: skip
        person["skills"].append(post.role.name)
        person["territories"].append(str(post.department_id))
    return list(people.values())


def middle(region: str) -> tuple[float, float]:
    """Longitude and latitude of the middle of a region, or of the nearest one around it that the map has.

    Raises Missing where the city has no map, or it shows none of them.
    """
    around = [level for level in (village_of(region), town_of(region), county_of(region)) if level]
    whole = [each.code for each in city().regions if each.level == "city"]
    below = [each.code for each in city().regions if each.level == "county"]
    for codes in ([code] for code in [*around, *whole]):
        if (found := _middles(codes)) is not None:
            return found
    if (found := _middles(below)) is not None:
        return found
    raise missing(
        Text("地图上没有这里的区划，算不出路程", "the map has no region here to measure ways by"), "map"
    )


def _point(told: str) -> tuple[float, float] | None:
    """What an order says of where its subject stands."""
    longitude, comma, latitude = told.partition(",")
    return (float(longitude), float(latitude)) if comma else None


def _middles(codes: list[str]) -> tuple[float, float] | None:
    """The middle of the corners of what of these regions the map has."""
    corners = [corner for code in codes for corner in _corners(code)]
    if not corners:
        return None
    return (
        round(sum(x for x, _ in corners) / len(corners), 6),
        round(sum(y for _, y in corners) / len(corners), 6),
    )


def _corners(code: str) -> Iterator[tuple[float, float]]:
    try:
        shape = shape_of(code)
    except ShuzhiError:
        return
    yield from max(shape.rings, key=len)


def _roles() -> set[str]:
    """Roles that some flow sends somewhere."""
    return {
        step.by.role
        for scenario in city().scenarios
        for flow in scenario.flows
        for step in flow.steps
        if step.visit
    }


def _visit(task: Task, day: date) -> Row | None:
    order = task.order
    step = step_of(flow_of(order.flow), task.step)
    if step.visit is None:
        return None
    point = _point(order.point)
    at = point or middle(order.region or task.department.region)
    skills = [step.by.role] + ([f"@{task.handler.login}"] if task.handler else [])
    return {
        "task": str(task.pk),
        "order": order.number,
        "title": order.title,
        "step": {"zh": step.title.zh, "en": step.title.en},
        "department": task.department.name,
        "territory": str(task.department_id),
        "place": order.place or region_name(order.region),
        "longitude": at[0],
        "latitude": at[1],
        "minutes": step.visit.minutes + (0 if point else WITHIN),
        "since": step.visit.since,
        "until": step.visit.until,
        "skills": skills,
        "due": task.due.isoformat(),
        "priority": MUST if task.due <= day else 2 if task.due <= day + SOON else 3,
    }
