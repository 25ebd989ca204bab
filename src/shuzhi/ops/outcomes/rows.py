"""What is published of decisions, orders and answers: no words anybody wrote, no names, ids as the lake keyed them."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from shuzhi.ops.entities.models import Answer
from shuzhi.ops.findings.models import Decision, Finding
from shuzhi.ops.orders import flows, times
from shuzhi.ops.orders.models import Feedback, FlowVersion, Order, Task

Row = dict[str, Any]

CLOSED = "办结"
"""The step of an order that has none any more."""
_ENDED = (Finding.State.CLOSED, Finding.State.DISMISSED)
_SOME = 5_000


def decisions(reasons: Mapping[str, str]) -> Iterator[Row]:
    """Every conclusion that stands, one row a finding. ``reasons``: what each declared reason is called."""
    concluding = Decision.objects.filter(finding=OuterRef("pk"), conclusion__isnull=False, undone_at=None)
    last = concluding.order_by("-id")
    handled = Order.objects.filter(number=OuterRef("order")).values("handled_by__name")
    found = (
        Finding.objects.filter(conclusion__isnull=False)
        .order_by("pk")
        .annotate(
            kind=Subquery(last.values("kind")[:1]),
            said=Subquery(last.values("reason")[:1]),
            words=Subquery(last.values("words")[:1]),
            order=Subquery(last.values("order")[:1]),
            handled=Subquery(handled[:1]),
        )
        .values(
            "id", "scenario", "rule", "subject", "score", "state", "conclusion", "amount", "recovered", "first_seen",
            "decided_at", "department__name", "kind", "said", "words", "order", "handled",
        )
    )  # fmt: skip
    for row in found.iterator(chunk_size=_SOME):
        # The database holds conclusion and time together.
        assert row["decided_at"] is not None
        decided = times.day(row["decided_at"])
        yield {
            "finding": row["id"],
            "scenario": row["scenario"],
            "rule": row["rule"],
            "subject": row["subject"],
            "score": row["score"],
            "conclusion": row["conclusion"],
            # An order's reason is the result word of its flow; what people wrote themselves stays here.
            "reason": row["words"]
            if row["kind"] == Decision.Kind.CONCLUDE
            else reasons.get(row["said"] or ""),
            "amount": _number(row["amount"]),
            "recovered": _number(row["recovered"]),
            "first_seen": _day(row["first_seen"]),
            "decided": _day(decided),
            "closed": _day(decided) if row["state"] in _ENDED else None,
            "department": row["handled"] or row["department__name"],
            "days": times.between(row["first_seen"], decided),
            "order": row["order"] or None,
        }


def orders() -> Iterator[Row]:
    """Every order that stands, one row each."""
    late = Task.objects.filter(order=OuterRef("pk"), kind="lead", overdue=True)
    said = Feedback.objects.filter(order=OuterRef("pk")).order_by("-round").values("satisfaction")[:1]
    handles = {version.pk: flows.flow_of(version).handles for version in FlowVersion.objects.all()}
    found = (
        Order.objects.exclude(state=Order.State.CANCELLED)
        .order_by("pk")
        .annotate(overdue=Exists(late), satisfaction=Subquery(said))
        .values(
            "number", "flow__scenario", "flow__name", "flow_id", "origin", "rule", "category", "region",
            "handled_by__name", "opened_at", "task__due", "closed_at", "overdue", "extensions", "suspended_days",
            "returned", "reopened", "satisfaction", "repeat_of__number", "task__step",
        )
    )  # fmt: skip
    for row in found.iterator(chunk_size=_SOME):
        opened = times.day(row["opened_at"])
        closed = times.day(row["closed_at"]) if row["closed_at"] is not None else None
        yield {
            "order": row["number"],
            "scenario": row["flow__scenario"],
            "flow": row["flow__name"],
            # Opened by hand, it counts among those its flow is for.
            "origin": row["origin"] if row["origin"] != Order.Origin.HAND else handles[row["flow_id"]],
            "rule": row["rule"] or None,
            "category": row["category"] or None,
            "region": row["region"] or None,
            "department": row["handled_by__name"],
            "opened": _day(opened),
            "due": _day(row["task__due"]),
            "closed": _day(closed),
            "working_days": times.between(opened, closed) if closed else None,
            "overdue": row["overdue"],
            "extensions": row["extensions"],
            "suspended_days": row["suspended_days"],
            "returned": row["returned"],
            "reopened": row["reopened"],
            "satisfaction": row["satisfaction"],
            "repeat_of": row["repeat_of__number"],
            "step": CLOSED if closed else row["task__step"],
        }


def answers() -> Iterator[Row]:
    """Every answer that stands and says something, one row a pair."""
    told = Answer.objects.filter(undone_at=None).exclude(answer=Answer.Said.UNSURE).order_by("kind", "l", "r")
    for one in told.iterator(chunk_size=_SOME):
        yield {
            "pair": f"{one.kind}-{one.l}-{one.r}",
            "kind": one.kind,
            "l": one.l,
            "r": one.r,
            "answer": one.answer,
            "answered": _day(times.day(one.at)),
        }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _number(amount: Decimal | None) -> float | None:
    return float(amount) if amount is not None else None
