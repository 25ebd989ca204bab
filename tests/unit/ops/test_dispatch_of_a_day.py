"""A day planned from real orders: who may goes, what was shown comes into force, an urgent one moves only the rest."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.ops.audit.models import Record
from shuzhi.ops.clock import now, today
from shuzhi.ops.dispatch import actions, gathering, planning, queries
from shuzhi.ops.dispatch.models import DayPlan
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.orders.actions import opening
from shuzhi.ops.orders.models import Order, Task
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department, Post, Role, User
from shuzhi.packs.flow_file import OnTheSpot
from tests.unit.ops.conftest import Api, Clock
from tests.unit.ops.findings.conftest import copied, north

__all__ = ["copied", "north"]

By = Callable[[str], Access]


@pytest.fixture
def visited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step of the tiny city's flows is one that somebody goes to."""
    found = gathering.step_of
    visit = OnTheSpot(minutes=30)
    monkeypatch.setattr(
        gathering, "step_of", lambda flow, name: found(flow, name).model_copy(update={"visit": visit})
    )
    roles = {"监督员", "核查员", "科长"}
    monkeypatch.setattr(gathering, "_roles", lambda: roles)


@pytest.fixture
def orders(by: By, north: list[Finding], visited: None, people: dict[str, User], clock: Clock) -> list[Task]:
    """Three orders at their first step, in the county that 安如是 supervises as well."""
    county, role = Department.objects.get(name="溪北区"), Role.objects.get(name="监督员")
    Post.objects.create(user=people["jiandu"], department=county, role=role, since=date(2026, 1, 1))
    made = [
        opening.open_order(by=by("xibei"), matter=opening.of_finding(finding, title="核实"))
        for finding in north[:3]
    ]
    return [order.task for order in made if order.task]


def asked(**more: object) -> dict:
    return {**queries.SETTINGS, **more}


def test_whoever_goes_has_a_midday_break_unless_none_is_asked_for(by: By, orders: list[Task]) -> None:
    dispatcher = by("jiandu")
    for asked_for, rest in ((60, "11:30"), (0, None)):
        told = planning.told(queries.what_if(dispatcher, today(), asked(rest=asked_for), None))
        out = [person for person in told["people"] if person["stops"]]
        assert out
        assert {person["rest"] for person in out} == {rest}


def test_who_goes_is_sent_to_the_place_itself_where_the_order_knows_it(by: By, orders: list[Task]) -> None:
    Order.objects.filter(pk=orders[0].order_id).update(point="120.500000,30.250000")
    seen = {visit["task"]: visit for visit in gathering.visits(by("jiandu"), today())}
    there, around = seen[str(orders[0].pk)], seen[str(orders[1].pk)]
    assert (there["longitude"], there["latitude"]) == (120.5, 30.25)
    assert (around["longitude"], around["latitude"]) == gathering.middle(orders[1].order.region)
    # Nobody looks for a door that he has been given.
    assert around["minutes"] - there["minutes"] == gathering.WITHIN


def test_an_order_has_the_point_of_its_finding(
    by: By, north: list[Finding], visited: None, clock: Clock
) -> None:
    Finding.objects.filter(pk=north[0].pk).update(point="120.500000,30.250000")
    order = opening.open_order(by=by("xibei"), matter=opening.of_finding(north[0], title="核实"))
    assert order.point == "120.500000,30.250000"


def test_the_plan_shown_comes_into_force_and_reaches_who_goes(
    by: By, orders: list[Task], api: Callable
) -> None:
    dispatcher = by("jiandu")
    planned = queries.what_if(dispatcher, today(), asked(), None)
    told = planning.told(planned)
    assert told["figures"]["placed"] == 3
    assert not DayPlan.objects.exists()
    actions.adopt(by=dispatcher, day=today(), settings=asked(), add=None, mark=told["mark"], because="")
    going = {person["login"] for person in told["people"] if person["stops"]}
    for login in going:
        answer: Api = api(login)
        stops = answer.get("dispatch/route").json()["person"]["stops"]
        assert [stop["arrives"] for stop in stops] == sorted(stop["arrives"] for stop in stops)
        assert stops
        assert all(not stop["done"] for stop in stops)
    assert set(Notice.objects.filter(kind="dispatch.route").values_list("user__login", flat=True)) == going
    assert Record.objects.filter(action="dispatch.adopt").count() == 1


def test_whoever_claimed_a_task_goes_himself_and_who_is_absent_does_not(by: By, orders: list[Task]) -> None:
    dispatcher = by("jiandu")
    handler = by("xibei")
    Task.objects.filter(pk=orders[0].pk).update(handler=handler.user, claimed_at=now())
    told = planning.told(queries.what_if(dispatcher, today(), asked(), None))
    mine = next(one for one in told["people"] if one["login"] == "xibei")
    assert str(orders[0].pk) in {stop["task"] for stop in mine["stops"]}
    gone = planning.told(queries.what_if(dispatcher, today(), asked(absent=["xibei"]), None))
    assert "xibei" not in {one["login"] for one in gone["people"]}
    assert "没有人能去" in next(one["why"].zh for one in gone["left"] if one["task"] == str(orders[0].pk))


def test_a_plan_that_is_no_longer_what_was_shown_is_not_adopted(by: By, orders: list[Task]) -> None:
    dispatcher = by("jiandu")
    mark = planning.mark(queries.what_if(dispatcher, today(), asked(), None))
    Task.objects.filter(pk=orders[2].pk).update(due=today() - timedelta(days=1))
    with pytest.raises(ShuzhiError, match="已有变化"):
        actions.adopt(by=dispatcher, day=today(), settings=asked(), add=None, mark=mark, because="")
    assert not DayPlan.objects.exists()


def test_an_urgent_order_is_put_in_and_what_has_begun_stays(
    by: By, orders: list[Task], north: list[Finding], clock: Clock
) -> None:
    dispatcher = by("jiandu")
    first = queries.what_if(dispatcher, today(), asked(), None)
    actions.adopt(
        by=dispatcher, day=today(), settings=asked(), add=None, mark=planning.mark(first), because=""
    )
    clock.move(hours=1)  # ten o'clock
    begun = {row["编号"]: row["到达"] for row in first["route"] if row["到达"] and row["到达"] <= "10:00"}
    assert begun
    order = opening.open_order(by=by("xibei"), matter=opening.of_finding(north[3], title="急"))
    assert order.task is not None
    (new,) = queries.day(dispatcher, today())["new"]
    assert new["task"] == str(order.task.pk)
    with_it = queries.what_if(dispatcher, today(), asked(), new["task"])
    after = {row["编号"]: row for row in with_it["route"]}
    assert {task: after[task]["到达"] for task in begun} == begun
    assert after[new["task"]]["检查员"]
    assert after[new["task"]]["到达"] >= "10:00"
    actions.adopt(
        by=dispatcher,
        day=today(),
        settings=asked(),
        add=new["task"],
        mark=planning.mark(with_it),
        because="急",
    )
    assert [plan.state for plan in DayPlan.objects.order_by("id")] == ["replaced", "in_force"]


def test_when_the_day_is_over_nothing_is_planned_into_it_and_nothing_fails(
    by: By, orders: list[Task], north: list[Finding], clock: Clock
) -> None:
    dispatcher = by("jiandu")
    first = queries.what_if(dispatcher, today(), asked(), None)
    actions.adopt(
        by=dispatcher, day=today(), settings=asked(), add=None, mark=planning.mark(first), because=""
    )
    clock.move(hours=10)
    assert planning.told(queries.what_if(dispatcher, today(), asked(), None))["figures"]["placed"] == 0
    order = opening.open_order(by=by("xibei"), matter=opening.of_finding(north[3], title="急"))
    assert order.task is not None
    with pytest.raises(ShuzhiError, match="排不进今天"):
        queries.what_if(dispatcher, today(), asked(), str(order.task.pk))


def test_only_who_supervises_plans_and_no_day_past(by: By, orders: list[Task]) -> None:
    with pytest.raises(Refused):
        queries.day(by("xibei"), today())
    with pytest.raises(ShuzhiError, match="已经过去"):
        queries.what_if(by("jiandu"), today() - timedelta(days=1), asked(), None)
