"""Which department has the next step."""

from collections.abc import Sequence

from shuzhi.core.text import Text
from shuzhi.ops.errors import invalid
from shuzhi.ops.orders import flows
from shuzhi.ops.orders.case import Case
from shuzhi.ops.orders.models import Order, Task
from shuzhi.ops.orders.staffing import Answering, answering
from shuzhi.ops.people.models import Department
from shuzhi.packs.flow_file import Result


def next_departments(case: Case, result: Result) -> list[Answering]:
    """Who may have the step a result leads to. One that is sent back goes to whoever had it."""
    if result.returns and (before := last_at(case.order, result.next)) is not None:
        return [Answering(id=before.pk, name=before.name, region=before.region, duties=frozenset())]
    step = flows.step_of(case.flow, result.next)
    return answering(step.by, region=case.order.region, origin=case.order.department.name)


def last_at(order: Order, step: str) -> Department | None:
    """The department that last had the step as lead, if it is still in use."""
    had = Task.objects.filter(order=order, kind="lead", step=step).order_by("-id")
    task = had.select_related("department").first()
    return task.department if task is not None and task.department.is_active else None


def choose(found: Sequence[Answering], asked: int | None, *, prefer: int) -> Department:
    """The one asked for; else the only one; else, where it is among them, the one that has it now.

    Raises ShuzhiError when that leaves several, none, or one that does not answer for the matter.
    """
    by_id = {each.id: each for each in found}
    if asked is not None and asked not in by_id:
        raise invalid(
            Text("所选部门不负责这件事", "the department chosen does not answer for this"),
            "department",
            _choose_of(found),
        )
    default = next(iter(by_id), None) if len(by_id) == 1 else (prefer if prefer in by_id else None)
    chosen = asked if asked is not None else default
    if chosen is None:
        raise invalid(
            Text("请选择交给哪个部门", "choose the department it goes to")
            if found
            else Text("没有部门可办这一环节", "no department answers for this step"),
            "department",
            _choose_of(found),
        )
    return Department.objects.get(pk=chosen)


def _choose_of(found: Sequence[Answering]) -> Text:
    names = "、".join(each.name for each in found[:20])
    if not names:
        return Text(
            "请管理员在 city.yml 给部门加上职责", "ask the administrator to give a department the duty"
        )
    return Text(f"从中选择：{names}", f"choose one of: {names}")
