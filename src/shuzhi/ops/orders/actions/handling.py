"""Claiming a task, handing it over, and completing it."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.clock import now, today
from shuzhi.ops.errors import invalid
from shuzhi.ops.orders import flows, forms, telling, times
from shuzhi.ops.orders.actions.keeping import end_around, keep, start_task, tell_finding
from shuzhi.ops.orders.case import Case, take
from shuzhi.ops.orders.models import Attachment, Order, Task
from shuzhi.ops.orders.rights import require
from shuzhi.ops.orders.routing import choose, next_departments
from shuzhi.ops.people.access import Access, people_in
from shuzhi.packs.flow_file import END, Result


@transaction.atomic
def claim(*, by: Access, order: str, version: int) -> Order:
    """``by`` takes the task on (签收)."""
    case = take(by, order, version=version)
    require("claim", case)
    case.task.handler, case.task.claimed_at = by.user, now()
    case.task.save()
    return keep(case, "claim", step=case.task.step)


@transaction.atomic
def hand_over(*, by: Access, order: str, version: int, to: str) -> Order:
    """The task goes to a colleague of the same department whose role it is; its deadline stays."""
    case = take(by, order, version=version)
    require("hand_over", case)
    colleagues = people_in([case.task.department_id], permission="orders.handle", roles=[case.step.by.role])
    colleague = next((user for user in colleagues if user.login == to), None)
    if colleague is None:
        names = "、".join(user.name for user in colleagues)
        raise invalid(
            Text("此人不在本部门办这一环节", "he does not handle this step in this department"),
            "to",
            Text(f"从中选择：{names}", f"choose one of: {names}"),
        )
    case.task.handler, case.task.claimed_at = colleague, now()
    case.task.save()
    telling.handed_over(case.order, case.step, colleague)
    return keep(case, "hand_over", step=case.task.step, to=to)


@transaction.atomic
def complete(
    *,
    by: Access,
    order: str,
    version: int,
    result: str,
    form: Mapping[str, object],
    department: int | None = None,
) -> Order:
    """The task is done with a result of its step, which leads to the next step or closes the order.

    ``department``: who has the next step, when several answer for it.
    """
    case = take(by, order, version=version)
    require("complete", case)
    leads = _result(case, result)
    photos = Attachment.objects.filter(order=case.order, media_type__startswith="image/")
    kept = forms.filled(case.step, result, form, set(photos.values_list("id", flat=True)))
    done = end_task(case, result, kept)
    if leads.conclusion:
        case.order.conclusion = leads.conclusion
    if case.flow.recovered in kept:
        case.order.recovered = Decimal(str(kept[case.flow.recovered]))
    case.order.returned += leads.returns
    if leads.next == END:
        close(case, result)
        return keep(case, "complete", step=done.step, result=result, closed=True)
    step = flows.step_of(case.flow, leads.next)
    chosen = choose(next_departments(case, leads), department, prefer=done.department_id)
    start_task(case.order, case.flow, step, chosen)
    return keep(case, "complete", step=done.step, result=result, next=step.name, department=chosen.name)


def end_task(case: Case, result: str, form: Mapping[str, object]) -> Task:
    """The lead task is done: by whoever acts, or by nobody where the data show it."""
    done = case.task
    done.state, done.result, done.form = done.State.DONE, result, form
    done.done_by = case.by.user if case.by.user.pk else None
    done.ended_at, done.overdue = now(), today() > done.due
    if not done.overdue:
        done.escalation = 0
    done.save()
    end_around(done)
    return done


def _result(case: Case, result: str) -> Result:
    there = case.step.results
    if result not in there:
        words = "、".join(there)
        raise invalid(
            Text(f"没有结果“{result}”", f"there is no result “{result}”"),
            "result",
            Text(f"从中选择：{words}", f"choose one of: {words}"),
        )
    return there[result]


def close(case: Case, result: str) -> None:
    """The order has come to its end; what its finding turned out to be is said of the finding."""
    order, flow = case.order, case.flow
    order.state, order.closed_at = Order.State.CLOSED, now()
    if flow.feedback is not None:
        order.asking, order.asking_due = Order.Asking.DUE, times.after(today(), flow.feedback.within)
    tell_finding(case, order.conclusion or None, result)
    telling.ended(order, "closed")
