"""Lists of orders and tasks: all one may see and nothing else, page by page, by what they are and by words."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from shuzhi.ops.orders import actions, queries
from shuzhi.ops.orders.clock import tick
from shuzhi.ops.orders.models import Order
from shuzhi.ops.orders.queries import Asked
from shuzhi.ops.people.models import Department, Post, Role
from tests.orders import By, Made, claimed, done, fresh

Api = Callable[[str | None], Any]


@pytest.fixture
def several(request_order: Made, finding_order: Made, by: By) -> dict[str, Order]:
    """Four orders: with the hotline, with 清河街道, closed, and about a finding."""
    fresh_, sent, closed = (
        request_order(),
        request_order(title="路灯不亮", text=""),
        request_order(category="咨询"),
    )
    done(by("jiexian"), sent, "派出")
    done(by("jiexian"), closed, "当场答复")
    return {"fresh": fresh_, "sent": sent, "closed": closed, "finding": finding_order()}


def numbers(by: By, login: str, **asked: Any) -> list[str]:
    told = queries.orders(by(login), Asked(**asked), after=None, limit=50)
    assert told["total"] == len(told["rows"])
    return [row["number"] for row in told["rows"]]


def named(several: dict[str, Order], *names: str) -> list[str]:
    return sorted((several[name].number for name in names), reverse=True)


@pytest.mark.parametrize(
    ("login", "names"),
    [
        ("jiexian", ("fresh", "sent", "closed")),
        ("zhiban", ("fresh", "sent", "closed")),
        ("qinghe", ("sent",)),
        ("chengguan", ()),
        ("jiandu", ("finding",)),
        ("xibei", ("finding",)),
        ("kezhang", ()),
        ("pangguan", ()),
        ("system", ()),
    ],
)
def test_everybody_sees_what_his_department_has_a_part_in(
    several: dict[str, Order], by: By, login: str, names: tuple[str, ...]
) -> None:
    assert numbers(by, login) == named(several, *names)


def test_a_supervisor_sees_below_his_department(several: dict[str, Order], by: By, people: Any) -> None:
    above = Department.objects.get(name="溪北区")
    Post.objects.create(
        user=people["pangguan"], department=above, role=Role.objects.get(name="科长"), since=date(2026, 1, 1)
    )
    assert numbers(by, "pangguan") == named(several, "sent", "finding")
    assert numbers(by, "pangguan", words="路灯") == named(several, "sent")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"state": "open"}, ("fresh", "sent")),
        ({"state": "closed"}, ("closed",)),
        ({"state": "cancelled"}, ()),
        ({"words": "收费 无牌"}, ("fresh", "closed")),
        ({"words": "停车", "state": "open"}, ("fresh",)),
        ({"category": "咨询"}, ("closed",)),
        ({"step": "办理"}, ("sent",)),
        ({"region": "990202"}, ("fresh", "sent", "closed")),
        ({"region": "990221"}, ()),
        ({"flow": "letters/诉求", "state": "closed"}, ("closed",)),
        ({"asking": "due"}, ("closed",)),
        ({"words": "？"}, ()),
    ],
)
def test_filters(several: dict[str, Order], by: By, asked: dict[str, Any], names: tuple[str, ...]) -> None:
    assert numbers(by, "zhiban", **asked) == named(several, *names)


def test_overdue_is_found_as_soon_as_the_clock_says_so(several: dict[str, Order], by: By, clock) -> None:
    assert numbers(by, "zhiban", state="overdue") == []
    clock.move(days=4)
    tick()
    assert numbers(by, "zhiban", state="overdue") == named(several, "fresh")
    assert numbers(by, "zhiban", state="overdue", words="停车") == named(several, "fresh")
    actions.cancel(by=by("zhiban"), order=several["fresh"].number, version=1, reason="重复")
    assert numbers(by, "zhiban", state="overdue") == []


@pytest.mark.parametrize("asked", [{}, {"q": "停车"}, {"state": "open"}])
def test_page_by_page_each_is_seen_once(request_order: Made, api: Api, asked: dict[str, str]) -> None:
    made = [request_order().number for _ in range(7)]
    seen, after = [], None
    while True:
        query = {**asked, "limit": 3, **({"after": after} if after else {})}
        page = api("zhiban").get("orders", **query).json()
        seen += [row["number"] for row in page["rows"]]
        assert (page["total"], page["more"]) == (7, False)
        if (after := page["next"]) is None:
            break
    assert seen == made[::-1]


def test_tasks_are_those_of_oneself_or_one_s_department_by_deadline(
    request_order: Made, by: By, api: Api, clock
) -> None:
    orders = []
    for _ in range(3):
        orders.append(done(by("jiexian"), request_order(), "派出"))
        clock.move(days=1)
    claimed(by("qinghe"), orders[1])
    all_, mine, unclaimed = (
        api("qinghe").get("orders/tasks", whose=whose, limit=2).json()
        for whose in ("department", "mine", "unclaimed")
    )
    assert [row["number"] for row in all_["rows"]] == [order.number for order in orders[:2]]
    assert [row["number"] for row in mine["rows"]] == [orders[1].number]
    assert [row["number"] for row in unclaimed["rows"]] == [orders[0].number, orders[2].number]
    rest = api("qinghe").get("orders/tasks", whose="department", limit=2, after=all_["next"]).json()
    assert [row["number"] for row in rest["rows"]] == [orders[2].number]
    assert api("chengguan").get("orders/tasks", whose="department").json()["total"] == 0


def test_badges_count_what_waits(several: dict[str, Order], by: By, api: Api) -> None:
    claimed(by("jiexian"), several["fresh"])
    told = api("jiexian").get("orders/counts").json()
    assert told == {
        "mine": 1, "mine_overdue": 0, "unclaimed": 0, "to_decide": 0, "to_ask": 1, "open": 2, "overdue": 0,
    }  # fmt: skip
    assert api("qinghe").get("orders/counts").json()["unclaimed"] == 1


def test_rows_say_where_an_order_is(several: dict[str, Order], api: Api) -> None:
    row = api("qinghe").get("orders").json()["rows"][0]
    assert (row["step"]["zh"], row["department"], row["handler"]) == ("办理", "清河街道", None)
    assert fresh(several["sent"]).task.due.isoformat() == row["due"]
