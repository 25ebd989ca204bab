"""Extensions and suspensions: what moves a deadline lawfully."""

from django.db import transaction
from django.db.models import QuerySet

from shuzhi.core.text import Text
from shuzhi.ops.clock import now, today
from shuzhi.ops.errors import invalid
from shuzhi.ops.orders import telling, times
from shuzhi.ops.orders.actions.keeping import keep, move_due
from shuzhi.ops.orders.case import Case, take
from shuzhi.ops.orders.models import Extension, Order, Suspension, Task
from shuzhi.ops.orders.rights import require
from shuzhi.ops.orders.routing import choose
from shuzhi.ops.orders.sight import involve
from shuzhi.ops.orders.staffing import answering
from shuzhi.ops.people.access import Access
from shuzhi.ops.wording import said


@transaction.atomic
def ask_extension(
    *, by: Access, order: str, version: int, reason: str, department: int | None = None
) -> Order:
    """The handler asks for the days the flow grants at a time; ``department``: who decides, when several may."""
    case = take(by, order, version=version)
    require("ask_extension", case)
    extends = case.flow.extension
    assert extends is not None
    found = answering(extends.by, region=case.order.region, origin=case.order.department.name)
    decider = choose(found, department, prefer=case.task.department_id)
    asked = Extension.objects.create(
        order=case.order,
        task=case.task,
        days=extends.days,
        reason=said(reason, "reason"),
        asked_by=by.user,
        asked_at=now(),
        department=decider,
    )
    involve(case.order, decider)
    telling.extension_asked(case.order, asked, case.flow)
    return keep(case, "ask_extension", days=asked.days, department=decider.name)


@transaction.atomic
def decide_extension(*, by: Access, order: str, version: int, granted: bool, note: str = "") -> Order:
    """Granted, the deadline moves; refused, it stays."""
    case = take(by, order, version=version)
    require("decide_extension", case)
    asked = case.asked
    assert asked is not None
    asked.state = Extension.State.GRANTED if granted else Extension.State.REFUSED
    asked.decided_by, asked.decided_at, asked.note = by.user, now(), said(note, "note", needed=False)
    asked.save()
    if granted:
        case.order.extensions += 1
        move_due(case.flow, case.task, asked.days)
    telling.extension_decided(case.order, asked)
    return keep(case, "decide_extension", granted=granted, due=str(case.task.due))


@transaction.atomic
def suspend(*, by: Access, order: str, version: int, reason: str, note: str = "") -> Order:
    """The clock stops for one of the reasons the flow declares, for as many working days as are left at most."""
    case = take(by, order, version=version)
    require("suspend", case)
    lawful = case.flow.suspension
    assert lawful is not None
    if reason not in lawful.reasons:
        words = "、".join(lawful.reasons)
        raise invalid(
            Text("这不是可以挂起的事由", "this is no reason to suspend for"),
            "reason",
            Text(f"从中选择：{words}", f"choose one of: {words}"),
        )
    Suspension.objects.create(
        order=case.order,
        task=case.task,
        reason=reason,
        note=said(note, "note", needed=False),
        suspended_by=by.user,
        since=today(),
        ends_on=times.after(today(), lawful.most_days - case.order.suspended_days),
    )
    case.order.state = Order.State.SUSPENDED
    _live_tasks(case).update(state=Task.State.SUSPENDED)
    case.task.state = Task.State.SUSPENDED
    return keep(case, "suspend", reason=reason)


@transaction.atomic
def resume(*, by: Access, order: str, version: int) -> Order:
    """The clock goes on; every deadline moves by the working days it stood still."""
    case = take(by, order, version=version)
    require("resume", case)
    days = go_on(case)
    return keep(case, "resume", days=days, due=str(case.task.due))


def go_on(case: Case) -> int:
    """End the suspension of an order, and say how many working days it took. The caller saves and records."""
    days = end_suspension(case.order)
    case.order.state = Order.State.OPEN
    for task in _live_tasks(case):
        at = case.task if task.pk == case.task.pk else task
        at.state = Task.State.OPEN
        move_due(case.flow, at, days)
    telling.resumed(case.order, case.task)
    return days


def end_suspension(order: Order) -> int:
    """Count the working days until today, and no more than it was good for."""
    held = Suspension.objects.get(order=order, until__isnull=True)
    held.until = max(min(today(), held.ends_on), held.since)
    held.days = times.between(held.since, held.until)
    held.save()
    order.suspended_days += held.days
    return held.days


def _live_tasks(case: Case) -> QuerySet[Task]:
    return Task.objects.filter(order=case.order, ended_at__isnull=True)
