"""Whoever tries whatever, in whatever order: no forbidden state, no change unrecorded, nobody beyond what is his.

``pytest --sequences 10000`` tries that many; the default is a quick look.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shuzhi.core.errors import ShuzhiError
from shuzhi.ops.audit.actions import verify
from shuzhi.ops.audit.models import Record
from shuzhi.ops.clock import now, today
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.orders import actions
from shuzhi.ops.orders.clock import tick
from shuzhi.ops.orders.flows import flow_of, step_of
from shuzhi.ops.orders.models import Order, Sight, Suspension, Task
from shuzhi.ops.people.access import access_of
from shuzhi.ops.people.models import Department, Post, Role, User
from tests.order_oracle import Oracle, expected_sight, snapshot

COUNTY_CHIEF = {"pangguan": ("溪北区", "科长")}
"""Somebody who supervises departments below his own."""
LOGINS = (
    "jiandu", "kezhang", "xibei", "shiqiao", "jiexian", "zhiban", "chengguan", "qinghe", "pangguan", "system",
)  # fmt: skip
VALUES = {
    "long_text": "查实",
    "amount": "12.50",
    "yes_no": True,
    "photo": None,
    "location": {"place": "路口"},
}
_WITH = ("flow", "department", "opened_by", "task__department", "task__handler")
REGIONS = st.sampled_from(["990202001", "990202", "990221", ""])
OTHERS = (
    "hand_over", "ask_extension", "decide_extension", "suspend", "resume", "invite", "withdraw", "answer",
    "supervise", "cancel", "reopen", "feedback", "link", "comment",
)  # fmt: skip
TIMELY = {
    "open": sorted(set(OTHERS) - {"resume", "reopen", "feedback"}),
    "suspended": ["answer", "cancel", "comment", "resume", "resume", "supervise"],
    "closed": ["comment", "feedback", "feedback", "link", "reopen", "reopen"],
    "cancelled": ["comment", "link"],
}


class Machine(RuleBasedStateMachine):
    """Random actions by random people on a few orders, as days pass. The test gives the oracle and the clock."""

    oracle: Oracle
    held: Any

    def __init__(self) -> None:
        super().__init__()
        self.began = self.held.at
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.findings = 0
        for login, kind in (("jiexian", "request"), ("jiandu", "finding")):
            self._open(login, kind, "990202001")

    def teardown(self) -> None:
        assert verify() is None
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)
        self.held.at = self.began

    @precondition(lambda self: Order.objects.filter(closed_at=None).count() < 3)
    @rule(login=st.sampled_from(LOGINS), kind=st.sampled_from(["request", "finding"]), region=REGIONS)
    def open(self, login: str, kind: str, region: str) -> None:
        self._open(login, kind, region)

    @rule(data=st.data())
    def work(self, data: st.DataObject) -> None:
        """Most of what happens to orders is that they are worked on."""
        order = self._order(data)
        if order.task.handler is None and self._usually(data):
            self._act("claim", order, data)
            return
        step = step_of(flow_of(order.flow), order.task.step)
        result = data.draw(st.sampled_from(sorted(step.results) if self._usually(data) else ["没有"]))
        self._act("complete", order, data, result=result, form=self._form(data, step))

    work_more = work

    @rule(data=st.data())
    def else_(self, data: st.DataObject) -> None:
        order = self._order(data)
        able = self.oracle.able(order)
        likely = [action for action in TIMELY[order.state] if able.get(action)]
        if not likely or not self._usually(data):
            likely = OTHERS
        action = data.draw(st.sampled_from(likely))
        self._act(action, order, data, able=able, **self._said(data.draw, action, order))

    else_more = else_

    @rule(days=st.integers(1, 25), twice=st.booleans())
    def days_pass(self, days: int, *, twice: bool) -> None:
        self.held.move(days=days)
        tick()
        if twice:
            before = snapshot()
            tick()
            assert snapshot() == before
        self._check_all()

    @rule(days=st.integers(1, 10))
    def the_clock_is_set_back(self, days: int) -> None:
        """Never to before what has happened already."""
        back = self.held.at - timedelta(days=days)
        last = Task.objects.order_by("-opened_at").values_list("opened_at", flat=True)[0]
        if back > last:
            self.held.move(days=-days)
            tick()
            self._check_all()

    def _said(  # noqa: PLR0911  one answer an action
        self, draw: Callable[[st.SearchStrategy[Any]], Any], action: str, order: Order
    ) -> dict[str, Any]:
        """What goes with an action: often what it should be."""
        match action:
            case "hand_over":
                near = [
                    login
                    for login in LOGINS
                    if self.oracle.has(login, "orders.handle", order.task.department.name)
                ]
                return {"to": draw(st.sampled_from([*near, "pangguan"]))}
            case "ask_extension" | "cancel":
                return {"reason": draw(st.sampled_from(["情况复杂", "情况复杂", "情况复杂", ""]))}
            case "decide_extension":
                return {"granted": draw(st.booleans())}
            case "suspend":
                return {"reason": draw(st.sampled_from(["当事人申辩", "等待户籍核对", "忙"]))}
            case "invite":
                return {
                    "departments": draw(st.lists(self._department(), min_size=1, max_size=2)),
                    "ask": "请核对",
                }
            case "withdraw":
                return {"task": draw(self._joint(order))}
            case "answer":
                return {"words": draw(st.sampled_from(["属实", "属实", " "]))}
            case "supervise":
                return {"level": 1, "words": "快", "due": today() + timedelta(days=draw(st.integers(-1, 5)))}
            case "reopen":
                return {"reason": "没解决", "step": draw(st.sampled_from([None, "办理", "审核"]))}
            case "feedback":
                return {"satisfaction": draw(st.integers(0, 6))}
            case "link":
                numbers = Order.objects.order_by("pk").values_list("number", flat=True)
                return {"repeats": draw(st.sampled_from([None, *numbers]))}
            case "comment":
                return {"text": "已电话沟通"}
        return {}

    def _open(self, login: str, kind: str, region: str) -> None:
        if kind == "finding":
            matter = actions.of_finding(self._finding(region), title="疑点")
        else:
            matter = actions.of_request(
                category="环境", title="停车场乱收费", text="", region=region, place="人民路"
            )
        may = self.oracle.opens(login)
        self._try(login, "open", lambda by: actions.open_order(by=by, matter=matter), may=may)

    def _check_all(self) -> None:
        for order in Order.objects.select_related(*_WITH):
            self._check(order)

    def _check(self, order: Order) -> None:
        """The order is in a lawful state, and seen by whom it should be."""
        tasks = list(order.tasks.order_by("pk"))
        live = [task for task in tasks if task.ended_at is None]
        flow = flow_of(order.flow)
        assert order.task == [task for task in tasks if task.kind == "lead"][-1]
        assert sum(task.kind == "lead" for task in live) == (order.closed_at is None)
        assert not live or order.closed_at is None
        stopped = Suspension.objects.filter(order=order, until=None).count()
        assert stopped == (order.state == "suspended")
        assert {task.state for task in live} <= {order.state}
        if order.state == "closed":
            assert step_of(flow, order.task.step).results[order.task.result].next == "end"
            assert order.origin != "finding" or order.conclusion
        assert order.extensions <= (flow.extension.most if flow.extension else 0)
        assert order.suspended_days <= (flow.suspension.most_days if flow.suspension else 0)
        is_live, late = order.closed_at is None, order.closed_at is None and order.task.overdue
        kept = set(Sight.objects.filter(order=order).values_list("who", "is_open", "is_overdue"))
        assert kept == {(who, is_live, late) for who in expected_sight(self.oracle, order)}

    def _act(
        self,
        action: str,
        order: Order,
        data: st.DataObject,
        able: dict[str, list[str]] | None = None,
        **more: Any,
    ) -> None:
        """Somebody does it: usually one whose it is, on a page that is usually fresh."""
        function = {"feedback": actions.give_feedback}.get(action) or getattr(actions, action)
        his = (able or self.oracle.able(order)).get(action, [])
        login = data.draw(st.sampled_from(sorted(his) if his and self._usually(data) else LOGINS))
        if action not in {"answer", "supervise", "feedback", "link", "comment"}:
            more["version"] = order.version if self._usually(data) else order.version - 1
        self._try(login, action, lambda by: function(by=by, order=order.number, **more), may=login in his)

    def _usually(self, data: st.DataObject) -> bool:
        return data.draw(st.integers(0, 9)) < 9

    def _try(self, login: str, action: str, act: Callable[[Any], Any], *, may: bool) -> None:
        """Done, it was his to do and is in the chain; not done, nothing has changed and the chain has not grown."""
        by = access_of(User.objects.get(login=login), today())
        before, end = snapshot(), Record.objects.count()
        try:
            with transaction.atomic():
                act(by)
        except ShuzhiError:
            assert snapshot() == before
            assert Record.objects.count() == end
            return
        assert may, f"{login} did {action}"
        new = list(Record.objects.filter(number__gt=end).values_list("by", "action"))
        assert (login, f"orders.{action}") in new
        event(f"{action} done")
        self._check_all()
        assert snapshot() != before or action == "link"

    def _order(self, data: st.DataObject) -> Order:
        newest = list(Order.objects.select_related(*_WITH).order_by("-pk")[:3])
        return newest[data.draw(st.integers(0, len(newest) - 1))]

    def _form(self, data: st.DataObject, step: Any) -> dict[str, Any]:
        told = {field.name: VALUES[field.kind] for field in step.form if VALUES[field.kind] is not None}
        if self._usually(data):
            return told
        return data.draw(st.sampled_from([{}, {**told, "多出来的": 1}]))

    def _department(self) -> st.SearchStrategy[int]:
        return st.sampled_from([*Department.objects.order_by("pk").values_list("id", flat=True), 0])

    def _joint(self, order: Order) -> st.SearchStrategy[int]:
        live = Task.objects.filter(order=order, kind="joint", ended_at=None).order_by("pk")
        return st.sampled_from([*live.values_list("id", flat=True)] or [0])

    def _finding(self, region: str) -> Finding:
        self.findings += 1
        return Finding.objects.create(
            id=f"F{self.findings:016}", scenario="old_age", rule="paid_after_death", subject_kind="person",
            subject=f"P{self.findings % 2}", score=0.5, clause="", region=region, as_of=date(2026, 6, 30),
            first_seen=date(2026, 6, 30), changed_at=now(),
        )  # fmt: skip


def test_random_sequences(
    people: dict[str, User], city: Any, clock: Any, pytestconfig: pytest.Config
) -> None:
    for login, (department, role) in COUNTY_CHIEF.items():
        Post.objects.create(
            user=people[login],
            department=Department.objects.get(name=department),
            role=Role.objects.get(name=role),
            since=date(2026, 1, 1),
        )
    Machine.oracle, Machine.held = Oracle(city, COUNTY_CHIEF), clock
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=pytestconfig.getoption("sequences"),
            stateful_step_count=50,
            suppress_health_check=list(HealthCheck),
        ),
    )
