"""One order with all that happened to it."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.audit.models import Record
from shuzhi.ops.clock import today
from shuzhi.ops.errors import missing
from shuzhi.ops.orders import sight, times
from shuzhi.ops.orders.case import Case, no_order
from shuzhi.ops.orders.models import (
    Attachment,
    Comment,
    Extension,
    Feedback,
    Order,
    Reading,
    Supervision,
    Suspension,
    Task,
)
from shuzhi.ops.orders.queries.offers import offers
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import User
from shuzhi.ops.regions import region_name

Detail = dict[str, Any]

_SAME = (
    "number", "version", "state", "origin", "title", "text", "rule", "category", "place", "opened_at",
    "closed_at", "reason", "conclusion", "recovered", "returned", "reopened", "extensions", "suspended_days",
    "asking", "asking_due",
)  # fmt: skip
_MOST_RECORDS = 500


def detail(by: Access, number: str) -> Detail:
    """The order as ``by`` may see it. His first reading of it each day is in the chain. Raises Missing."""
    order = (
        Order.objects.select_related(
            "flow", "department", "handled_by", "opened_by", "repeat_of", "task__department", "task__handler"
        )
        .annotate(was_read=Exists(Reading.objects.filter(order=OuterRef("pk"), user=by.user, day=today())))
        .filter(number=number)
        .first()
    )
    if order is None:
        raise no_order(number)
    who = set(order.sights.values_list("who", flat=True))
    if not who & set(sight.tokens(by)):
        raise no_order(number)
    if not order.was_read:
        _read(by, order)
    tasks = list(Task.objects.filter(order=order).select_related("department", "handler", "done_by"))
    case = Case.of(order, by, who=who, tasks=tasks)
    timeline = _timeline(order)
    return {
        **{name: getattr(order, name) for name in _SAME},
        "finding": order.finding_id,
        "region_name": region_name(order.region),
        "department": order.department.name,
        "handled_by": order.handled_by.name,
        "opened_by": order.opened_by.name,
        "repeat_of": order.repeat_of.number if order.repeat_of else None,
        "flow": _flow(case),
        "unannounced": times.unannounced(times.day(case.task.opened_at), case.task.due),
        "task": _task(case.task),
        "tasks": [_task(task) for task in sorted(tasks, key=lambda task: task.pk)],
        "form": case.step.form if case.live else (),
        "offers": offers(case),
        "timeline": timeline,
        **_around(order, {told["action"] for told in timeline}),
    }


@transaction.atomic
def attachment(by: Access, number: int) -> Attachment:
    """A file, to whoever may see its order; each reading is in the chain. Raises Missing."""
    found = Attachment.objects.select_related("order").filter(pk=number).first()
    if found is None or not sight.sees(by, found.order):
        raise missing(Text("没有这个文件", "there is no such file"), f"attachment:{number}")
    record(
        by=by.login,
        action="orders.read",
        object=f"order:{found.order.number}",
        about={"attachment": found.pk},
    )
    return found


@transaction.atomic
def _read(by: Access, order: Order) -> None:
    Reading.objects.bulk_create([Reading(user=by.user, order=order, day=today())], ignore_conflicts=True)
    record(by=by.login, action="orders.read", object=f"order:{order.number}", about={})


def _flow(case: Case) -> Detail:
    flow = case.flow
    return {
        "scenario": case.order.flow.scenario,
        "name": case.order.flow.name,
        "title": flow.title,
        "steps": [{"name": step.name, "title": step.title, "form": step.form} for step in flow.steps],
    }


def _task(task: Task) -> Detail:
    return {
        "id": task.pk,
        "kind": task.kind,
        "state": task.state,
        "step": task.step,
        "department": task.department.name,
        "department_id": task.department_id,
        "handler": task.handler.name if task.handler else None,
        "handler_login": task.handler.login if task.handler else None,
        "ask": task.ask,
        "opened_at": task.opened_at,
        "claimed_at": task.claimed_at,
        "due": task.due,
        "overdue": task.overdue,
        "escalation": task.escalation,
        "result": task.result,
        "values": task.form,
        "done_by": task.done_by.name if task.done_by else None,
        "ended_at": task.ended_at,
    }


def _timeline(order: Order) -> list[Detail]:
    """What happened, oldest first, out of the audit chain. Readings are the auditor's business."""
    name = User.objects.filter(login=OuterRef("by")).values("name")[:1]
    records = Record.objects.filter(object=f"order:{order.number}").exclude(action="orders.read")
    rows = records.annotate(name=Subquery(name)).order_by("number")
    return [
        {"at": at, "by": by, "name": name or by, "action": action.removeprefix("orders."), "about": about}
        for at, by, name, action, about in rows.values_list("at", "by", "name", "action", "about")[
            :_MOST_RECORDS
        ]
    ]


def _around(order: Order, happened: Collection[str]) -> Detail:
    """What was put beside it. The chain has every change: what never happened need not be asked for."""
    told = {}
    for name, (model, makes, columns) in _BESIDE.items():
        found = model.objects.filter(order=order).order_by("id").values_list(*columns.values())
        told[name] = [dict(zip(columns, row, strict=True)) for row in found] if makes & set(happened) else []
    return told


_BESIDE: Mapping[str, tuple[type[Any], set[str], Mapping[str, str]]] = {
    "comments": (
        Comment,
        {"comment", "reopen"},
        {"id": "id", "at": "at", "text": "text", "by": "written_by__name"},
    ),
    "attachments": (
        Attachment,
        {"attach"},
        {
            "id": "id", "at": "at", "task": "task_id", "field": "field", "name": "name", "media_type": "media_type",
            "size": "size", "by": "added_by__name",
        },
    ),
    "delays": (
        Extension,
        {"ask_extension"},
        {
            "asked_at": "asked_at", "days": "days", "reason": "reason", "asked_by": "asked_by__name", "state": "state",
            "department": "department__name", "decided_by": "decided_by__name", "decided_at": "decided_at",
            "note": "note",
        },
    ),
    "suspensions": (
        Suspension,
        {"suspend"},
        {
            "since": "since", "ends_on": "ends_on", "until": "until", "days": "days", "reason": "reason",
            "note": "note", "by": "suspended_by__name",
        },
    ),
    "supervisions": (
        Supervision,
        {"supervise"},
        {
            "put_at": "put_at", "level": "level", "note": "note", "due": "due", "overdue": "overdue",
            "department": "department__name", "by": "put_by__name", "ended_at": "ended_at",
        },
    ),
    "feedback": (
        Feedback,
        {"feedback"},
        {"at": "at", "round": "round", "satisfaction": "satisfaction", "note": "note", "by": "given_by__name"},
    ),
}  # fmt: skip
"""Per kind of thing put beside an order: its table, the actions that make its rows, what is told of a row."""
