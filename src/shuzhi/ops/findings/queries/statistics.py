"""The funnel: findings, leads, cases, closed; by rule, department, region or month. Added up from the tally."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Q, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from shuzhi.core.text import Text
from shuzhi.ops.findings import tally
from shuzhi.ops.findings.models import Tally
from shuzhi.ops.findings.rules import rule_title, scenario_title
from shuzhi.ops.findings.sight import sights
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department
from shuzhi.ops.regions import region_name
from shuzhi.packs.answering import county_of, jurisdiction, town_of

Group = Literal["scenario", "rule", "department", "region", "month"]
Row = dict[str, Any]

LEADS = Q(conclusion__in=("线索", "立案"))
_SUMS = {
    "findings": Coalesce(Sum("findings", filter=~Q(state="merged")), 0),
    "judged": Coalesce(Sum("findings", filter=Q(conclusion__isnull=False)), 0),
    "dismissed": Coalesce(Sum("findings", filter=Q(state="dismissed")), 0),
    "leads": Coalesce(Sum("findings", filter=LEADS), 0),
    "cases": Coalesce(Sum("findings", filter=Q(conclusion="立案")), 0),
    "closed": Coalesce(Sum("findings", filter=Q(state="closed")), 0),
    "amount": Coalesce(Sum("amount", filter=LEADS), Decimal(0)),
    "recovered": Coalesce(Sum("recovered"), Decimal(0)),
}


def funnel(by: Access, group: Group, *, scenario: str = "", rule: str = "") -> dict[str, Any]:
    """Counts of scenarios whose findings the user's grants give, within what his posts cover; when they were counted.

    By month, findings stand in the month they were first seen, conclusions in the month they were reached.
    """
    by.require("statistics.read")
    within = Tally.objects.filter(_covered(by), scenario__in=_granted(by))
    if scenario:
        within = within.filter(scenario=scenario)
    if rule:
        within = within.filter(rule=rule)
    return {
        "counted_at": tally.counted_at(),
        "total": _total(within),
        "rows": _by_month(within) if group == "month" else _grouped(within, group),
    }


def _total(within: QuerySet[Tally]) -> Row:
    # Under other names than the columns they add up: Django would take one sum for the column of the next.
    sums = within.aggregate(**{f"{name}_": sum_ for name, sum_ in _SUMS.items()})
    return {name: sums[f"{name}_"] for name in _SUMS}


def _granted(by: Access) -> set[str]:
    """No grant, no counts: that there are findings of a rule, and how many, is told only to who reads some of them."""
    return {scenario for each in sights(by, "statistics.read") for scenario in each.copy.scenarios}


def _covered(by: Access) -> Q:
    covered = Q(pk__in=())
    for place in by.where("statistics.read"):
        region = jurisdiction(place.region or None)
        if region is None:
            return Q()
        below = Department.objects.filter(path__startswith=place.path).values("pk")
        covered |= Q(department__in=below)
        # What is counted by county and town cannot tell villages apart: a grid sees what its department was given.
        if region == county_of(region):
            covered |= Q(county=region)
        elif region == town_of(region):
            covered |= Q(town=region)
    return covered


_KEYS: Mapping[str, tuple[str, ...]] = {
    "scenario": ("scenario",),
    "rule": ("scenario", "rule"),
    "department": ("department", "department__name"),
    "region": ("county",),
}


def _grouped(within: QuerySet[Tally], group: Group) -> list[Row]:
    keys = _KEYS[group]
    sums = {f"{name}_": sum_ for name, sum_ in _SUMS.items()}
    rows = within.values(*keys).annotate(n=Sum("findings"), **sums)
    return [_told(group, row) for row in rows.order_by("-n", *keys)]


def _told(group: Group, row: Mapping[str, Any]) -> Row:
    key, title = _NAMED[group](row)
    return {"key": key, "title": title, **{name: row[f"{name}_"] for name in _SUMS}}


def _same(words: str) -> Text:
    return Text(words, words)


_NAMED: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, Text]]] = {
    "scenario": lambda row: (row["scenario"], scenario_title(row["scenario"])),
    "rule": lambda row: (f"{row['scenario']}/{row['rule']}", rule_title(row["scenario"], row["rule"])),
    "department": lambda row: (
        str(row["department"] or ""),
        _same(row["department__name"]) if row["department"] else Text("未交办", "not handed to any"),
    ),
    "region": lambda row: (
        row["county"],
        _same(region_name(row["county"])) if row["county"] else Text("不分县区", "no county"),
    ),
}


def _by_month(within: QuerySet[Tally]) -> list[Row]:
    seen = {
        row["seen"]: row["n"] for row in _months(within.exclude(state="merged"), "seen", n=_SUMS["findings"])
    }
    sums = {name: sum_ for name, sum_ in _SUMS.items() if name != "findings"}
    reached = {row["decided"]: row for row in _months(within.exclude(decided=None), "decided", **sums)}
    return [
        {
            "key": f"{month:%Y-%m}",
            "title": _same(f"{month:%Y-%m}"),
            "findings": seen.get(month, 0),
            **{name: reached[month][f"{name}_"] if month in reached else 0 for name in sums},
        }
        for month in sorted({*seen, *reached})
    ]


def _months(within: QuerySet[Tally], column: str, **sums: Combinable) -> Sequence[Row]:
    named = {name if name == "n" else f"{name}_": sum_ for name, sum_ in sums.items()}
    return list(within.values(column).annotate(**named).order_by(column))
