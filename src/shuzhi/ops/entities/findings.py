"""Findings about entities that a user may see for a purpose, and their orders."""

from collections.abc import Sequence
from typing import Any

from shuzhi.core.text import Text
from shuzhi.ops.findings.models import Contest, Finding
from shuzhi.ops.findings.rules import rule_named
from shuzhi.ops.findings.sight import sights
from shuzhi.ops.people.access import Access


def findings_about(by: Access, subjects: Sequence[str], purpose: str) -> list[dict[str, Any]]:
    """None for whoever may not read findings."""
    if not by.may("findings.read"):
        return []
    rows: dict[str, dict[str, Any]] = {}
    for each in sights(by):
        if each.purpose != purpose:
            continue
        seen = Finding.objects.filter(each.within, texts__copy=each.copy.pk, subject__in=subjects)
        for one in seen.order_by("first_seen", "pk"):
            rule = rule_named(one.scenario, one.rule)
            rows[one.pk] = {
                "finding": one.pk,
                "title": rule.title if rule else Text(one.rule, one.rule),
                "state": one.state,
                "seen": one.first_seen,
                "orders": list(one.orders.order_by("pk").values_list("number", flat=True)),
                "contests": [
                    {
                        "heard": contest.heard_at,
                        "upheld": contest.outcome == Contest.Outcome.UPHELD if contest.outcome else None,
                    }
                    for contest in one.contests.order_by("pk")
                ],
            }
    return list(rows.values())
