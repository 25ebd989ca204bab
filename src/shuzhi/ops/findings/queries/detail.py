"""One finding: what it says, what was decided, asked and said against it, and what else there is about its subject."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from shuzhi.ops.findings.actions.asking import may_answer
from shuzhi.ops.findings.actions.moving import ENDS_WITH_ORDER, FROM, Kind
from shuzhi.ops.findings.models import Contest, Decision, Finding, FindingText, Question
from shuzhi.ops.findings.reading import note_reading
from shuzhi.ops.findings.rules import rule_title, scenario_named, scenario_title
from shuzhi.ops.findings.sight import Reach, Sight, seen, sights, within
from shuzhi.ops.people.access import Access
from shuzhi.ops.prepared import prepared
from shuzhi.ops.regions import region_name

Detail = dict[str, Any]
MOST = 50


def detail(by: Access, finding: str) -> Detail:
    """The finding as ``by`` may read it; read means recorded. Raises Refused, Missing."""
    found, shown, mine = seen(by, finding)
    note_reading(by, mine.purpose, [finding])
    orders = [dict(zip(_ORDER, row, strict=True)) for row in _orders(finding=found.pk)]
    held = _holders.first(finding=found.pk) if found.department_id or found.assignee_id else None
    scenario = scenario_named(found.scenario)
    return {
        **shown,
        "reason": mine.reason(shown),
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
        "merged": [one for (one,) in _merged(finding=found.pk)],
        "department": held and held[0],
        "assignee": held and held[1],
        "orders": orders,
        "others": _others(mine, found),
        "decisions": _decisions(found),
        "questions": [question_out(by, row) for row in _questions.told(finding=found.pk)],
        "contests": _contests(found),
        "may": _may(by, found, orders),
    }


def question_columns(questions: QuerySet[Question]) -> QuerySet[Question, Any]:
    """What ``question_out`` takes of each."""
    return questions.values(
        "text",
        "asked_at",
        "answer",
        "answered_at",
        "department_id",
        question=F("pk"),
        on=F("finding_id"),
        scenario=F("finding__scenario"),
        rule=F("finding__rule"),
        of=F("department__name"),
        asked=F("asked_by__name"),
        answered=F("answered_by__name"),
    )


def question_out(by: Access, row: Mapping[str, Any]) -> Detail:
    """A question as whoever sees it is shown it."""
    return {
        **{name: row[name] for name in ("text", "asked_at", "answer", "answered_at", "question")},
        "finding": row["on"],
        "title": rule_title(row["scenario"], row["rule"]),
        "department": row["of"],
        "asked_by": row["asked"],
        "answered_by": row["answered"],
        "may_answer": row["answered_at"] is None and may_answer(by, row["department_id"]),
    }


_ORDER = ("number", "state", "opened_at", "closed_at")


@prepared
def _orders(*, finding: str) -> QuerySet[Finding, Any]:
    found = Finding.objects.filter(pk=finding, orders__isnull=False).order_by("-orders__id")
    return found.values_list(*(f"orders__{column}" for column in _ORDER))


@prepared
def _holders(*, finding: str) -> QuerySet[Finding, Any]:
    return Finding.objects.filter(pk=finding).values_list("department__name", "assignee__name")


@prepared
def _merged(*, finding: str) -> QuerySet[Finding, Any]:
    return Finding.objects.filter(merged_into=finding).order_by("id").values_list("id")


@prepared
def _questions(*, finding: str) -> QuerySet[Question, Any]:
    return question_columns(Question.objects.filter(finding=finding).order_by("id"))


@prepared
def _about(reach: Reach, *, me: int | None, copy: int, subject: str, finding: str) -> QuerySet[Finding, Any]:
    copied = FindingText.objects.filter(copy=copy, finding=OuterRef("pk"))
    others = Finding.objects.filter(within(reach, me), Exists(copied), subject=subject).exclude(pk=finding)
    columns = ("id", "scenario", "rule", "state", "conclusion", "first_seen", "gone")
    told: QuerySet[Finding, Any] = others.order_by("-first_seen", "id").values(*columns)[:MOST]
    return told


@prepared
def _decided(*, finding: str) -> QuerySet[Decision, Any]:
    columns = ("id", "kind", "at", "reason", "words", "conclusion", "recovered", "order", "undone_at")
    rows = Decision.objects.filter(finding=finding).order_by("id")
    told: QuerySet[Decision, Any] = rows.values(*columns, "into_id", name=F("decided_by__name"))
    return told


@prepared
def _contested(*, finding: str) -> QuerySet[Contest, Any]:
    rows = Contest.objects.filter(finding=finding).order_by("id")
    named = {"contest": F("pk"), "heard": F("heard_by__name"), "answered": F("answered_by__name")}
    return rows.values("text", "heard_at", "outcome", "answer", "answered_at", **named)


def _others(mine: Sight, found: Finding) -> list[Detail]:
    """Other findings about the subject in the same copy, where the subject itself is not masked."""
    if not mine.shows("subject"):
        return []
    others = _about.told(mine.reach, me=mine.me, copy=mine.copy.pk, subject=found.subject, finding=found.pk)
    return [{**row, "title": rule_title(row["scenario"], row["rule"])} for row in others]


def _decisions(found: Finding) -> list[Detail]:
    rows = _decided.told(finding=found.pk)
    return [{**row, "decided_by": row.pop("name"), "into": row.pop("into_id")} for row in rows]


def _contests(found: Finding) -> list[Detail]:
    rows = _contested.told(finding=found.pk)
    return [{**row, "heard_by": row.pop("heard"), "answered_by": row.pop("answered")} for row in rows]


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
