"""How a finding moves from one state to another, whoever moves it: checked, kept, recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import now
from shuzhi.ops.errors import conflict
from shuzhi.ops.findings.models import Decision, Finding
from shuzhi.ops.people.access import Access

Kind = Decision.Kind
State = Finding.State

FROM: Mapping[str, frozenset[str]] = {
    Kind.ACCEPT: frozenset({State.NEW, State.CHECKING}),
    Kind.TAKE_UP: frozenset({State.NEW, State.CHECKING, State.LEAD}),
    Kind.DISMISS: frozenset({State.NEW, State.CHECKING, State.LEAD}),
    Kind.MERGE: frozenset({State.NEW, State.CHECKING, State.LEAD}),
    Kind.UNMERGE: frozenset({State.MERGED}),
    Kind.CHECK: frozenset({State.NEW}),
    Kind.ASSIGN: frozenset({State.NEW, State.CHECKING, State.LEAD, State.CASE}),
    Kind.REOPEN: frozenset({State.LEAD, State.CASE, State.CLOSED, State.DISMISSED}),
    Kind.CONCLUDE: frozenset(State) - {State.MERGED},
}
"""The states each kind of decision starts from."""

ENDS_WITH_ORDER = frozenset({Kind.DISMISS, Kind.MERGE, Kind.REOPEN})
"""While an order is under way, these are the order's to say."""

_BEFORE = ("state", "conclusion", "decided_at", "recovered", "department_id", "assignee_id", "merged_into_id")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What goes with a decision."""

    batch: UUID
    reason: str = ""
    words: str = ""
    recovered: Decimal | None = None
    into: Finding | None = None
    order: str = ""


def move(finding: Finding, kind: Kind, changes: Mapping[str, Any], *, by: Access, told: Told) -> Decision:
    """One decision about one finding, inside the caller's transaction. Raises Conflict where its state forbids it."""
    if finding.state not in FROM[kind]:
        raise _not_from(finding, kind)
    before = before_of(finding)
    for name, value in changes.items():
        setattr(finding, name, value)
    finding.changed_at = now()
    finding.save()
    decision = Decision.objects.create(
        finding=finding,
        kind=kind,
        decided_by=by.user,
        at=now(),
        reason=told.reason,
        words=told.words,
        conclusion=finding.conclusion if "conclusion" in changes else None,
        amount=finding.amount,
        recovered=told.recovered,
        into=told.into,
        order=told.order,
        before=before,
        batch=told.batch,
    )
    record(
        by=by.login,
        action=f"findings.{kind.value}",
        object=f"finding:{finding.pk}",
        about={
            "from": before["state"],
            "to": finding.state,
            "reason": told.reason,
            "into": told.into.pk if told.into else None,
            "order": told.order,
            "department": finding.department_id,
            "assignee": finding.assignee_id,
            "batch": str(told.batch),
        },
    )
    return decision


def concluded(state: State, conclusion: str | None) -> dict[str, Any]:
    """The changes that a conclusion, or its withdrawal, makes."""
    return {
        "state": state,
        "conclusion": conclusion,
        "decided_at": now() if conclusion else None,
        "recovered": None,
    }


def before_of(finding: Finding) -> dict[str, Any]:
    """What the finding is, as plain JSON."""
    held = {name: getattr(finding, name) for name in _BEFORE}
    return {
        **held,
        "decided_at": finding.decided_at.isoformat() if finding.decided_at else None,
        "recovered": str(finding.recovered) if finding.recovered is not None else None,
    }


def _not_from(finding: Finding, kind: Kind) -> Exception:
    state = State(finding.state)
    return conflict(
        Text(
            f"疑点现在是“{state.label}”，不能{kind.label}",
            f"the finding is “{state.value}” now: “{kind.value}” does not fit",
        ),
        f"finding:{finding.pk}",
    )
