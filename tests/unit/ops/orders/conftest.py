"""Orders of the tiny city: a request that the hotline opens, a finding that the supervisors check."""

from collections.abc import Callable
from datetime import date

import pytest

from shuzhi.ops.clock import now
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.orders import actions
from shuzhi.ops.orders.models import Order
from tests.orders import By, Made


@pytest.fixture
def request_order(by: By, clock: object) -> Made:
    """``request_order()`` is a fresh request in 清河街道, opened by the hotline, at its first step there."""

    def make(**said: str) -> Order:
        told = {"category": "环境", "title": "停车场乱收费", "text": "无牌收费", "region": "990202001"}
        matter = actions.of_request(**{**told, **said})
        return actions.open_order(by=by("jiexian"), matter=matter)

    return make


@pytest.fixture
def finding(clock: object) -> Callable[..., Finding]:
    """``finding("F1")`` is a finding of 溪北区, as a run would have left it."""

    def make(number: str = "F0000000000000001", **said: object) -> Finding:
        told: dict[str, object] = {
            "scenario": "old_age", "rule": "paid_after_death", "subject_kind": "person", "subject": "P1",
            "score": 0.8, "clause": "第一条", "region": "990202", "amount": "1200.00",
            "as_of": date(2026, 6, 30), "first_seen": date(2026, 6, 30), "changed_at": now(),
        }  # fmt: skip
        return Finding.objects.create(id=number, **{**told, **said})

    return make


@pytest.fixture
def finding_order(by: By, finding: Callable[..., Finding]) -> Made:
    """``finding_order()`` is an order about a fresh finding, opened by the supervisors, at 溪北区民政局."""

    def make(number: str = "F0000000000000001", **said: object) -> Order:
        matter = actions.of_finding(finding(number, **said), title="死亡后领取高龄津贴")
        return actions.open_order(by=by("jiandu"), matter=matter)

    return make
