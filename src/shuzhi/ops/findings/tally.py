"""Counting findings anew after something changed: at most every few seconds, never while somebody waits."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, DateTimeField, Sum
from django.db.models.functions import Substr, TruncMonth

from shuzhi.ops.clock import now
from shuzhi.ops.findings.models import Finding, Tally
from shuzhi.packs.answering import county_of, town_of

ANYWAY = timedelta(minutes=5)

_MARKS = ("scenario", "rule", "department_id", "state", "conclusion")


def count_again() -> bool:
    """Make the tally what the findings say, if any of them changed since. False when none did."""
    last = Finding.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()
    counted = counted_at()
    at = now()
    # A change may be committed after a later one was counted: looked for again every few minutes.
    if last is None or (counted is not None and last < counted and at - counted < ANYWAY):
        return False
    sums: Mapping[tuple[Any, ...], list[Any]] = defaultdict(lambda: [0, Decimal(0), Decimal(0)])
    for row in _groups():
        where = (county_of(row["place"] or None), town_of(row["place"] or None))
        key = (*(row[mark] for mark in _MARKS), *where, row["seen"], _day(row["decided"]))
        held = sums[key]
        held[0] += row["n"]
        held[1] += row["yuan"] or 0
        held[2] += row["back"] or 0
    tallies = [_tally(key, held, at) for key, held in sums.items()]
    with transaction.atomic():
        Tally.objects.all().delete()
        Tally.objects.bulk_create(tallies)
    return True


def counted_at() -> datetime | None:
    """When the tally was made; None before the first count."""
    return Tally.objects.values_list("counted_at", flat=True).first()


def _groups() -> Iterable[dict[str, Any]]:
    there = Finding.objects.filter(gone=None) | Finding.objects.exclude(conclusion=None)
    marked = there.annotate(
        place=Substr("region", 1, 9),
        seen=TruncMonth("first_seen"),
        decided=TruncMonth("decided_at", output_field=DateTimeField()),
    )
    grouped = marked.values(*_MARKS, "place", "seen", "decided").order_by()
    yield from grouped.annotate(n=Count("id"), yuan=Sum("amount"), back=Sum("recovered"))


def _day(month: datetime | None) -> date | None:
    return month.date() if month else None


def _tally(key: tuple[Any, ...], held: list[Any], at: datetime) -> Tally:
    scenario, rule, department, state, conclusion, county, town, seen, decided = key
    return Tally(
        scenario=scenario, rule=rule, department_id=department, state=state, conclusion=conclusion,
        county=county or "", town=town or "", seen=seen, decided=decided,
        findings=held[0], amount=held[1], recovered=held[2], counted_at=at,
    )  # fmt: skip
