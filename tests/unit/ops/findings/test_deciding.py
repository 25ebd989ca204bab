"""What people decide about findings: who may, what it changes, what is recorded, what is told one by one."""

from collections.abc import Callable
from typing import Any

import pytest

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.ops.audit.actions import verify
from shuzhi.ops.audit.models import Record
from shuzhi.ops.errors import Conflict, Missing
from shuzhi.ops.findings import actions
from shuzhi.ops.findings.actions.batches import MOST, Choice, Kind
from shuzhi.ops.findings.models import Contest, Decision, Finding
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department, User
from tests.unit.ops.conftest import Clock

By = Callable[[str], Access]

ACCEPT = Choice(kind=Kind.ACCEPT)
DISMISS = Choice(kind=Kind.DISMISS, reason="data")


def states(*findings: Finding) -> list[str]:
    return [Finding.objects.get(pk=finding.pk).state for finding in findings]


def test_each_decision_is_kept_with_who_and_why_and_stands_in_the_chain(
    clock: Clock, north: list[Finding], by: By
) -> None:
    first, second = north[:2]
    actions.decide(by=by("xibei"), choice=ACCEPT, findings=[first.pk])
    dismiss = Choice(kind=Kind.DISMISS, reason="other", words="已在乡镇核实，本人健在")
    actions.decide(by=by("xibei"), choice=dismiss, findings=[second.pk])
    assert states(first, second) == ["lead", "dismissed"]
    kept = Decision.objects.get(finding=second)
    assert (kept.decided_by.login, kept.conclusion, kept.words) == ("xibei", "排除", "已在乡镇核实，本人健在")
    records = Record.objects.filter(action__startswith="findings.").exclude(action="findings.copy")
    assert [(record.by, record.action, record.object) for record in records] == [
        ("xibei", "findings.accept", f"finding:{first.pk}"),
        ("xibei", "findings.dismiss", f"finding:{second.pk}"),
    ]
    assert verify() is None


def test_four_hundred_at_once_and_what_does_not_fit_is_told_one_by_one(
    clock: Clock, north: list[Finding], south: list[Finding], by: By
) -> None:
    actions.decide(by=by("jiandu"), choice=Choice(kind=Kind.TAKE_UP), findings=[north[0].pk])
    every = [finding.pk for finding in (*north, *south)]
    done = actions.decide(by=by("xibei"), choice=DISMISS, findings=[*every, "F0000000000000000", *every])
    assert set(done.done) == {finding.pk for finding in north[1:]}
    assert isinstance(done.refused.pop(north[0].pk), Conflict)
    # Of another county, and of nobody: the answer is the same.
    assert set(done.refused) == {*(finding.pk for finding in south), "F0000000000000000"}
    assert all(isinstance(problem, Missing) for problem in done.refused.values())
    assert Decision.objects.filter(batch=done.batch).count() == len(north) - 1
    with pytest.raises(ShuzhiError, match="一次处置"):
        actions.decide(by=by("xibei"), choice=DISMISS, findings=[str(number) for number in range(MOST + 1)])


def test_undo_within_a_minute_gives_back_what_was(clock: Clock, north: list[Finding], by: By) -> None:
    before = list(Finding.objects.filter(pk__in=[finding.pk for finding in north]).order_by("id").values())
    done = actions.decide(by=by("xibei"), choice=DISMISS, findings=[finding.pk for finding in north])
    clock.move(seconds=20)
    actions.decide(by=by("jiandu"), choice=Choice(kind=Kind.REOPEN, words="再核"), findings=[north[0].pk])
    with pytest.raises(Missing):
        actions.undo(by=by("jiandu"), batch=done.batch)
    clock.move(seconds=30)
    undone = actions.undo(by=by("xibei"), batch=done.batch)
    assert set(undone.done) == {finding.pk for finding in north[1:]}
    assert list(undone.refused) == [north[0].pk]
    after = list(Finding.objects.filter(pk__in=[finding.pk for finding in north]).order_by("id").values())
    for was, is_now in zip(before, after, strict=True):
        if was["id"] != north[0].pk:
            assert {**is_now, "changed_at": None} == {**was, "changed_at": None}
    assert Record.objects.filter(action="findings.undo").count() == len(north) - 1


def test_after_a_minute_nothing_is_undone(clock: Clock, north: list[Finding], by: By) -> None:
    done = actions.decide(by=by("xibei"), choice=DISMISS, findings=[north[0].pk])
    clock.move(seconds=61)
    with pytest.raises(Missing):
        actions.undo(by=by("xibei"), batch=done.batch)
    assert states(north[0]) == ["dismissed"]


@pytest.mark.parametrize(
    "choice",
    [
        Choice(kind=Kind.DISMISS),
        Choice(kind=Kind.DISMISS, reason="because"),
        Choice(kind=Kind.DISMISS, reason="other"),
        Choice(kind=Kind.REOPEN),
    ],
)
def test_a_decision_without_its_reason_is_none(choice: Choice, north: list[Finding], by: By) -> None:
    with pytest.raises(ShuzhiError):
        actions.decide(by=by("xibei"), choice=choice, findings=[north[0].pk])
    assert states(north[0]) == ["new"]


def test_who_may_not_triage_decides_nothing(north: list[Finding], by: By) -> None:
    for login in ("kezhang", "chengguan", "pangguan", "system"):
        with pytest.raises(Refused):
            actions.decide(by=by(login), choice=ACCEPT, findings=[north[0].pk])
    assert states(north[0]) == ["new"]


def test_the_city_sees_findings_without_a_region_and_counties_do_not(
    nowhere: list[Finding], by: By, api: Callable[[str], Any]
) -> None:
    done = actions.decide(by=by("xibei"), choice=ACCEPT, findings=[nowhere[0].pk])
    assert list(done.refused) == [nowhere[0].pk]
    assert api("xibei").get(f"findings/{nowhere[0].pk}").status_code == 404
    assert actions.decide(by=by("jiandu"), choice=ACCEPT, findings=[nowhere[0].pk]).done == [nowhere[0].pk]


def test_merging_is_for_findings_about_the_same_subject(
    copied: None, north: list[Finding], south: list[Finding], by: By
) -> None:
    twice = next(
        finding
        for finding in Finding.objects.filter(rule="paid_twice")
        if Finding.objects.filter(subject=finding.subject).count() == 2
    )
    dead = Finding.objects.exclude(pk=twice.pk).get(subject=twice.subject)
    other = next(finding for finding in (*north, *south) if finding.subject != twice.subject)
    into = Choice(kind=Kind.MERGE, into=dead.pk)
    done = actions.decide(by=by("jiandu"), choice=into, findings=[twice.pk, other.pk, dead.pk])
    assert done.done == [twice.pk]
    assert set(done.refused) == {other.pk, dead.pk}
    assert states(twice) == ["merged"]
    # Mergers do not chain.
    chained = actions.decide(
        by=by("jiandu"), choice=Choice(kind=Kind.MERGE, into=twice.pk), findings=[dead.pk]
    )
    assert list(chained.refused) == [dead.pk]
    actions.decide(by=by("jiandu"), choice=Choice(kind=Kind.UNMERGE), findings=[twice.pk])
    assert states(twice, dead) == ["new", "new"]


def test_what_is_handed_to_a_department_below_is_seen_there(
    clock: Clock, north: list[Finding], by: By, people: dict[str, User], api: Callable[[str], Any]
) -> None:
    south = Department.objects.get(name="石桥县民政局")
    colleagues = api("jiandu").get("findings/colleagues", department=south.pk).json()
    assert [each["login"] for each in colleagues] == ["shiqiao"]
    hand = Choice(kind=Kind.ASSIGN, department=south.pk, assignee="shiqiao")
    assert actions.decide(by=by("jiandu"), choice=hand, findings=[north[0].pk]).done
    assert actions.decide(by=by("shiqiao"), choice=ACCEPT, findings=[north[0].pk]).done == [north[0].pk]
    assert Notice.objects.get(user=people["shiqiao"]).text["zh"] == "交来 1 个疑点"
    for department, assignee in ((south.pk, "xibei"), (0, None)):
        wrong = Choice(kind=Kind.ASSIGN, department=department, assignee=assignee)
        with pytest.raises(ShuzhiError):
            actions.decide(by=by("jiandu"), choice=wrong, findings=[north[1].pk])
    # A county hands nothing to another.
    across = Choice(kind=Kind.ASSIGN, department=south.pk)
    with pytest.raises(ShuzhiError, match="不能交给"):
        actions.decide(by=by("xibei"), choice=across, findings=[north[1].pk])


def test_nobody_is_taken_up_while_his_contest_waits(clock: Clock, north: list[Finding], by: By) -> None:
    heard = actions.contest(by=by("xibei"), finding=north[0].pk, text="我父亲健在，登记有误")
    taken = Choice(kind=Kind.TAKE_UP)
    assert list(actions.decide(by=by("xibei"), choice=taken, findings=[north[0].pk]).refused) == [north[0].pk]
    with pytest.raises(Conflict):
        actions.contest(by=by("xibei"), finding=north[0].pk, text="再说一次")
    upheld = Contest.Outcome.UPHELD
    actions.answer_contest(by=by("xibei"), contest=heard.pk, outcome=upheld, text="已实地核对，确已去世")
    assert actions.decide(by=by("xibei"), choice=taken, findings=[north[0].pk]).done == [north[0].pk]
    with pytest.raises(Missing):
        actions.contest(by=by("shiqiao"), finding=north[0].pk, text="与我无关")


def test_a_department_is_asked_and_answers_once(
    clock: Clock, north: list[Finding], by: By, people: dict[str, User], api: Callable[[str], Any]
) -> None:
    street = Department.objects.get(name="清河街道")
    question = actions.ask(by=by("xibei"), finding=north[0].pk, department=street.pk, text="此人是否健在？")
    assert states(north[0]) == ["checking"]
    assert Notice.objects.filter(user=people["qinghe"], kind="question").exists()
    assert [row["text"] for row in api("qinghe").get("questions").json()["rows"]] == ["此人是否健在？"]
    with pytest.raises(Missing):
        actions.answer_question(by=by("chengguan"), question=question.pk, text="不知道")
    actions.answer_question(by=by("qinghe"), question=question.pk, text="已走访，已去世")
    with pytest.raises(Conflict):
        actions.answer_question(by=by("qinghe"), question=question.pk, text="改口")
    assert api("qinghe").get("questions").json()["rows"] == []
    assert api("xibei").get(f"findings/{north[0].pk}").json()["questions"][0]["answer"] == "已走访，已去世"
