"""Who hears what of an order. A notice names the order, the step and the day, and nobody whom the order is about."""

from collections.abc import Iterable

from shuzhi.core.text import Text
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.orders import flows
from shuzhi.ops.orders.models import Extension, Order, Supervision, Task
from shuzhi.ops.people.access import people_in
from shuzhi.ops.people.models import Department, User
from shuzhi.packs.flow_file import FlowFile, FlowStep, Who


def task_came(order: Order, step: FlowStep, department: Department) -> None:
    """To everybody in the department who may claim it."""
    people = people_in([department.pk], permission="orders.handle", roles=[step.by.role])
    if not people and order.opened_by is None:
        people = _above(department)
    due = order.task.due if order.task else ""
    _tell(
        people,
        order,
        "task",
        Text(
            f"新任务：工单 {order.number}“{step.title.zh}”，{due} 前办",
            f"new task: order {order.number} “{step.title.en}”, due {due}",
        ),
    )


def handed_over(order: Order, step: FlowStep, to: User) -> None:
    _tell(
        [to],
        order,
        "task",
        Text(
            f"工单 {order.number}“{step.title.zh}”交给您办",
            f"order {order.number} “{step.title.en}” was handed to you",
        ),
    )


def extension_asked(order: Order, extension: Extension, flow: FlowFile) -> None:
    assert flow.extension is not None
    deciders = people_in(
        [extension.department_id], permission="orders.supervise", roles=[flow.extension.by.role]
    )
    _tell(
        deciders,
        order,
        "extension",
        Text(
            f"工单 {order.number} 申请延期 {extension.days} 个工作日，请您批",
            f"order {order.number} asks for {extension.days} working days more: please decide",
        ),
    )


def extension_decided(order: Order, extension: Extension) -> None:
    granted = extension.state == Extension.State.GRANTED
    _tell(
        [extension.asked_by],
        order,
        "extension",
        Text(
            f"工单 {order.number} 的延期申请：{'同意' if granted else '不同意'}",
            f"order {order.number}: the extension was {'granted' if granted else 'refused'}",
        ),
    )


def resumed(order: Order, task: Task) -> None:
    _tell(
        _holders(task, order),
        order,
        "task",
        Text(
            f"工单 {order.number} 恢复计时，{task.due} 前办",
            f"order {order.number}: the clock runs again, due {task.due}",
        ),
    )


def invited(order: Order, task: Task) -> None:
    _tell(
        people_in([task.department_id], permission="orders.handle"),
        order,
        "joint",
        Text(
            f"请协办工单 {order.number}，{task.due} 前答复",
            f"joint handling of order {order.number} is asked of you, due {task.due}",
        ),
    )


def answered(order: Order, joint: Task) -> None:
    assert order.task is not None
    _tell(
        _holders(order.task, order),
        order,
        "joint",
        Text(
            f"{joint.department.name}已答复工单 {order.number} 的协办",
            f"{joint.department.name} has answered on order {order.number}",
        ),
    )


def supervised(order: Order, supervision: Supervision) -> None:
    assert order.task is not None
    _tell(
        _holders(order.task, order),
        order,
        "supervision",
        Text(
            f"督办（{supervision.level} 级）：工单 {order.number}，{supervision.due} 前办",
            f"supervision, level {supervision.level}: order {order.number}, due {supervision.due}",
        ),
    )


def supervision_overdue(order: Order, supervision: Supervision) -> None:
    _tell(
        [supervision.put_by],
        order,
        "overdue",
        Text(
            f"督办到期未办：工单 {order.number}",
            f"supervision is past its day: order {order.number}",
        ),
    )


def soon_due(order: Order, task: Task) -> None:
    _tell(
        _holders(task, order),
        order,
        "due",
        Text(
            f"即将到期：工单 {order.number}，{task.due} 前办",
            f"nearly due: order {order.number}, {task.due}",
        ),
    )


def overdue(order: Order, task: Task) -> None:
    _tell(
        _holders(task, order),
        order,
        "overdue",
        Text(
            f"已超期：工单 {order.number}，应于 {task.due} 前办",
            f"overdue: order {order.number} was due {task.due}",
        ),
    )


def escalated(order: Order, task: Task, who: Who, departments: Iterable[int]) -> None:
    _tell(
        people_in(departments, permission="orders.supervise", roles=[who.role]),
        order,
        "escalation",
        Text(
            f"超期升级：工单 {order.number} 在{task.department.name}，应于 {task.due} 前办",
            f"escalated: order {order.number} at {task.department.name} was due {task.due}",
        ),
    )


def ended(order: Order, kind: str) -> None:
    """To whoever opened it."""
    words = {
        "closed": Text(f"工单 {order.number} 已办结", f"order {order.number} is closed"),
        "cancelled": Text(f"工单 {order.number} 已作废", f"order {order.number} was cancelled"),
    }
    _tell([order.opened_by] if order.opened_by else _responsible(order), order, kind, words[kind])


def cancelled(order: Order, task: Task) -> None:
    ended(order, "cancelled")
    _tell(
        [task.handler] if task.handler and task.handler_id != order.opened_by_id else [],
        order,
        "cancelled",
        Text(f"工单 {order.number} 已作废", f"order {order.number} was cancelled"),
    )


def feedback_given(order: Order, satisfaction: int) -> None:
    done = order.tasks.filter(kind="lead", state="done").select_related("done_by")
    handlers = {task.done_by_id: task.done_by for task in done if task.done_by}
    _tell(
        list(handlers.values()),
        order,
        "feedback",
        Text(
            f"工单 {order.number} 回访：满意度 {satisfaction}",
            f"order {order.number}: satisfaction {satisfaction} of 5",
        ),
    )


def _responsible(order: Order) -> list[User]:
    """Of an order that nobody opened: who had it, or may have it."""
    return _holders(order.task, order) if order.task else []


def _above(department: Department) -> list[User]:
    """Whoever supervises the department: where it has nobody to handle what the data say, they are to know."""
    above = [int(number) for number in department.path.strip("/").split("/")]
    return people_in(above, permission="orders.supervise")


def _holders(task: Task, order: Order) -> list[User]:
    """Whoever has the task, or everybody who may claim it."""
    if task.handler is not None:
        return [task.handler]
    if task.kind == Task.Kind.JOINT:
        return people_in([task.department_id], permission="orders.handle")
    step = flows.step_of(flows.flow_of(order.flow), task.step)
    return people_in([task.department_id], permission="orders.handle", roles=[step.by.role])


def _tell(people: Iterable[User], order: Order, kind: str, text: Text) -> None:
    tell(people, kind=kind, text=text, link=f"/orders/{order.number}")
