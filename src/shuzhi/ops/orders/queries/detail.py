"""One order with all that happened to it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import OuterRef, QuerySet, Subquery

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
    FlowVersion,
    Order,
    Reading,
    Sight,
    Supervision,
    Suspension,
    Task,
)
from shuzhi.ops.orders.queries.offers import offers
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department, User
from shuzhi.ops.prepared import prepared
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
    found = _order.first(number=number)
    if found is None:
        raise no_order(number)
    order, names = _made(found)
    who = {each for (each,) in _who(order=order.pk)}
    if not who & set(sight.tokens(by)):
        raise no_order(number)
    if not _readings(today(), order=order.pk, user=by.user.pk):
        _read(by, order)
    tasks = _made_tasks(_tasks(order=order.pk))
    order.task = next((task for task in tasks if task.pk == order.task_id), None)
    case = Case.of(order, by, who=who, tasks=tasks)
    timeline = _timeline(order)
    return {
        **{name: getattr(order, name) for name in _SAME},
        "finding": order.finding_id,
        "region_name": region_name(order.region),
        "department": order.department.name,
        **names,
        "flow": _flow(case),
        "unannounced": times.unannounced(times.day(case.task.opened_at), case.task.due),
        "task": _task(case.task),
        "tasks": [_task(task) for task in tasks],
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


_ORDER = tuple(
    field.attname
    for field in Order._meta.concrete_fields  # noqa: SLF001  Django's own name for it
    if field.attname != "terms"
)
_TASK = tuple(field.attname for field in Task._meta.concrete_fields)  # noqa: SLF001
_FLOW = ("id", "scenario", "name", "digest", "declaration")
_DEPARTMENT = ("id", "name", "path")
_USER = ("id", "name", "login")
_NAMES = {"handled_by": "handled_by__name", "opened_by": "opened_by__name", "repeat_of": "repeat_of__number"}


@prepared
def _order(*, number: str) -> QuerySet[Order, Any]:
    of = (*(f"flow__{name}" for name in _FLOW), *(f"department__{name}" for name in _DEPARTMENT))
    return Order.objects.filter(number=number).values_list(*_ORDER, *of, *_NAMES.values())


@prepared
def _who(*, order: int) -> QuerySet[Sight, Any]:
    return Sight.objects.filter(order=order).values_list("who")


@prepared
def _readings(day: date, *, order: int, user: int) -> QuerySet[Reading, Any]:
    return Reading.objects.filter(order=order, user=user, day=day).values_list("pk")


@prepared
def _tasks(*, order: int) -> QuerySet[Task, Any]:
    names = [f"department__{name}" for name in _DEPARTMENT]
    names += [f"{whose}__{name}" for whose in ("handler", "done_by") for name in _USER]
    return Task.objects.filter(order=order).order_by("id").values_list(*_TASK, *names)


@prepared
def _happened(*, object: str) -> QuerySet[Record, Any]:  # noqa: A002  the column's name
    name = User.objects.filter(login=OuterRef("by")).values("name")[:1]
    records = Record.objects.filter(object=object).exclude(action="orders.read")
    rows = records.annotate(name=Subquery(name)).order_by("number")
    return rows.values_list("at", "by", "name", "action", "about")[:_MOST_RECORDS]


@prepared
def _beside(name: str, *, order: int) -> QuerySet[Any, Any]:
    model, _, columns = _BESIDE[name]
    told: QuerySet[Any, Any] = model.objects.filter(order=order).order_by("id").values_list(*columns.values())
    return told


def _made(row: Sequence[Any]) -> tuple[Order, dict[str, Any]]:
    """The order with its flow and the department that opened it, and the names of what else it is about."""
    values = iter(row)
    order = Order.from_db(DEFAULT_DB_ALIAS, _ORDER, [next(values) for _ in _ORDER])
    order.flow = FlowVersion(**{name: next(values) for name in _FLOW})
    order.department = Department(**{name: next(values) for name in _DEPARTMENT})
    return order, dict(zip(_NAMES, values, strict=True))


def _made_tasks(rows: Sequence[Sequence[Any]]) -> list[Task]:
    """The tasks with their departments and people, each of whom is made once."""
    departments: dict[Any, Department] = {}
    users: dict[Any, User | None] = {None: None}
    tasks = []
    for row in rows:
        values = iter(row)
        task = Task.from_db(DEFAULT_DB_ALIAS, _TASK, [next(values) for _ in _TASK])
        department, handler, done_by = (
            {name: next(values) for name in names} for names in (_DEPARTMENT, _USER, _USER)
        )
        if department["id"] not in departments:
            departments[department["id"]] = Department(**department)
        task.department = departments[department["id"]]
        for whose, told in (("handler", handler), ("done_by", done_by)):
            if told["id"] not in users:
                users[told["id"]] = User(**told)
            setattr(task, whose, users[told["id"]])
        tasks.append(task)
    return tasks


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
    return [
        {"at": at, "by": by, "name": name or by, "action": action.removeprefix("orders."), "about": about}
        for at, by, name, action, about in _happened(object=f"order:{order.number}")
    ]


def _around(order: Order, happened: Collection[str]) -> Detail:
    """What was put beside it. The chain has every change: what never happened need not be asked for."""
    told = {}
    for name, (_, makes, columns) in _BESIDE.items():
        found = _beside(name, order=order.pk) if makes & set(happened) else []
        told[name] = [dict(zip(columns, row, strict=True)) for row in found]
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
