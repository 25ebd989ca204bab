"""How every change of an order ends, and how a step begins."""

from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import now, today
from shuzhi.ops.findings.actions import conclude
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.orders import sight, telling, times
from shuzhi.ops.orders.case import Case
from shuzhi.ops.orders.models import Extension, Order, Supervision, Task
from shuzhi.ops.people.models import Department
from shuzhi.packs.flow_file import FlowFile, FlowStep


def keep(case: Case, action: str, **about: object) -> Order:
    """Save a changed order under its next version, with its record in the chain."""
    case.order.version += 1
    case.order.save()
    note(case, action, **about)
    return case.order


def note(case: Case, action: str, **about: object) -> None:
    """The record of something that leaves the order's version as it is: nobody's open page grows stale by it."""
    sight.follow(case.order)
    record(by=case.by.login, action=f"orders.{action}", object=f"order:{case.order.number}", about=about)


def start_task(order: Order, flow: FlowFile, step: FlowStep, department: Department) -> Task:
    """The order comes to a step at a department, and the clock starts. The caller saves the order."""
    due = times.after(today(), step.days)
    order.task = Task.objects.create(
        order=order,
        step=step.name,
        department=department,
        opened_at=now(),
        due=due,
        warns_on=times.warning_day(today(), due),
        escalates_on=times.escalation_day(flow, due, 0),
    )
    if department.pk != order.department_id:
        order.handled_by = department
    sight.involve(order, department)
    telling.task_came(order, step, department)
    return order.task


def end_around(task: Task) -> None:
    """What hung on a lead task ends with it: an undecided extension, supervision of it."""
    Extension.objects.filter(task=task, state="asked").update(state="void")
    Supervision.objects.filter(order=task.order, ended_at__isnull=True).update(ended_at=now())


def tell_finding(case: Case, conclusion: str | None, words: str) -> None:
    """What the order came to, said of its finding. ``words``: a result of the flow, nobody's own."""
    if case.order.finding_id is None:
        return
    conclude(
        by=case.by,
        finding=Finding.objects.select_for_update().get(pk=case.order.finding_id),
        order=case.order.number,
        conclusion=conclusion,
        recovered=case.order.recovered if conclusion else None,
        words=words,
    )


def move_due(flow: FlowFile, task: Task, days: int) -> None:
    """So many working days more. Who is late even so stays late, and nobody hears of it twice."""
    task.due = times.after(task.due, days)
    task.overdue = task.overdue and task.due < today()
    if not task.overdue:
        task.escalation = 0
        task.warns_on = times.warning_day(max(times.day(task.opened_at), today()), task.due)
    if task.kind == Task.Kind.LEAD:
        task.escalates_on = times.escalation_day(flow, task.due, task.escalation)
    task.save()
