"""Days pass and the clock does what is due: once, however late, often or confused it is."""

from datetime import date

import pytest

from shuzhi.ops.audit.actions import verify
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.orders import actions
from shuzhi.ops.orders import clock as order_clock
from shuzhi.ops.orders.clock import tick
from shuzhi.ops.orders.models import Order, Sight
from tests.orders import By, Made, claimed, done, fresh, records


def told(login: str) -> list[str]:
    return list(Notice.objects.filter(user__login=login).order_by("id").values_list("kind", flat=True))


@pytest.fixture
def handled(request_order: Made, by: By) -> Order:
    """In 清河街道 since Monday 6 July, due Wednesday 15 July, with somebody's name on it."""
    order = done(by("jiexian"), request_order(), "派出")
    claimed(by("qinghe"), order)
    Notice.objects.all().delete()
    return order


def test_the_holder_is_warned_on_the_working_day_before(handled: Order, clock) -> None:
    clock.move(days=7)
    tick()
    assert told("qinghe") == []
    clock.move(days=1)
    for _ in range(3):
        tick()
    assert told("qinghe") == ["due"]


def test_a_day_late_is_overdue_and_escalated_once_to_whoever_the_flow_names(handled: Order, clock) -> None:
    clock.move(days=9)
    tick()
    assert not fresh(handled).task.overdue
    clock.move(days=1)
    for _ in range(3):
        tick()
    task = fresh(handled).task
    assert (task.overdue, task.escalation, task.escalates_on) == (True, 1, None)
    assert told("qinghe") == ["due", "overdue"]
    assert told("zhiban") == ["escalation"]
    assert records(handled)[-2:] == [("shuzhi", "overdue"), ("shuzhi", "escalate")]


def test_a_run_that_comes_weeks_late_does_everything_once(handled: Order, clock) -> None:
    clock.move(days=60)
    tick()
    tick()
    assert told("qinghe") == ["overdue"]
    assert told("zhiban") == ["escalation"]
    assert verify() is None


def test_a_clock_set_back_takes_lateness_back(handled: Order, clock) -> None:
    clock.move(days=60)
    tick()
    assert Sight.objects.filter(order=handled, is_overdue=True).exists()
    clock.move(days=-60)
    tick()
    task = fresh(handled).task
    assert (task.overdue, task.escalation, task.escalates_on) == (False, 0, date(2026, 7, 16))
    assert not Sight.objects.filter(order=handled, is_overdue=True).exists()
    clock.move(days=10)
    tick()
    assert fresh(handled).task.escalation == 1


def test_a_suspended_order_is_never_late(finding_order: Made, by: By, clock) -> None:
    order = claimed(by("xibei"), finding_order())
    actions.suspend(by=by("xibei"), order=order.number, version=2, reason="当事人申辩")
    clock.move(days=21)
    tick()
    assert not fresh(order).task.overdue
    actions.resume(by=by("xibei"), order=order.number, version=3)
    order = fresh(order)
    assert (order.suspended_days, order.task.due) == (15, date(2026, 8, 10))


def test_a_suspension_ends_by_itself_when_its_days_are_used_up(finding_order: Made, by: By, clock) -> None:
    order = claimed(by("xibei"), finding_order())
    actions.suspend(by=by("xibei"), order=order.number, version=2, reason="当事人申辩")
    clock.move(days=200)
    tick()
    tick()
    order = fresh(order)
    assert (order.state, order.suspended_days, order.task.due) == ("open", 20, date(2026, 8, 17))
    assert records(order)[-3:] == [("shuzhi", "resume"), ("shuzhi", "overdue"), ("shuzhi", "escalate")]


def test_asking_the_citizen_ends(request_order: Made, by: By, clock) -> None:
    order = done(by("jiexian"), request_order(), "当场答复")
    clock.move(days=3)
    tick()
    assert fresh(order).asking == "due"
    clock.move(days=1)
    tick()
    assert fresh(order).asking == "missed"


def test_whoever_presses_hears_when_his_day_has_passed(handled: Order, by: By, clock) -> None:
    actions.supervise(by=by("zhiban"), order=handled.number, level=2, words="请尽快", due=date(2026, 7, 8))
    assert told("qinghe") == ["supervision"]
    clock.move(days=3)
    tick()
    tick()
    assert told("zhiban") == ["overdue"]


def test_one_order_that_fails_does_not_stop_the_others(
    request_order: Made, monkeypatch, clock, caplog
) -> None:
    bad, good = request_order(), request_order()
    real = order_clock.telling.overdue

    def fails(order: Order, task: object) -> None:
        if order.pk == bad.pk:
            raise RuntimeError("no")
        real(order, task)

    monkeypatch.setattr(order_clock.telling, "overdue", fails)
    clock.move(days=30)
    tick()
    assert (fresh(bad).task.overdue, fresh(good).task.overdue) == (False, True)
    monkeypatch.undo()
