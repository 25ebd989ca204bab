"""What happens to orders by itself as days pass. Everything due is found in the database alone, a row at a time, so
that a run may come late, twice, or be killed; a clock that was wrong for a while is made good again."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import now, today
from shuzhi.ops.orders import flows, sight, telling, times
from shuzhi.ops.orders.actions.delays import go_on
from shuzhi.ops.orders.case import Case, held
from shuzhi.ops.orders.models import Once, Order, Reading, Supervision, Suspension, Task
from shuzhi.ops.orders.staffing import answering
from shuzhi.ops.people.actions import NOBODY, SYSTEM
from shuzhi.ops.people.models import Department

log = logging.getLogger(__name__)

_SOME = 200
"""Rows looked up at a time: what is due after a long stop is worked off in pieces."""
_ONCE_KEPT, _READING_KEPT = timedelta(days=30), timedelta(days=2)


def tick() -> None:
    """Do everything that is due today. What fails for one order is logged, and the others go on."""
    day = today()
    live = Task.objects.filter(ended_at__isnull=True, state=Task.State.OPEN)
    suspended = Suspension.objects.filter(until__isnull=True, ends_on__lte=day)
    pressed = Supervision.objects.filter(ended_at__isnull=True, overdue=False, due__lt=day)
    asked = Order.objects.filter(asking_due__isnull=False, asking_due__lt=day)
    _each(suspended, _resume)
    _each(live.filter(overdue=False, due__lt=day), _flag_overdue)
    _each(live.filter(overdue=True, due__gte=day), _unflag)
    _each(live.filter(overdue=True, escalates_on__isnull=False, escalates_on__lte=day), _escalate)
    _each(live.filter(warns_on__isnull=False, warns_on__lte=day), _warn)
    _each(pressed, _supervision_overdue)
    _each(asked, _stop_asking)


def tidy() -> None:
    """Forget keys and readings that nobody asks about any more."""
    Once.objects.filter(at__lt=now() - _ONCE_KEPT).delete()
    Reading.objects.filter(day__lt=today() - _READING_KEPT).delete()


def _each(found: QuerySet[Any, Any], act: Callable[[int], None]) -> None:
    for number in _all(found):
        try:
            with transaction.atomic():
                act(number)
        except Exception:
            log.exception("%s %s failed and will be tried again", act.__name__, number)


def _all(found: QuerySet[Any, Any]) -> Iterator[int]:
    last = 0
    while some := list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_SOME]):
        yield from some
        last = some[-1]


def _resume(number: int) -> None:
    """The lawful days are used up: the clock goes on."""
    suspension = Suspension.objects.get(pk=number)
    order = held(suspension.order_id)
    if order.state != Order.State.SUSPENDED:
        return
    case = Case(order, NOBODY, today())
    days = go_on(case)
    order.version += 1
    order.save()
    _note(order, "resume", days=days, due=str(case.task.due))


def _flag_overdue(number: int) -> None:
    task, order = _task(number)
    if task.overdue or task.due >= today() or task.state != Task.State.OPEN:
        return
    task.overdue = True
    task.warns_on = None
    task.save(update_fields=("overdue", "warns_on"))
    telling.overdue(order, task)
    _note(order, "overdue", step=task.step, due=str(task.due))


def _unflag(number: int) -> None:
    """The clock had been ahead: nobody is late after all."""
    task, order = _task(number)
    if not task.overdue or task.due < today() or task.state != Task.State.OPEN:
        return
    task.overdue, task.escalation = False, 0
    task.warns_on = times.warning_day(max(times.day(task.opened_at), today()), task.due)
    if task.kind == Task.Kind.LEAD:
        task.escalates_on = times.escalation_day(flows.flow_of(order.flow), task.due, 0)
    task.save(update_fields=("overdue", "escalation", "escalates_on", "warns_on"))
    _note(order, "not_overdue", step=task.step, due=str(task.due))


def _escalate(number: int) -> None:
    """The levels that are due, each told once; those above see the order from now on."""
    task, order = _task(number)
    flow = flows.flow_of(order.flow)
    if not task.overdue or task.state != Task.State.OPEN:
        return
    while task.escalates_on is not None and task.escalates_on <= today():
        told = flow.escalation[task.escalation]
        found = answering(told.to, region=order.region, origin=order.department.name)
        for department in Department.objects.filter(pk__in=[each.id for each in found]):
            sight.involve(order, department)
        task.escalation += 1
        task.escalates_on = times.escalation_day(flow, task.due, task.escalation)
        telling.escalated(order, task, told.to, [each.id for each in found])
    task.save(update_fields=("escalation", "escalates_on"))
    _note(order, "escalate", step=task.step, level=task.escalation)


def _warn(number: int) -> None:
    task, order = _task(number)
    if task.warns_on is None or task.warns_on > today() or task.state != Task.State.OPEN:
        return
    task.warns_on = None
    task.save(update_fields=("warns_on",))
    if task.due >= today():
        telling.soon_due(order, task)


def _supervision_overdue(number: int) -> None:
    supervision = Supervision.objects.select_related("put_by").get(pk=number)
    order = held(supervision.order_id)
    if Supervision.objects.filter(pk=number, ended_at__isnull=True, overdue=False).update(overdue=True):
        telling.supervision_overdue(order, supervision)
        _note(order, "supervision_overdue", level=supervision.level, due=str(supervision.due))


def _stop_asking(number: int) -> None:
    order = held(number)
    if order.asking != Order.Asking.DUE or order.asking_due is None or order.asking_due >= today():
        return
    order.asking, order.asking_due = Order.Asking.MISSED, None
    order.save(update_fields=("asking", "asking_due"))
    _note(order, "stop_asking")


def _task(number: int) -> tuple[Task, Order]:
    """A task with its order held. The order's own lead task is the same object."""
    order = held(Task.objects.values_list("order_id", flat=True).get(pk=number))
    if order.task is not None and order.task.pk == number:
        return order.task, order
    return Task.objects.select_related("department", "handler").get(pk=number), order


def _note(order: Order, action: str, **about: object) -> None:
    sight.follow(order)
    record(by=SYSTEM, action=f"orders.{action}", object=f"order:{order.number}", about=about)
