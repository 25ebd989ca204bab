"""Asking a department about a finding, and hearing the person it concerns."""

from uuid import uuid4

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import now
from shuzhi.ops.errors import conflict, invalid, missing
from shuzhi.ops.findings import telling
from shuzhi.ops.findings.actions.moving import Kind, State, Told, move
from shuzhi.ops.findings.models import Contest, Finding, Question
from shuzhi.ops.findings.sight import seen
from shuzhi.ops.people.access import Access, not_allowed
from shuzhi.ops.people.models import Department
from shuzhi.ops.wording import said


@transaction.atomic
def ask(*, by: Access, finding: str, department: int, text: str) -> Question:
    """Ask any department of the city about a finding, which is being checked from then on."""
    found, _, _ = seen(by, finding, "findings.triage")
    asked = Department.objects.filter(pk=department, is_active=True).first()
    if asked is None:
        raise invalid(
            Text("没有这个部门", "there is no such department"),
            "department",
            Text("从部门列表中选择", "choose one of the list"),
        )
    question = Question.objects.create(
        finding=found, department=asked, text=said(text, "text"), asked_by=by.user, asked_at=now()
    )
    _note(by, found, "ask", question=question.pk, department=asked.name)
    if found.state == State.NEW:
        move(found, Kind.CHECK, {"state": State.CHECKING}, by=by, told=Told(batch=uuid4()))
    telling.asked(question)
    return question


@transaction.atomic
def answer_question(*, by: Access, question: int, text: str) -> Question:
    """The department's answer, once, by somebody who handles orders or reads findings in it."""
    asked = Question.objects.select_for_update().filter(pk=question).select_related("finding").first()
    if asked is None or asked.department_id not in by.departments:
        raise missing(Text("没有这个征询", "there is no such question"), f"question:{question}")
    if not may_answer(by, asked.department_id):
        raise not_allowed("orders.handle")
    if asked.answered_at is not None:
        raise conflict(Text("已经答复过了", "it was answered already"), f"question:{question}")
    asked.answer, asked.answered_by, asked.answered_at = said(text, "text"), by.user, now()
    asked.save()
    _note(by, asked.finding, "answer", question=asked.pk)
    telling.answered(asked)
    return asked


def may_answer(by: Access, department: int) -> bool:
    places = (*by.where("orders.handle"), *by.where("findings.read"))
    return department in {place.department for place in places}


@transaction.atomic
def contest(*, by: Access, finding: str, text: str) -> Contest:
    """Write down what the person concerned says against a finding. One at a time; it waits for an answer."""
    found, _, _ = seen(by, finding, "findings.triage")
    if Contest.objects.filter(finding=found, outcome="").exists():
        raise conflict(
            Text("上一次申辩还没有答复", "what was said before is not answered yet"),
            f"finding:{finding}",
            Text("先答复上一次申辩", "answer that first"),
        )
    heard = Contest.objects.create(finding=found, text=said(text, "text"), heard_by=by.user, heard_at=now())
    _note(by, found, "contest", contest=heard.pk)
    return heard


@transaction.atomic
def answer_contest(*, by: Access, contest: int, outcome: Contest.Outcome, text: str) -> Contest:
    """What comes of it. A correction reopens the finding's conclusion, where it has one."""
    heard = Contest.objects.select_for_update().filter(pk=contest).first()
    if heard is None:
        raise missing(Text("没有这个申辩", "there is no such contest"), f"contest:{contest}")
    finding, _, _ = seen(by, heard.finding_id, "findings.triage")
    if heard.outcome:
        raise conflict(Text("已经答复过了", "it was answered already"), f"contest:{contest}")
    heard.outcome, heard.answer = outcome, said(text, "text")
    heard.answered_by, heard.answered_at = by.user, now()
    heard.save()
    _note(by, finding, "answer_contest", contest=heard.pk, outcome=str(outcome.value))
    return heard


def _note(by: Access, finding: Finding, action: str, **about: object) -> None:
    record(by=by.login, action=f"findings.{action}", object=f"finding:{finding.pk}", about=about)
