"""Deadlines move only as the flow allows, by whoever it names, and never by one's own decision."""

from datetime import date

import pytest

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.ops.errors import Conflict
from shuzhi.ops.orders import actions
from shuzhi.ops.orders.models import Extension, Order
from tests.orders import By, Made, claimed, done, fresh


@pytest.fixture
def order(finding_order: Made, by: By) -> Order:
    """Claimed by 溪北区民政局, due Monday 20 July."""
    return claimed(by("xibei"), finding_order())


def ask(by: By, order: Order) -> Order:
    return actions.ask_extension(
        by=by("xibei"), order=order.number, version=fresh(order).version, reason="户籍在外地"
    )


def decide(by: By, order: Order, *, granted: bool, who: str = "kezhang") -> Order:
    version = fresh(order).version
    return actions.decide_extension(by=by(who), order=order.number, version=version, granted=granted)


def test_granted_the_deadline_moves_by_the_days_of_the_flow(order: Order, by: By) -> None:
    ask(by, order)
    decide(by, order, granted=True)
    assert (fresh(order).task.due, fresh(order).extensions) == (date(2026, 8, 3), 1)


def test_refused_it_stays_and_may_be_asked_again(order: Order, by: By) -> None:
    ask(by, order)
    decide(by, order, granted=False)
    assert (fresh(order).task.due, fresh(order).extensions) == (date(2026, 7, 20), 0)
    ask(by, order)


def test_no_more_than_the_flow_allows(order: Order, by: By) -> None:
    ask(by, order)
    decide(by, order, granted=True)
    with pytest.raises(Conflict, match="最多延期 1 次"):
        ask(by, order)


@pytest.mark.parametrize("who", ["xibei", "jiandu"])
def test_only_whom_the_flow_names_decides(order: Order, by: By, who: str) -> None:
    ask(by, order)
    with pytest.raises(Refused):
        decide(by, order, granted=True, who=who)


def test_one_question_at_a_time_and_none_once_it_is_late(order: Order, by: By, clock) -> None:
    clock.move(days=15)
    with pytest.raises(Conflict, match="已过期限"):
        ask(by, order)
    clock.move(days=-15)
    ask(by, order)
    with pytest.raises(Conflict, match="待批"):
        ask(by, order)


def test_a_question_nobody_decided_ends_with_its_task(order: Order, by: By) -> None:
    ask(by, order)
    version, form = fresh(order).version, {"核实情况": "查实"}
    actions.complete(by=by("xibei"), order=order.number, version=version, result="不属实", form=form)
    assert Extension.objects.get().state == "void"


def test_a_flow_without_extension_or_suspension_has_none(request_order: Made, by: By) -> None:
    order = claimed(by("jiexian"), request_order())
    with pytest.raises(Conflict):
        actions.suspend(by=by("jiexian"), order=order.number, version=2, reason="等待户籍核对")


def test_suspended_for_a_declared_reason_only(order: Order, by: By) -> None:
    with pytest.raises(ShuzhiError, match="不是可以挂起的事由"):
        actions.suspend(by=by("xibei"), order=order.number, version=2, reason="太忙")


def test_while_suspended_nothing_is_completed(order: Order, by: By) -> None:
    actions.suspend(by=by("xibei"), order=order.number, version=2, reason="等待户籍核对")
    with pytest.raises(Conflict, match="不在办理中"):
        actions.complete(by=by("xibei"), order=order.number, version=3, result="不属实", form={})


def test_suspensions_add_up_to_the_flow_s_days(order: Order, by: By, clock) -> None:
    for days in (14, 14):
        version = fresh(order).version
        actions.suspend(by=by("xibei"), order=order.number, version=version, reason="等待户籍核对")
        clock.move(days=days)
        actions.resume(by=by("xibei"), order=order.number, version=version + 1)
    assert (fresh(order).suspended_days, fresh(order).task.due) == (20, date(2026, 8, 17))
    with pytest.raises(Conflict, match="最多挂起 20"):
        actions.suspend(by=by("xibei"), order=order.number, version=6, reason="等待户籍核对")


def test_who_was_late_before_is_late_after_by_as_much(order: Order, by: By, clock) -> None:
    clock.move(days=16)
    actions.suspend(by=by("xibei"), order=order.number, version=2, reason="等待户籍核对")
    clock.move(days=7)
    actions.resume(by=by("xibei"), order=order.number, version=3)
    assert fresh(order).task.due == date(2026, 7, 27)
    assert done_late(order, by)


def done_late(order: Order, by: By) -> bool:
    version, form = fresh(order).version, {"核实情况": "查实"}
    actions.complete(by=by("xibei"), order=order.number, version=version, result="不属实", form=form)
    return order.tasks.get(step="核实").overdue


def test_what_is_done_in_time_is_not_late(finding_order: Made, by: By, clock) -> None:
    order = finding_order()
    clock.move(days=14)
    done(by("xibei"), order, "不属实", {"核实情况": "查实"})
    assert not order.tasks.get(step="核实").overdue
