"""Joint departments, supervisors and the desk each do their part and nobody else's."""

from datetime import date

import pytest

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.ops.errors import Conflict, Missing
from shuzhi.ops.orders import actions
from shuzhi.ops.orders.models import Feedback, Order, Supervision, Task
from shuzhi.ops.people.models import Department
from tests.orders import By, Made, claimed, done, fresh, records


@pytest.fixture
def order(request_order: Made, by: By) -> Order:
    """With 清河街道, claimed."""
    return claimed(by("qinghe"), done(by("jiexian"), request_order(), "派出"))


def invite(by: By, order: Order, *names: str, who: str = "qinghe") -> Order:
    departments = list(Department.objects.filter(name__in=names).values_list("id", flat=True))
    version = fresh(order).version
    return actions.invite(
        by=by(who), order=order.number, version=version, departments=departments, ask="请核对产权"
    )


def finish(by: By, order: Order) -> Order:
    form = {"办理情况": "已办", "是否解决": True}
    version = fresh(order).version
    return actions.complete(by=by("qinghe"), order=order.number, version=version, result="办结", form=form)


def test_the_lead_waits_for_joint_departments(order: Order, by: By) -> None:
    with pytest.raises(Missing):
        actions.answer(by=by("chengguan"), order=order.number, words="无产权")
    invite(by, order, "城管局")
    with pytest.raises(Conflict, match="城管局"):
        finish(by, order)
    actions.answer(by=by("chengguan"), order=order.number, words="属公共用地")
    with pytest.raises(Refused):
        actions.answer(by=by("chengguan"), order=order.number, words="再答一次")
    assert finish(by, order).state == "closed"


def test_the_lead_may_go_on_without_an_answer_it_withdraws(order: Order, by: By) -> None:
    invite(by, order, "城管局")
    task = Task.objects.get(kind="joint")
    actions.withdraw(by=by("qinghe"), order=order.number, version=fresh(order).version, task=task.pk)
    with pytest.raises(Refused):
        actions.answer(by=by("chengguan"), order=order.number, words="晚了")
    assert finish(by, order).state == "closed"


@pytest.mark.parametrize("names", [("清河街道",), ("城管局", "没有这个局"), ()])
def test_who_cannot_be_invited(order: Order, by: By, names: tuple[str, ...]) -> None:
    if names == ("城管局", "没有这个局"):
        departments = [Department.objects.get(name="城管局").pk, 999_999]
        with pytest.raises(ShuzhiError):
            actions.invite(
                by=by("qinghe"), order=order.number, version=4, departments=departments, ask="请核对"
            )
    else:
        with pytest.raises(ShuzhiError):
            invite(by, order, *names)


def test_supervision_reaches_the_holder_and_ends_with_his_task(order: Order, by: By) -> None:
    actions.supervise(by=by("zhiban"), order=order.number, level=1, words="请尽快", due=date(2026, 7, 8))
    assert Supervision.objects.get().ended_at is None
    finish(by, order)
    assert Supervision.objects.get().ended_at is not None


@pytest.mark.parametrize(("who", "error"), [("jiexian", Refused), ("qinghe", Refused), ("kezhang", Missing)])
def test_only_a_supervisor_of_a_department_with_a_part_in_it_presses(
    order: Order, by: By, who: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        actions.supervise(by=by(who), order=order.number, level=1, words="快", due=date(2026, 7, 8))


def test_whoever_opened_it_cancels_what_nobody_has_touched(request_order: Made, by: By) -> None:
    order = request_order()
    actions.cancel(by=by("jiexian"), order=order.number, version=1, reason="重复")
    assert (fresh(order).state, fresh(order).task.state) == ("cancelled", "void")


def test_later_only_the_opening_department_s_supervisor_does(order: Order, by: By) -> None:
    for who in ("jiexian", "qinghe"):
        with pytest.raises(Refused):
            actions.cancel(by=by(who), order=order.number, version=4, reason="不想办")
    invite(by, order, "城管局")
    actions.cancel(by=by("zhiban"), order=order.number, version=5, reason="重复来电")
    assert set(order.tasks.values_list("state", flat=True)) == {"done", "void"}


def test_cancelling_needs_a_reason(request_order: Made, by: By) -> None:
    order = request_order()
    with pytest.raises(ShuzhiError):
        actions.cancel(by=by("jiexian"), order=order.number, version=1, reason="  ")
    assert fresh(order).state == "open"


def test_reopened_within_its_days_with_whoever_had_it(order: Order, by: By, clock) -> None:
    finish(by, order)
    clock.move(days=42)
    version = fresh(order).version
    with pytest.raises(Refused):
        actions.reopen(by=by("qinghe"), order=order.number, version=version, reason="没修好")
    actions.reopen(by=by("jiexian"), order=order.number, version=version, reason="没修好", step="办理")
    order = fresh(order)
    assert (order.state, order.reopened, order.task.department.name) == ("open", 1, "清河街道")
    assert records(order)[-1] == ("jiexian", "reopen")


def test_not_reopened_after_its_days(order: Order, by: By, clock) -> None:
    finish(by, order)
    clock.move(days=43)
    with pytest.raises(Conflict, match="30 个工作日"):
        actions.reopen(by=by("jiexian"), order=order.number, version=5, reason="没修好")


def test_the_citizen_is_asked_once_each_time_it_is_closed(order: Order, by: By) -> None:
    finish(by, order)
    with pytest.raises(Refused):
        actions.give_feedback(by=by("qinghe"), order=order.number, satisfaction=5)
    with pytest.raises(ShuzhiError):
        actions.give_feedback(by=by("jiexian"), order=order.number, satisfaction=6)
    actions.give_feedback(by=by("jiexian"), order=order.number, satisfaction=2, words="没解决")
    with pytest.raises(Conflict):
        actions.give_feedback(by=by("jiexian"), order=order.number, satisfaction=5)
    version = fresh(order).version
    actions.reopen(by=by("jiexian"), order=order.number, version=version, reason="不满意", step="办理")
    claimed(by("qinghe"), order)
    finish(by, order)
    actions.give_feedback(by=by("jiexian"), order=order.number, satisfaction=5)
    assert list(Feedback.objects.order_by("round").values_list("satisfaction", flat=True)) == [2, 5]


def test_a_repeat_is_linked_to_an_earlier_order_one_may_see(
    request_order: Made, finding_order: Made, by: By
) -> None:
    first, other, second = request_order(place="人民路"), finding_order(), request_order(place="人民路")
    assert second.repeat_of == first
    actions.link(by=by("jiexian"), order=second.number, repeats=None)
    assert fresh(second).repeat_of is None
    with pytest.raises(Missing):
        actions.link(by=by("jiexian"), order=second.number, repeats=other.number)
    with pytest.raises(ShuzhiError, match="更早"):
        actions.link(by=by("jiexian"), order=first.number, repeats=second.number)


def test_comments_are_for_those_who_see_it(order: Order, by: By) -> None:
    actions.comment(by=by("zhiban"), order=order.number, text="已电话沟通")
    with pytest.raises(Missing):
        actions.comment(by=by("kezhang"), order=order.number, text="路过")
    assert records(order)[-1] == ("zhiban", "comment")
