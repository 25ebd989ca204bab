"""Where the time of orders went is told from their own tasks, to whoever may see statistics and those orders."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from shuzhi.core.errors import Refused
from shuzhi.ops.mining import queries
from shuzhi.ops.orders import actions
from shuzhi.ops.orders.times import worked_until
from tests.orders import By, Made, claimed, done, fresh
from tests.unit.ops.conftest import Api, Clock


@pytest.fixture
def story(finding_order: Made, by: By, clock: Clock) -> None:
    """One finding checked a working day after it came, in half a day, sent back, and checked again; another waits."""
    order = finding_order()
    clock.move(days=1)
    claimed(by("xibei"), order)
    clock.move(hours=12)
    form = {"核实情况": "在世"}
    actions.complete(
        by=by("xibei"), order=order.number, version=fresh(order).version, result="不属实", form=form
    )
    done(by("kezhang"), order, "退回重核", {})
    done(by("xibei"), order, "不属实", {"核实情况": "仍在世"})
    done(by("kezhang"), order, "登记有误", {})
    finding_order("F0000000000000002")


def test_working_days_over_at_a_moment(city: object) -> None:
    # Friday noon, Saturday noon, Monday midnight, Monday noon (UTC+8), and no moment.
    moments = [datetime(2026, 7, day, hour, tzinfo=UTC) for day, hour in ((3, 4), (4, 4), (5, 16), (6, 4))]
    over = worked_until([*moments, None])
    friday, saturday, midnight, monday = over[:4] - over[0]
    assert (friday, saturday, midnight, monday) == (0.0, 0.5, 0.5, 1.0)
    assert over[4] != over[4]


def test_where_the_time_went_is_told_by_step_department_and_way(story: None, by: By) -> None:
    told = queries.mined(by("jiandu"))
    assert (told["flow"]["scenario"], told["whole"]["orders"], told["whole"]["closed"]) == ("old_age", 2, 1)
    check = next(row for row in told["steps"] if row["step"] == "核实")
    assert (check["tasks"], check["live"], check["again"], check["waited_most"]) == (2, 1, 1, 1.0)
    assert check["worked_most"] == pytest.approx(0.5)
    assert {row["department"] for row in told["departments"]} == {"溪北区民政局", "民政局"}
    assert [way["steps"] for way in told["ways"]] == [["核实", "审核", "核实", "审核"]]
    assert [move["back"] for move in told["moves"] if move["result"] == "退回重核"] == [True]


def test_a_flow_is_chosen_by_name_and_another_has_nothing(story: None, by: By) -> None:
    flows = queries.mined(by("jiandu"))["flows"]
    empty = next(flow for flow in flows if not flow["orders"])
    told = queries.mined(by("jiandu"), scenario=empty["scenario"], flow=empty["flow"])
    assert told["whole"] is None


def test_only_who_sees_statistics_is_told(by: By, api: Callable[[str], Api]) -> None:
    with pytest.raises(Refused):
        queries.mined(by("jiexian"))
    assert api("jiandu").get("mining").json()["ways_in_all"] == 0
    assert api("jiandu").get("mining?scenario=old_age&flow=没有").status_code == 404


def test_orders_one_does_not_see_are_not_counted(story: None, by: By) -> None:
    assert queries.mined(by("zhiban"))["whole"] is None
