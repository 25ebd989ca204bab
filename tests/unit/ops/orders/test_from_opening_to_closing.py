"""An order goes from department to department as its flow says, by whoever may, and every change is in the chain."""

from datetime import date

import pytest

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.ops.audit.actions import verify
from shuzhi.ops.errors import Conflict, Missing
from shuzhi.ops.orders import actions
from tests.orders import By, Made, claimed, done, fresh, records


def test_a_request_is_sent_to_the_street_it_happened_in_and_closed(request_order: Made, by: By) -> None:
    order = request_order()
    assert (order.number, order.task.department.name, order.task.due) == (
        "2026-000001",
        "热线办",
        date(2026, 7, 7),
    )
    order = done(by("jiexian"), order, "派出")
    assert (order.task.step, order.task.department.name, order.task.due) == (
        "办理",
        "清河街道",
        date(2026, 7, 15),
    )
    form = {"办理情况": "已立牌", "是否解决": True}
    order = done(by("qinghe"), order, "办结", form)
    assert (order.state, order.asking, order.asking_due) == ("closed", "due", date(2026, 7, 9))
    assert order.task.form == form
    assert records(order) == [
        ("jiexian", "open"),
        ("jiexian", "claim"),
        ("jiexian", "complete"),
        ("qinghe", "claim"),
        ("qinghe", "complete"),
    ]
    assert verify() is None


def test_what_is_sent_back_goes_to_whoever_had_it(request_order: Made, by: By) -> None:
    order = done(by("jiexian"), request_order(), "派出")
    order = done(by("qinghe"), order, "不属本单位", {"办理情况": "属城管局"})
    assert (order.task.step, order.task.department.name, order.returned) == ("派单", "热线办", 1)


def test_where_the_region_has_no_department_the_level_above_answers(request_order: Made, by: By) -> None:
    order = done(by("jiexian"), request_order(region="990221"), "派出")
    assert order.task.department.name == "城管局"


def test_a_finding_is_checked_reviewed_and_concluded(finding_order: Made, by: By) -> None:
    order = finding_order()
    assert order.task.department.name == "溪北区民政局"
    order = done(by("xibei"), order, "属实", {"核实情况": "属实", "追回金额": "1200"})
    assert order.finding.state == "checking"
    order = done(by("kezhang"), order, "确认违规")
    assert (order.state, order.conclusion, str(order.recovered)) == ("closed", "线索", "1200.00")
    told = order.finding
    assert (told.state, told.conclusion, str(told.recovered)) == ("closed", "线索", "1200.00")


def test_handled_again_the_last_conclusion_stands(finding_order: Made, by: By) -> None:
    order = done(by("xibei"), finding_order(), "属实", {"核实情况": "属实", "追回金额": "1200"})
    order = done(by("kezhang"), order, "移送立案")
    actions.reopen(by=by("jiandu"), order=order.number, version=order.version, reason="有新证据", step="审核")
    order = done(by("kezhang"), fresh(order), "登记有误")
    told = order.finding
    assert (told.state, told.conclusion, told.decisions.count()) == ("dismissed", "排除", 3)


def test_an_order_cancelled_leaves_its_finding_to_be_looked_at(finding_order: Made, by: By) -> None:
    order = finding_order()
    actions.cancel(by=by("jiandu"), order=order.number, version=1, reason="重复")
    assert fresh(order).finding.state == "new"


def test_of_two_clicks_on_one_page_the_second_is_told(request_order: Made, by: By) -> None:
    order = request_order()
    actions.claim(by=by("jiexian"), order=order.number, version=1)
    with pytest.raises(Conflict, match="已有变化"):
        actions.claim(by=by("jiexian"), order=order.number, version=1)


@pytest.mark.parametrize("who", ["chengguan", "qinghe", "xibei", "jiandu", "pangguan"])
def test_who_has_no_part_in_an_order_does_not_learn_of_it(request_order: Made, by: By, who: str) -> None:
    with pytest.raises(Missing):
        claimed(by(who), request_order())


def test_another_role_of_the_department_sees_and_may_not(request_order: Made, by: By) -> None:
    with pytest.raises(Refused):
        claimed(by("zhiban"), request_order())


def test_nobody_completes_what_another_claimed(request_order: Made, by: By) -> None:
    order = request_order()
    with pytest.raises(Conflict, match="请先签收"):
        actions.complete(by=by("jiexian"), order=order.number, version=1, result="派出", form={})
    claimed(by("jiexian"), order)
    with pytest.raises(Refused):
        actions.complete(by=by("zhiban"), order=order.number, version=2, result="派出", form={})


def test_every_mistake_of_a_form_is_told_and_nothing_is_done(finding_order: Made, by: By) -> None:
    order = finding_order()
    with pytest.raises(ShuzhiError) as told:
        done(by("xibei"), order, "属实", {"追回金额": "很多", "别的": 1})
    wrong = {problem.where for problem in told.value.problems}
    assert wrong == {"form.核实情况", "form.追回金额", "form.别的"}
    assert fresh(order).task.state == "open"


def test_a_supervisor_hands_over_within_the_department(request_order: Made, by: By) -> None:
    order = request_order()
    with pytest.raises(ShuzhiError, match="不在本部门"):
        actions.hand_over(by=by("zhiban"), order=order.number, version=1, to="qinghe")
    actions.hand_over(by=by("zhiban"), order=order.number, version=1, to="jiexian")
    assert fresh(order).task.handler.login == "jiexian"


def test_one_finding_has_one_live_order(finding_order: Made, by: By) -> None:
    order = finding_order()
    with pytest.raises(Conflict):
        actions.open_order(by=by("jiandu"), matter=actions.of_finding(order.finding, title="又一单"))


def test_the_same_subject_again_is_linked(finding_order: Made) -> None:
    first = finding_order()
    assert finding_order("F2").repeat_of == first
    assert finding_order("F3", subject="P2").repeat_of is None
