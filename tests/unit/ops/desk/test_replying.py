"""A caller is answered in words that were looked at; below the floor somebody says why; every caller is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import ClassVar

import pytest

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.ops.audit.actions import verify
from shuzhi.ops.desk import actions, drafting, quality, suggester
from shuzhi.ops.desk.following import follow_orders
from shuzhi.ops.desk.models import Reply, Request, Telling
from shuzhi.ops.errors import Conflict, Missing
from shuzhi.ops.orders import actions as orders
from tests.desk import By, Taken, fresh, records
from tests.orders import done

GOOD = "经城管局现场核查，中山路路灯因线路老化损坏，已更换，7月8日前全部恢复。"
POOR = "已收悉。"


@dataclass
class Score:
    value: float
    reasons: tuple[str, ...] = ("凭据",)


class Judge:
    """Stands in for the judge that is learnt from replies: long ones are good."""

    def check(self, message: object, reply: str, *, days: int, limit: int) -> SimpleNamespace:
        told = Score(0.9 if len(reply) > 20 else 0.1)
        return SimpleNamespace(relevance=told, completeness=told, explanation=told, timeliness=Score(1.0))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt = SimpleNamespace(judge=Judge(), drafter=None, suggester=None)
    monkeypatch.setattr(suggester, "learnt", lambda: learnt)


def answered(by: By, number: str, text: str = GOOD, version: int | None = None, **more: object) -> None:
    request = actions.send_reply(
        by=by("jiexian"),
        number=number,
        version=version or _version(number),
        text=text,
        **more,  # type: ignore[arg-type]
    )
    assert request.state == "answered"


def _version(number: str) -> int:
    return Request.objects.get(number=number).version


def test_a_good_reply_goes_out_with_its_marks(taken: Taken, by: By, judged: None) -> None:
    request = taken()
    answered(by, request.number)
    reply = Reply.objects.get(request=request)
    assert (reply.state, reply.score, reply.floor, reply.reason) == ("sent", 0.9, quality.FLOOR, "")
    assert [mark["name"] for mark in reply.marks] == list(quality.ASPECTS)
    assert records(request) == [("jiexian", "take"), ("jiexian", "send")]
    assert verify() is None


def test_a_poor_one_needs_a_reason_which_is_kept(taken: Taken, by: By, judged: None) -> None:
    request = taken()
    with pytest.raises(ShuzhiError) as told:
        answered(by, request.number, POOR)
    assert told.value.problems[0].where == "reason"
    assert fresh(request).state == "new"
    answered(by, request.number, POOR, reason="诉求人只想知道收到没有")
    assert Reply.objects.get(request=request).reason == "诉求人只想知道收到没有"


def test_where_nothing_judges_that_is_what_is_kept(taken: Taken, by: By) -> None:
    request = taken()
    answered(by, request.number, POOR)
    reply = Reply.objects.get(request=request)
    assert (reply.score, reply.reason) == (None, "发出时质量检查未就绪")


@pytest.mark.parametrize("blank", ["【待填：核查情况】", "【日期】", "【姓名】"])
def test_a_blank_that_was_not_filled_in_does_not_go_out(
    taken: Taken, by: By, judged: None, blank: str
) -> None:
    request = taken()
    with pytest.raises(ShuzhiError) as told:
        answered(by, request.number, GOOD + blank)
    assert blank in told.value.problems[0].what.zh
    answered(by, request.number, GOOD + "依据【2019】12号文办理。")


def test_everybody_whose_request_was_merged_is_told_the_same(taken: Taken, by: By, judged: None) -> None:
    first, second = taken(), taken()
    actions.merge(by=by("jiexian"), number=second.number, into=first.number, told=True)
    answered(by, first.number, told=True)
    waiting = Telling.objects.filter(about="reply", told_at=None)
    assert [telling.request.number for telling in waiting] == [second.number]
    with pytest.raises(Conflict):
        actions.unmerge(by=by("jiexian"), number=second.number)


def test_it_is_answered_once_and_again_only_when_its_order_was_reopened(
    taken: Taken, by: By, judged: None
) -> None:
    request = actions.open_order(by=by("jiexian"), number=taken().number)
    assert request.order is not None
    answered(by, request.number)
    assert follow_orders() == 0
    with pytest.raises(Conflict):
        answered(by, request.number)
    order = done(by("jiexian"), request.order, "当场答复")
    assert (follow_orders(), fresh(request).state) == (0, "answered")
    orders.reopen(by=by("jiexian"), order=order.number, version=order.version, reason="又坏了")
    assert (follow_orders(), fresh(request).state) == (1, "ordered")
    answered(by, request.number, GOOD + "这次换了整条线路。")
    assert Reply.objects.filter(request=request, state="sent").count() == 2


def test_a_draft_is_kept_for_whoever_goes_on_and_becomes_the_reply(
    taken: Taken, by: By, judged: None
) -> None:
    request = taken()
    actions.save_draft(by=by("jiexian"), number=request.number, text="经核查")
    actions.save_draft(by=by("zhiban"), number=request.number, text="经核查，")
    assert list(Reply.objects.values_list("text", "written_by__login")) == [("经核查，", "zhiban")]
    answered(by, request.number)
    assert list(Reply.objects.values_list("state", "text")) == [("sent", GOOD)]


def test_two_clerks_do_not_answer_at_once(taken: Taken, by: By, judged: None) -> None:
    request = taken()
    answered(by, request.number, version=1)
    with pytest.raises(Conflict):
        answered(by, request.number, version=1)


def test_only_its_desk_answers(taken: Taken, by: By, judged: None) -> None:
    request = actions.open_order(by=by("jiexian"), number=taken().number)
    assert request.order is not None
    done(by("jiexian"), request.order, "派出")
    with pytest.raises(Refused):
        actions.send_reply(by=by("qinghe"), number=request.number, version=request.version, text=GOOD)
    with pytest.raises(Missing):
        actions.send_reply(by=by("chengguan"), number=request.number, version=request.version, text=GOOD)


def test_what_he_says_of_it_is_kept_with_the_request_or_with_its_order(
    taken: Taken, by: By, judged: None
) -> None:
    alone = taken()
    with pytest.raises(Conflict):
        actions.rate(by=by("jiexian"), number=alone.number, satisfaction=5)
    answered(by, alone.number)
    actions.rate(by=by("jiexian"), number=alone.number, satisfaction=4)
    assert fresh(alone).satisfaction == 4
    request = actions.open_order(by=by("jiexian"), number=taken().number)
    assert request.order is not None
    order = done(by("jiexian"), request.order, "当场答复")
    actions.rate(by=by("jiexian"), number=request.number, satisfaction=2, words="没解决")
    assert list(order.feedback.values_list("satisfaction", "note")) == [(2, "没解决")]
    assert fresh(request).satisfaction is None


class Drafter:
    """Stands in for the drafter that is learnt: it knows two answered messages."""

    quotable: ClassVar[Mapping[str, SimpleNamespace]] = {
        "A1": SimpleNamespace(title="路灯", replied=date(2026, 5, 1)),
        "A2": SimpleNamespace(title="停水", replied=date(2026, 5, 2)),
    }

    def draft(self, message: object) -> SimpleNamespace:
        parts = [
            SimpleNamespace(kind="notice", text="（请核对）", source=None),
            SimpleNamespace(kind="salutation", text="您好！", source=None),
            SimpleNamespace(kind="quotation", text="路灯由城管局养护。", source="A1"),
            SimpleNamespace(kind="quotation", text="停水须提前通知。", source="A2"),
        ]
        sources = [
            SimpleNamespace(id=each, title=told.title, replied=told.replied)
            for each, told in self.quotable.items()
        ]
        return SimpleNamespace(parts=parts, sources=sources)


@pytest.fixture
def drafted(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt = SimpleNamespace(judge=None, drafter=Drafter(), suggester=None)
    monkeypatch.setattr(suggester, "learnt", lambda: learnt)
    monkeypatch.setattr(drafting, "readable", lambda by, ids: {"A1"} & set(ids))


def test_a_draft_quotes_only_what_its_reader_may_read(taken: Taken, by: By, drafted: None) -> None:
    told = drafting.draft(by=by("jiexian"), number=taken().number)
    assert told.text == "您好！\n路灯由城管局养护。〔摘自A1号来信的答复〕"
    assert [source.id for source in told.sources] == ["A1"]
    assert told.notices == ("（请核对）",)


def test_the_marks_leave_the_text_and_stay_as_its_sources(taken: Taken, by: By, drafted: None) -> None:
    request = taken()
    text = "路灯由城管局养护。〔摘自A1号来信的答复〕停水。〔摘自A2号来信的答复〕〔摘自B9号来信的答复〕"
    answered(by, request.number, text)
    reply = Reply.objects.get(request=request)
    assert reply.text == "路灯由城管局养护。停水。"
    assert [source["id"] for source in reply.sources] == ["A1"]
