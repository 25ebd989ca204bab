"""A broken quality rule is an order to its department that the data open, close and open again, and nobody's click."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.lake import Run
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.orders.models import Order
from shuzhi.ops.people.models import User
from shuzhi.ops.quality import following
from shuzhi.ops.quality.queries import results
from tests.unit.ops.conftest import Api, Clock

Ask = Callable[[str | None], Api]
RULE = {
    "table": "高龄津贴发放", "rule": "between:发放日期", "dimension": "accuracy", "owner": "民政局", "zh": "不晚于今天",
    "severity": "normal", "checked": 100, "failing": 7,
}  # fmt: skip


class Runs:
    """Runs one after the other, each counting what a test says of the one rule."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch, self._number = monkeypatch, 0

    def __call__(self, *rows: dict[str, Any]) -> Order | None:
        self._number += 1
        self._patch.setattr(following, "results", lambda: list(rows))
        following.follow(Run(name=f"R{self._number}", finished=date(2026, 7, self._number)))
        return Order.objects.filter(origin="quality").order_by("-id").first()


@pytest.fixture
def runs(people: dict[str, User], clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Runs:
    return Runs(monkeypatch)


def counted(**said: object) -> dict[str, Any]:
    return {**RULE, **said}


def opened(runs: Runs) -> Order:
    order = runs(counted())
    assert order is not None
    return order


def test_each_broken_rule_of_the_lake_is_one_order_to_its_department_and_only_one(
    people: dict[str, User], clock: Clock, lake: Path
) -> None:
    run = Run(name="R1", finished=date(2026, 7, 1))
    following.follow(run)
    following.follow(run)
    grave = [row for row in results() if row["failing"] and row["severity"] != "notice"]
    orders = Order.objects.filter(origin="quality")
    assert grave
    assert sorted(order.department.name for order in orders) == sorted(row["owner"] for row in grave)


def test_its_department_is_told_and_sees_what_every_run_counted(runs: Runs, api: Ask) -> None:
    order = opened(runs)
    assert Notice.objects.filter(user__login="shenyouju", link=f"/orders/{order.number}").exists()
    runs(counted(failing=3))
    runs(counted(failing=3))
    told = api("shenyouju").get(f"quality/orders/{order.number}").json()
    assert [count["failing"] for count in told["counts"]] == [7, 3]
    assert api("gongyoushu").get(f"quality/orders/{order.number}").status_code == 404


def test_no_click_closes_cancels_or_reopens_it(runs: Runs, api: Ask) -> None:
    order = opened(runs)
    handler, head = api("shenyouju"), api("kezhang")
    handler.post(f"orders/{order.number}/claim", {"version": 1})
    body = {"version": 2, "result": "数据已合规", "form": {}}
    assert handler.post(f"orders/{order.number}/complete", body).status_code == 409
    told = head.post(f"orders/{order.number}/cancel", {"version": 2, "reason": "不想改"})
    assert told.status_code == 409
    assert "数据" in str(told.json())
    offered = handler.get(f"orders/{order.number}").json()["offers"]["actions"]
    assert not {"complete", "cancel", "reopen"} & set(offered)


def test_the_next_batch_closes_it_and_opens_it_again(runs: Runs) -> None:
    order = opened(runs)
    runs(counted(failing=0))
    order.refresh_from_db()
    assert (order.state, order.task and order.task.done_by, order.task and order.task.result) == (
        "closed",
        None,
        "数据已合规",
    )
    again = runs(counted(failing=1))
    assert again is not None
    assert (again.pk, again.state, again.reopened) == (order.pk, "open", 1)
    happened = Record.objects.filter(object=f"order:{order.number}").order_by("number")
    assert [(one.action, one.by) for one in happened] == [
        ("orders.open", "shuzhi"),
        ("orders.complete", "shuzhi"),
        ("orders.reopen", "shuzhi"),
    ]


def test_a_suspended_order_is_closed_by_the_data_too(runs: Runs, api: Ask) -> None:
    order = opened(runs)
    api("shenyouju").post(f"orders/{order.number}/claim", {"version": 1})
    body = {"version": 2, "reason": "源头系统改造中", "note": ""}
    assert api("shenyouju").post(f"orders/{order.number}/suspend", body).status_code == 200
    closed = runs(counted(failing=0))
    assert closed is not None
    assert closed.state == "closed"


def test_a_table_that_stays_away_closes_nothing(runs: Runs) -> None:
    opened(runs)
    order = runs(counted(checked=0, failing=0))
    assert order is not None
    assert order.state == "open"


def test_a_rule_that_is_gone_cancels_its_order_and_one_that_comes_back_is_a_new_one(runs: Runs) -> None:
    first = opened(runs)
    gone = runs()
    assert gone is not None
    assert (gone.state, bool(gone.reason)) == ("cancelled", True)
    again = runs(counted())
    assert again is not None
    assert (again.pk != first.pk, again.state) == (True, "open")


def test_what_counts_for_less_makes_no_order(runs: Runs) -> None:
    assert runs(counted(severity="notice")) is None


def test_the_quality_page_tells_of_the_order(runs: Runs, api: Ask, lake: Path) -> None:
    order = opened(runs)
    asked = {"table": "standard.高龄津贴发放", "rule": "between:发放日期"}
    seen = api("shenyouju").get("quality/rule", **asked).json()["order"]
    assert (seen["number"], seen["state"]) == (order.number, "open")
    assert api("pangguan").get("quality/rule", **asked).json()["order"]["number"] is None
