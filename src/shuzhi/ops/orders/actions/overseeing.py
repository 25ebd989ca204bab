"""Pressing for an order, cancelling it, opening it again."""

from datetime import date

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.clock import now, today
from shuzhi.ops.errors import conflict, invalid
from shuzhi.ops.orders import flows, telling
from shuzhi.ops.orders.actions.delays import end_suspension
from shuzhi.ops.orders.actions.keeping import end_around, keep, note, start_task, tell_finding
from shuzhi.ops.orders.case import Case, take
from shuzhi.ops.orders.models import Comment, Order, Supervision, Task
from shuzhi.ops.orders.rights import require
from shuzhi.ops.orders.routing import choose, last_at
from shuzhi.ops.orders.staffing import answering
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department
from shuzhi.ops.wording import said
from shuzhi.packs.flow_file import FlowStep


@transaction.atomic
def supervise(*, by: Access, order: str, level: int, words: str, due: date) -> Order:
    """Press for an order (督办), with a deadline of one's own; whoever has it hears of it at once."""
    case = take(by, order)
    require("supervise", case)
    if not 1 <= level <= 3 or due < today():
        raise invalid(
            Text("督办级别为 1 到 3，期限不早于今天", "levels are 1 to 3, and the day is not past"),
            "due" if due < today() else "level",
            Text("改正后再提交", "correct it and send it again"),
        )
    put = Supervision.objects.create(
        order=case.order,
        task=case.task,
        level=level,
        note=said(words, "words"),
        due=due,
        put_by=by.user,
        put_at=now(),
        department_id=_presses_for(case),
    )
    telling.supervised(case.order, put)
    note(case, "supervise", level=level, due=str(due))
    return case.order


@transaction.atomic
def cancel(*, by: Access, order: str, version: int, reason: str) -> Order:
    """The order should not be: every task of it becomes void."""
    case = take(by, order, version=version)
    require("cancel", case)
    return void(case, said(reason, "reason"))


def void(case: Case, reason: str) -> Order:
    """The order is cancelled, inside the caller's transaction, which checked that it may be."""
    if case.order.state == Order.State.SUSPENDED:
        end_suspension(case.order)
    for task in (case.task, *case.joint):
        task.state, task.ended_at = Task.State.VOID, now()
        task.save()
    end_around(case.task)
    case.order.state, case.order.closed_at = Order.State.CANCELLED, now()
    case.order.reason = reason
    tell_finding(case, None, "")
    telling.cancelled(case.order, case.task)
    return keep(case, "cancel")


@transaction.atomic
def reopen(*, by: Access, order: str, version: int, reason: str, step: str | None = None) -> Order:
    """A closed order goes on at a step, the first one when none is named, with whoever had it there."""
    case = take(by, order, version=version)
    require("reopen", case)
    if case.order.finding is not None and _another_is_live(case.order):
        raise conflict(
            Text("此疑点已有别的在办工单", "another order about this finding is under way"), f"order:{order}"
        )
    why = Comment.objects.create(order=case.order, written_by=by.user, at=now(), text=said(reason, "reason"))
    return begin_again(case, _step(case, step), comment=why.pk)


def begin_again(case: Case, at: FlowStep, **about: object) -> Order:
    """A closed order is at a step again, inside the caller's transaction, which checked that it may be."""
    case.order.state, case.order.closed_at = Order.State.OPEN, None
    case.order.asking, case.order.asking_due = Order.Asking.NONE, None
    case.order.reopened += 1
    # The database asks that a reopened order is open before it has a task again.
    case.order.save()
    department = _department(case, at)
    start_task(case.order, case.flow, at, department)
    return keep(case, "reopen", step=at.name, department=department.name, **about)


def _step(case: Case, name: str | None) -> FlowStep:
    passed = set(case.order.tasks.filter(kind="lead").values_list("step", flat=True))
    first = case.flow.steps[0]
    if name is not None and name not in passed | {first.name}:
        raise invalid(
            Text(f"工单没有经过环节“{name}”", f"the order has not been at the step “{name}”"),
            "step",
            Text("从经过的环节中选择", "choose a step it has been at"),
        )
    return flows.step_of(case.flow, name) if name is not None else first


def _department(case: Case, step: FlowStep) -> Department:
    before = last_at(case.order, step.name)
    if before is not None:
        return before
    found = answering(step.by, region=case.order.region, origin=case.order.department.name)
    return choose(found, None, prefer=case.order.department_id)


def _another_is_live(order: Order) -> bool:
    live = Order.objects.filter(finding=order.finding, closed_at__isnull=True)
    return live.exclude(pk=order.pk).exists()


def _presses_for(case: Case) -> int:
    """The department he supervises it from."""
    places = case.by.where("orders.supervise")
    return next(place.department for place in places if f"b{place.department}" in case.who)
