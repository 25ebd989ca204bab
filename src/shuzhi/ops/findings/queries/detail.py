"""One finding: what it says, what was decided, asked and said against it, and what else there is about its subject."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from shuzhi.ops.findings.actions.asking import may_answer
from shuzhi.ops.findings.actions.moving import ENDS_WITH_ORDER, FROM, Kind
from shuzhi.ops.findings.models import Contest, Decision, Finding, FindingText, Question
from shuzhi.ops.findings.reading import note_reading
from shuzhi.ops.findings.rules import rule_title, scenario_named, scenario_title
from shuzhi.ops.findings.sight import Sight, seen, sights
from shuzhi.ops.people.access import Access
from shuzhi.ops.regions import region_name

Detail = dict[str, Any]
MOST = 50


def detail(by: Access, finding: str) -> Detail:
    """The finding as ``by`` may read it; read means recorded. Raises Refused, Missing."""
    found, shown, mine = seen(by, finding)
    note_reading(by, mine.purpose, [finding])
    orders = list(found.orders.order_by("-id").values("number", "state", "opened_at", "closed_at"))
    scenario = scenario_named(found.scenario)
    return {
        **shown,
        "finding": found.pk,
        "title": rule_title(found.scenario, found.rule),
        "scenario_title": scenario_title(found.scenario),
        "harm": scenario.harm if scenario else "",
        "region_name": region_name(shown["region"])
        if mine.shows("region") and shown["region"]
        else shown["region"],
        "purpose": mine.purpose,
        "state": found.state,
        "conclusion": found.conclusion,
        "recovered": found.recovered,
        "decided_at": found.decided_at,
        "first_seen": found.first_seen,
        "as_of": found.as_of if mine.shows("as_of") else None,
        "gone": found.gone,
        "merged_into": found.merged_into_id,
        "merged": list(found.merged.values_list("id", flat=True)),
        "department": found.department.name if found.department else None,
        "assignee": found.assignee.name if found.assignee else None,
        "orders": orders,
        "others": _others(mine, found),
        "decisions": _decisions(found),
        "questions": questions_out(by, Question.objects.filter(finding=found).order_by("id")),
        "contests": _contests(found),
        "may": _may(by, found, orders),
    }


def questions_out(by: Access, questions: QuerySet[Question]) -> list[Detail]:
    """Questions as whoever sees them is shown them."""
    columns = ("text", "asked_at", "answer", "answered_at")
    rows = questions.values(
        *columns,
        "department_id",
        question=F("pk"),
        on=F("finding_id"),
        scenario=F("finding__scenario"),
        rule=F("finding__rule"),
        of=F("department__name"),
        asked=F("asked_by__name"),
        answered=F("answered_by__name"),
    )
    return [
        {
            **{name: row[name] for name in (*columns, "question")},
            "finding": row["on"],
            "title": rule_title(row["scenario"], row["rule"]),
            "department": row["of"],
            "asked_by": row["asked"],
            "answered_by": row["answered"],
            "may_answer": row["answered_at"] is None and may_answer(by, row["department_id"]),
        }
        for row in rows
    ]


def _others(mine: Sight, found: Finding) -> list[Detail]:
    """Other findings about the subject in the same copy, where the subject itself is not masked."""
    if not mine.shows("subject"):
        return []
    copied = FindingText.objects.filter(copy=mine.copy, finding=OuterRef("pk"))
    others = Finding.objects.filter(mine.within, Exists(copied), subject=found.subject).exclude(pk=found.pk)
    columns = ("id", "scenario", "rule", "state", "conclusion", "first_seen", "gone")
    return [
        {**row, "title": rule_title(row["scenario"], row["rule"])}
        for row in others.order_by("-first_seen", "id").values(*columns)[:MOST]
    ]


def _decisions(found: Finding) -> list[Detail]:
    columns = ("id", "kind", "at", "reason", "words", "conclusion", "recovered", "order", "undone_at")
    rows = Decision.objects.filter(finding=found).order_by("id")
    return [
        {**row, "decided_by": row.pop("name"), "into": row.pop("into_id")}
        for row in rows.values(*columns, "into_id", name=F("decided_by__name"))
    ]


def _contests(found: Finding) -> list[Detail]:
    columns = ("text", "heard_at", "outcome", "answer", "answered_at")
    rows = Contest.objects.filter(finding=found).order_by("id")
    named = {"contest": F("pk"), "heard": F("heard_by__name"), "answered": F("answered_by__name")}
    return [
        {**row, "heard_by": row.pop("heard"), "answered_by": row.pop("answered")}
        for row in rows.values(*columns, **named)
    ]


def _may(by: Access, found: Finding, orders: Sequence[Mapping[str, Any]]) -> list[str]:
    """What ``by`` may do with it now: kinds of decisions, and ask, contest, order."""
    can: list[str] = []
    under_way = any(order["closed_at"] is None for order in orders)
    if _triages(by, found):
        decided_here = [kind for kind in Kind if kind != Kind.CONCLUDE and found.state in FROM[kind]]
        can += [kind.value for kind in decided_here if not (under_way and kind in ENDS_WITH_ORDER)]
        can += ["ask", "contest"]
    if by.may("orders.open") and not under_way and found.state in FROM[Kind.ASSIGN]:
        can.append("order")
    return can


def _triages(by: Access, found: Finding) -> bool:
    if by.where("findings.triage") == by.where("findings.read"):
        return True
    there = sights(by, "findings.triage")
    copied = FindingText.objects.filter(finding=found, copy__in=[each.copy for each in there])
    return copied.exists() and any(
        Finding.objects.filter(each.within, pk=found.pk, texts__copy=each.copy).exists() for each in there
    )
