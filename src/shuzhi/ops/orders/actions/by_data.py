"""Orders about what is wrong with a department's data: the data open and close them, nobody's click does."""

from django.db import transaction

from shuzhi.ops.clock import now, today
from shuzhi.ops.orders import flows
from shuzhi.ops.orders.actions.delays import end_suspension
from shuzhi.ops.orders.actions.handling import close, end_task
from shuzhi.ops.orders.actions.keeping import keep
from shuzhi.ops.orders.actions.opening import Matter, begin
from shuzhi.ops.orders.actions.overseeing import begin_again, void
from shuzhi.ops.orders.case import Case, held
from shuzhi.ops.orders.models import Order, Task
from shuzhi.ops.people.actions import NOBODY
from shuzhi.ops.people.models import Department


@transaction.atomic
def open_by_data(*, rule: str, title: str, text: str, department: Department) -> Order:
    """An order to the department whose data break the quality rule. Raises ShuzhiError where no flow handles it."""
    matter = Matter(chosen=flows.flow_for_quality(rule), quality=True, title=title, text=text)
    return begin(by=NOBODY, matter=matter, origin=department, first=department)


@transaction.atomic
def close_by_data(*, order: int, **about: object) -> Order:
    """The data are right: the order ends with its flow's one result. ``about`` goes into the record."""
    case = Case(held(order), NOBODY, today())
    if not case.live:
        return case.order
    if case.order.state == Order.State.SUSPENDED:
        end_suspension(case.order)
        case.order.state = Order.State.OPEN
    for task in case.joint:
        task.state, task.ended_at = Task.State.VOID, now()
        task.save()
    (result,) = case.step.results
    done = end_task(case, result, {})
    close(case, result)
    return keep(case, "complete", step=done.step, result=result, closed=True, **about)


@transaction.atomic
def reopen_by_data(*, order: int, **about: object) -> Order:
    """The data are wrong again: the order is where it began, with the department that had it."""
    case = Case(held(order), NOBODY, today())
    if case.order.state != Order.State.CLOSED:
        return case.order
    return begin_again(case, case.flow.steps[0], **about)


@transaction.atomic
def drop_by_data(*, order: int, reason: str) -> Order:
    """What the order rests on is asked no more: the rule is gone, or counts for less than makes an order."""
    case = Case(held(order), NOBODY, today())
    return void(case, reason) if case.live else case.order
