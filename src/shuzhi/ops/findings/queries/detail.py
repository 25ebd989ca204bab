"""One finding: what it says, what was decided, asked and said against it, and what else there is about its subject."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

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
    found, text, mine = seen(by, finding)
    note_reading(by, mine.purpose, [finding])
    shown = text.shown
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
        "questions": [question_out(by, each) for each in _questions(found)],
        "contests": _contests(found),
        "may": _may(by, found, orders),
    }


def question_out(by: Access, question: Question) -> Detail:
    """A question as whoever sees it is shown it."""
    open_ = question.answered_at is None
    return {
        "question": question.pk,
        "finding": question.finding_id,
        "title": rule_title(question.finding.scenario, question.finding.rule),
        "department": question.department.name,
        "text": question.text,
        "asked_by": question.asked_by.name,
        "asked_at": question.asked_at,
        "answer": question.answer,
        "answered_by": question.answered_by.name if question.answered_by else None,
        "answered_at": question.answered_at,
        "may_answer": open_ and may_answer(by, question.department_id),
    }


def _questions(found: Finding) -> list[Question]:
    asked = Question.objects.filter(finding=found).order_by("id")
    return list(asked.select_related("finding", "department", "asked_by", "answered_by"))


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
    made = Decision.objects.filter(finding=found).order_by("id")
    columns = ("id", "kind", "at", "reason", "words", "conclusion", "recovered", "order", "undone_at")
    rows = made.values(*columns, "decided_by__name", "into_id", "finding__department__name")
    return [
        {**row, "decided_by": row.pop("decided_by__name"), "into": row.pop("into_id"), "kind": row["kind"]}
        for row in map(dict, rows)
    ]


def _contests(found: Finding) -> list[Detail]:
    heard = Contest.objects.filter(finding=found).select_related("heard_by", "answered_by").order_by("id")
    return [
        {
            "contest": each.pk,
            "text": each.text,
            "heard_by": each.heard_by.name,
            "heard_at": each.heard_at,
            "outcome": each.outcome,
            "answer": each.answer,
            "answered_by": each.answered_by.name if each.answered_by else None,
            "answered_at": each.answered_at,
        }
        for each in heard
    ]


def _may(by: Access, found: Finding, orders: Sequence[Mapping[str, Any]]) -> list[str]:
    """What ``by`` may do with it now: kinds of decisions, and ask, contest, order."""
    can: list[str] = []
    under_way = any(order["closed_at"] is None for order in orders)
    if any(
        Finding.objects.filter(each.within, pk=found.pk).exists() for each in sights(by, "findings.triage")
    ):
        decided_here = [kind for kind in Kind if kind != Kind.CONCLUDE and found.state in FROM[kind]]
        can += [kind.value for kind in decided_here if not (under_way and kind in ENDS_WITH_ORDER)]
        can += ["ask", "contest"]
    if by.may("orders.open") and not under_way and found.state in FROM[Kind.ASSIGN]:
        can.append("order")
    return can
