"""Deciding about one finding or four hundred: each on its own, all in one go, undone within a minute."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import now, today
from shuzhi.ops.errors import conflict, invalid, missing
from shuzhi.ops.findings import telling
from shuzhi.ops.findings.actions.moving import ENDS_WITH_ORDER, Kind, State, Told, concluded, move
from shuzhi.ops.findings.models import Contest, Decision, Finding
from shuzhi.ops.findings.reasons import NEEDS_WORDS, REASONS
from shuzhi.ops.findings.sight import Sight, covers, no_finding, seen, sights
from shuzhi.ops.people.access import Access, access_of
from shuzhi.ops.people.models import Department, User
from shuzhi.ops.wording import said

UNDO = timedelta(minutes=1)
MOST = 500


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is decided: the kind, and what that kind needs."""

    kind: Kind
    reason: str = ""
    words: str = ""
    into: str | None = None
    department: int | None = None
    assignee: str | None = None


@dataclass
class Done:
    """What came of each: the ids it was done to, and the problems of the others. ``batch`` is what undo takes."""

    batch: UUID
    done: list[str] = field(default_factory=list)
    refused: dict[str, ShuzhiError] = field(default_factory=dict)


@transaction.atomic
def decide(*, by: Access, choice: Choice, findings: Sequence[str]) -> Done:
    """The same decision about each of these findings. What it does not fit is told, and does not hold up the rest.

    Raises Refused without the permission, ShuzhiError where the decision itself lacks something.
    """
    by.require("findings.triage")
    asked = list(dict.fromkeys(findings))
    if not 0 < len(asked) <= MOST:
        raise invalid(
            Text(f"一次处置 1 到 {MOST} 个疑点", f"1 to {MOST} findings at a time"),
            "findings",
            Text("分几次处置", "do it in several goes"),
        )
    choice = _checked(choice)
    change = _CHANGES[choice.kind](by, choice)
    there = _there(by, asked)
    done = Done(batch=uuid4())
    told = Told(batch=done.batch, reason=choice.reason, words=choice.words)
    for each in asked:
        try:
            # A savepoint each: what fails half way leaves nothing of itself.
            with transaction.atomic():
                finding = there.get(each)
                if finding is None:
                    raise no_finding(each)
                _order_has_no_say(finding, choice.kind)
                changes, into = change(finding)
                move(finding, choice.kind, changes, by=by, told=replace(told, into=into))
        except ShuzhiError as error:
            done.refused[each] = error
        else:
            done.done.append(each)
    if choice.kind == Kind.ASSIGN and done.done:
        telling.assigned(by, choice.department, choice.assignee, len(done.done))
    return done


@transaction.atomic
def undo(*, by: Access, batch: UUID) -> Done:
    """Take back one's own decisions of the last minute, except about findings that somebody has touched since."""
    made = Decision.objects.filter(batch=batch, decided_by=by.user, undone_at=None).select_related("finding")
    recent = [decision for decision in made.order_by("-id") if now() - decision.at <= UNDO]
    if not recent:
        raise missing(
            Text(
                "没有可以撤销的处置（只能撤销一分钟内自己的）", "nothing of yours of the last minute to undo"
            ),
            f"batch:{batch}",
        )
    done = Done(batch=batch)
    for decision in recent:
        finding = decision.finding
        later = Decision.objects.filter(finding=finding, id__gt=decision.pk, undone_at=None).exists()
        if later or Finding.objects.filter(merged_into=finding).exists():
            done.refused[finding.pk] = conflict(
                Text("此后已有别的处置", "something else was decided since"), f"finding:{finding.pk}"
            )
            continue
        _restore(finding, decision.before)
        Decision.objects.filter(pk=decision.pk).update(undone_at=now())
        about = {"kind": decision.kind, "to": finding.state, "batch": str(batch)}
        record(by=by.login, action="findings.undo", object=f"finding:{finding.pk}", about=about)
        done.done.append(finding.pk)
    return done


def _checked(choice: Choice) -> Choice:
    needs_words = (choice.kind == Kind.DISMISS and choice.reason in NEEDS_WORDS) or choice.kind == Kind.REOPEN
    if choice.kind == Kind.DISMISS and choice.reason not in REASONS:
        raise invalid(
            Text("排除须选理由", "a dismissal needs a reason"),
            "reason",
            Text("从理由表中选一个", "choose one of the list"),
        )
    reason = choice.reason if choice.kind == Kind.DISMISS else ""
    return replace(choice, reason=reason, words=said(choice.words, "words", needed=needs_words))


def _there(by: Access, asked: Sequence[str]) -> Mapping[str, Finding]:
    """Those of the findings that the user may decide about."""
    found: dict[str, Finding] = {}
    for each in sights(by, "findings.triage"):
        mine = Finding.objects.filter(each.within, texts__copy=each.copy, pk__in=asked)
        found |= {finding.pk: finding for finding in mine.select_for_update(of=("self",))}
    return found


def _order_has_no_say(finding: Finding, kind: Kind) -> None:
    if kind in ENDS_WITH_ORDER and finding.orders.filter(closed_at__isnull=True).exists():
        raise conflict(
            Text("疑点的工单正在办理，由工单作结论", "an order about it is under way, and will conclude"),
            f"finding:{finding.pk}",
            Text("先办结或作废工单", "close or cancel the order first"),
        )


Change = Callable[[Finding], tuple[dict[str, Any], Finding | None]]


def _accept(by: Access, choice: Choice) -> Change:  # noqa: ARG001
    return lambda _: (concluded(State.LEAD, "线索"), None)


def _take_up(by: Access, choice: Choice) -> Change:  # noqa: ARG001
    def change(finding: Finding) -> tuple[dict[str, Any], Finding | None]:
        if Contest.objects.filter(finding=finding, outcome="").exists():
            raise conflict(
                Text("当事人的申辩还没有答复", "what the person concerned said is not answered yet"),
                f"finding:{finding.pk}",
                Text("先答复申辩，再立案", "answer it first, then take the case up"),
            )
        return concluded(State.CASE, "立案"), None

    return change


def _dismiss(by: Access, choice: Choice) -> Change:  # noqa: ARG001
    return lambda _: (concluded(State.DISMISSED, "排除"), None)


def _merge(by: Access, choice: Choice) -> Change:
    into, _, _ = seen(by, choice.into or "", "findings.triage")

    def change(finding: Finding) -> tuple[dict[str, Any], Finding | None]:
        if into.subject != finding.subject or into.pk == finding.pk:
            raise conflict(
                Text("只能并入同一对象的另一个疑点", "only into another finding about the same subject"),
                f"finding:{finding.pk}",
            )
        if into.state == State.MERGED or Finding.objects.filter(merged_into=finding).exists():
            raise conflict(
                Text("并入不能连环：其中一个已经并过", "mergers do not chain: one of the two is part of one"),
                f"finding:{finding.pk}",
                Text("先分开，再并入同一个", "take it apart first, then merge all into one"),
            )
        return {**concluded(State.MERGED, None), "merged_into": into}, into

    return change


def _unmerge(by: Access, choice: Choice) -> Change:  # noqa: ARG001
    return lambda _: ({"state": State.NEW, "merged_into": None}, None)


def _check(by: Access, choice: Choice) -> Change:  # noqa: ARG001
    return lambda _: ({"state": State.CHECKING}, None)


def _reopen(by: Access, choice: Choice) -> Change:  # noqa: ARG001
    return lambda _: (concluded(State.CHECKING, None), None)


def _assign(by: Access, choice: Choice) -> Change:
    department = Department.objects.filter(pk=choice.department or 0, is_active=True).first()
    if department is None or not covers(by.where("findings.triage"), department):
        raise invalid(
            Text("不能交给这个部门", "not this department's to have from you"),
            "department",
            Text("选择本部门或下级部门", "choose your own department or one below it"),
        )
    assignee = None
    if choice.assignee:
        assignee = User.objects.filter(login=choice.assignee).first()
        places = access_of(assignee, today()).where("findings.read") if assignee else ()
        if department.pk not in {place.department for place in places}:
            raise invalid(
                Text("此人不在这个部门看疑点", "he reads no findings in this department"),
                "assignee",
                Text("选择该部门有查看岗位的人", "choose somebody with such a post there"),
            )
    return lambda _: ({"department": department, "assignee": assignee}, None)


_CHANGES: Mapping[Kind, Callable[[Access, Choice], Change]] = {
    Kind.ACCEPT: _accept,
    Kind.TAKE_UP: _take_up,
    Kind.DISMISS: _dismiss,
    Kind.MERGE: _merge,
    Kind.UNMERGE: _unmerge,
    Kind.CHECK: _check,
    Kind.REOPEN: _reopen,
    Kind.ASSIGN: _assign,
}


def _restore(finding: Finding, before: Mapping[str, Any]) -> None:
    for name, value in before.items():
        setattr(finding, name, value)
    finding.decided_at = datetime.fromisoformat(before["decided_at"]) if before["decided_at"] else None
    finding.recovered = Decimal(before["recovered"]) if before["recovered"] is not None else None
    finding.changed_at = now()
    finding.save()


__all__ = ["MOST", "UNDO", "Choice", "Done", "Sight", "decide", "undo"]
