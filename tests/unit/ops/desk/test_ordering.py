"""A request becomes an order, and goes where its order goes."""

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.ops.audit.actions import verify
from shuzhi.ops.desk import actions
from shuzhi.ops.desk.following import follow_orders
from shuzhi.ops.errors import Conflict
from shuzhi.ops.orders import actions as orders
from shuzhi.ops.people.models import Department
from tests.desk import By, Taken, fresh, records
from tests.orders import done

CLOSED = {"办理情况": "已修好", "是否解决": True}


def test_the_order_is_in_the_flow_of_its_category_where_it_happened(taken: Taken, by: By) -> None:
    request = actions.open_order(by=by("jiexian"), number=taken().number)
    order = request.order
    assert order is not None
    assert (order.origin, order.category, order.region, order.place) == (
        "request",
        "市政",
        "990202001",
        "中山路",
    )
    assert done(by("jiexian"), order, "派出").task.department.name == "清河街道"


def test_everybody_reads_the_order_so_nobody_is_named_in_it(taken: Taken, by: By) -> None:
    body = "我叫王建国，电话13912345678，路灯不亮"
    order = actions.open_order(by=by("jiexian"), number=taken(body=body).number).order
    assert order is not None
    assert "路灯不亮" in order.text
    assert "王建国" not in order.text + order.title
    assert "13912345678" not in order.text


def test_whoever_dispatches_reads_who_is_proposed_and_that_it_is_urgent(taken: Taken, by: By) -> None:
    proposed = Department.objects.get(name="城管局").pk
    told = taken(proposed=proposed, proposed_because="提到路灯", urgency="urgent")
    order = actions.open_order(by=by("jiexian"), number=told.number).order
    assert order is not None
    assert order.text.endswith("建议承办：城管局（提到路灯）")
    assert order.title.startswith("【紧急】")


def test_it_needs_a_category_and_is_opened_once(taken: Taken, by: By) -> None:
    with pytest.raises(ShuzhiError) as told:
        actions.open_order(by=by("jiexian"), number=taken(category="").number)
    assert told.value.problems[0].where == "category"
    number = taken().number
    actions.open_order(by=by("jiexian"), number=number)
    with pytest.raises(Conflict):
        actions.open_order(by=by("jiexian"), number=number)


def test_a_closed_order_waits_for_the_answer_and_a_reopened_one_is_handled(taken: Taken, by: By) -> None:
    request = actions.open_order(by=by("jiexian"), number=taken().number)
    assert request.order is not None
    assert follow_orders() == 0
    order = done(by("jiexian"), request.order, "派出")
    order = done(by("qinghe"), order, "办结", CLOSED)
    assert (follow_orders(), fresh(request).state) == (1, "handled")
    orders.reopen(by=by("jiexian"), order=order.number, version=order.version, reason="又坏了")
    assert (follow_orders(), fresh(request).state) == (1, "ordered")
    assert records(request)[-2:] == [("shuzhi", "follow_order")] * 2
    assert verify() is None


def test_a_cancelled_order_leaves_the_request_to_the_desk(taken: Taken, by: By) -> None:
    request = actions.open_order(by=by("jiexian"), number=taken().number)
    assert request.order is not None
    orders.cancel(by=by("jiexian"), order=request.order.number, version=1, reason="开错")
    again = actions.open_order(by=by("jiexian"), number=request.number)
    assert again.order != request.order
