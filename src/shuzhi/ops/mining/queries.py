"""Where the time of orders goes, of those orders one may see: their lead tasks as they stand, nothing kept."""

from datetime import date, timedelta
from typing import Any

import pyarrow as pa
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from shuzhi.core.text import Text
from shuzhi.evaluate.mining import EVENTS, Course
from shuzhi.ops.clock import today
from shuzhi.ops.errors import missing
from shuzhi.ops.orders import sight, times
from shuzhi.ops.orders.flows import all_flows
from shuzhi.ops.orders.models import Order, Suspension, Task
from shuzhi.ops.people.access import Access

Row = dict[str, Any]
WAYS = 12
YEAR = timedelta(days=365)


def mined(by: Access, *, scenario: str = "", flow: str = "", since: date | None = None) -> Row:
    """One flow: where its orders' time went, by step and department, its moves and ways; orders opened from ``since``
    on (a year ago), which the user sees. Without a flow named, the one with the most orders.

    Raises Refused without ``statistics.read``; Missing for a flow there is not.
    """
    by.require("statistics.read")
    begin = since or today() - YEAR
    seen = Order.objects.filter(Q(sights__who__in=sight.tokens(by)), opened_at__date__gte=begin)
    seen = seen.exclude(state=Order.State.CANCELLED)
    flows = _flows(seen)
    chosen = next(
        (one for one in flows if not flow or (one["scenario"], one["flow"]) == (scenario, flow)), None
    )
    if flow and chosen is None:
        raise missing(Text("没有这个流程", "no such flow"), f"flow:{scenario}/{flow}")
    told: Row = {"since": begin, "flows": flows, "flow": chosen}
    if chosen is None or not chosen["orders"]:
        return {
            **told,
            "whole": None,
            "steps": [],
            "departments": [],
            "moves": [],
            "ways": [],
            "ways_in_all": 0,
        }
    course = Course(_events(seen, chosen))
    count, ways = course.ways(WAYS)
    return {
        **told,
        "whole": course.whole(),
        "steps": course.times(by_department=False),
        "departments": course.times(by_department=True),
        "moves": course.moves(),
        "ways": ways,
        "ways_in_all": count,
    }


def _flows(seen: QuerySet[Order]) -> list[Row]:
    """The city's flows with how many of the orders took each, the most first."""
    counted = seen.values_list("flow__scenario", "flow__name").annotate(n=Count("pk", distinct=True))
    numbers = {(scenario, name): n for scenario, name, n in counted}
    rows = [
        {
            "scenario": each.scenario,
            "flow": each.flow.name,
            "title": each.flow.title,
            "orders": numbers.get((each.scenario, each.flow.name), 0),
            "titles": {step.name: step.title for step in each.flow.steps},
        }
        for each in all_flows()
    ]
    return sorted(rows, key=lambda row: -row["orders"])


def _events(seen: QuerySet[Order], chosen: Row) -> pa.Table:
    """The lead tasks of those orders that took the flow, whatever its version."""
    orders = seen.filter(flow__scenario=chosen["scenario"], flow__name=chosen["flow"]).values("pk")
    stood = Suspension.objects.filter(order__in=orders, days__isnull=False)
    suspended = dict(stood.values_list("task").annotate(days=Coalesce(Sum("days"), 0)))
    found = list(
        Task.objects.filter(order__in=orders, kind=Task.Kind.LEAD)
        .order_by("order_id", "pk")
        .values_list(
            "pk", "order_id", "step", "department__name", "result", "opened_at", "claimed_at", "ended_at",
            "overdue", "order__closed_at",
        )
    )  # fmt: skip
    keys, order, step, department, result, opened, claimed, ended, late, closed = zip(*found, strict=True)
    columns = [
        order, step, department, result, times.worked_until(opened), times.worked_until(claimed),
        times.worked_until(ended), [suspended.get(key, 0) for key in keys], late,
        [at is not None for at in closed],
    ]  # fmt: skip
    made = [
        pa.array(column, field.type, from_pandas=True) for column, field in zip(columns, EVENTS, strict=True)
    ]
    return pa.table(made, EVENTS)
