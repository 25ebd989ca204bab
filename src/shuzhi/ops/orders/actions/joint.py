"""Joint handling: other departments are asked, and answer, while one leads."""

from collections.abc import Sequence

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.clock import now, today
from shuzhi.ops.errors import invalid
from shuzhi.ops.orders import telling, times
from shuzhi.ops.orders.actions.keeping import keep, note
from shuzhi.ops.orders.case import take
from shuzhi.ops.orders.models import Order, Task
from shuzhi.ops.orders.rights import require
from shuzhi.ops.orders.sight import involve
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department
from shuzhi.ops.wording import said

ANSWERED = "已答复"
"""The result of every joint task."""


@transaction.atomic
def invite(*, by: Access, order: str, version: int, departments: Sequence[int], ask: str) -> Order:
    """Ask other departments; each has until the lead's own deadline."""
    case = take(by, order, version=version)
    require("invite", case)
    asked = {task.department_id for task in case.joint} | {case.task.department_id}
    invited = Department.objects.filter(pk__in=departments, is_active=True).exclude(pk__in=asked)
    if not departments or len(invited) != len(set(departments)):
        raise invalid(
            Text("有部门不能邀请，或已在办", "a department cannot be invited, or is at it already"),
            "departments",
            Text("重新选择部门", "choose the departments again"),
        )
    words = said(ask, "ask")
    for department in invited:
        task = Task.objects.create(
            order=case.order,
            kind=Task.Kind.JOINT,
            step=case.task.step,
            department=department,
            ask=words,
            opened_at=now(),
            due=case.task.due,
            warns_on=times.warning_day(today(), case.task.due),
        )
        involve(case.order, department)
        telling.invited(case.order, task)
    return keep(case, "invite", departments=[department.name for department in invited])


@transaction.atomic
def withdraw(*, by: Access, order: str, version: int, task: int) -> Order:
    """No answer is waited for any more."""
    case = take(by, order, version=version)
    require("withdraw", case)
    asked = next((each for each in case.joint if each.pk == task), None)
    if asked is None:
        raise invalid(
            Text("没有这项协办", "there is no such joint task"), "task", Text("刷新再选", "reload and choose")
        )
    asked.state, asked.ended_at = Task.State.VOID, now()
    asked.save()
    return keep(case, "withdraw", department=asked.department.name)


@transaction.atomic
def answer(*, by: Access, order: str, words: str, task: int | None = None) -> Order:
    """A joint department's answer. The lead's open page stays good: nothing there changes but that it may go on."""
    case = take(by, order)
    require("answer", case)
    asked = case.joint_at(task)
    if asked is None:
        raise invalid(
            Text("没有这项协办", "there is no such joint task"), "task", Text("刷新再选", "reload and choose")
        )
    asked.state, asked.result, asked.form = Task.State.DONE, ANSWERED, {"答复": said(words, "words")}
    asked.done_by, asked.ended_at, asked.overdue = by.user, now(), today() > asked.due
    asked.save()
    telling.answered(case.order, asked)
    note(case, "answer", department=asked.department.name)
    return case.order
