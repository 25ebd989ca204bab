"""Findings over the API: the inbox, one finding, its evidence; deciding, asking, hearing."""

from typing import Annotated

from django.http import FileResponse
from ninja import Query, Router, Status

from shuzhi.core.errors import ShuzhiError
from shuzhi.ops.clock import today
from shuzhi.ops.errors import problems_out
from shuzhi.ops.file_answer import file_answer
from shuzhi.ops.findings import actions, exporting, queries
from shuzhi.ops.findings import schemas as s
from shuzhi.ops.findings.actions import Done
from shuzhi.ops.findings.models import Contest
from shuzhi.ops.paging import Page
from shuzhi.ops.people.auth import Call

router = Router(tags=["findings"])
questions = Router(tags=["findings"])

Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("", response=Page[s.FindingRow])
def inbox(request: Call, asked: Annotated[s.FindingsAsked, Query()]) -> object:
    """The findings one sees in one copy, highest first."""
    what = asked.asked(request.auth.login)
    return queries.inbox(request.auth, what, after=asked.after, limit=asked.limit)


@router.get("/export")
def export_findings(request: Call, asked: Annotated[s.FindingsTaken, Query()]) -> FileResponse:
    """The same list as a file: only where the grant says that findings may be taken out."""
    made, _ = exporting.exported(
        request.auth, asked.asked(request.auth.login), asked.form, english=asked.english
    )
    called = "findings" if asked.english else "疑点"
    return file_answer(made, f"{called}-{today():%Y%m%d}", asked.form)


@router.get("/choices", response=s.ChoicesOut)
def choices(request: Call) -> object:
    """What to filter by, where to hand findings, why to dismiss them."""
    return queries.choices(request.auth)


@router.get("/colleagues", response=list[s.ColleagueOut])
def colleagues(request: Call, department: int) -> object:
    """Who may be given findings in a department."""
    return queries.colleagues(request.auth, department)


@router.post("/decisions", response=s.DoneOut)
def decide(request: Call, said: s.DecisionsIn) -> object:
    """The same decision about each of these findings; what it does not fit is told one by one."""
    return _done(actions.decide(by=request.auth, choice=said.choice(), findings=said.findings))


@router.post("/decisions/undo", response=s.DoneOut)
def undo(request: Call, said: s.UndoIn) -> object:
    """Take back one's own decisions of the last minute."""
    return _done(actions.undo(by=request.auth, batch=said.batch))


@router.get("/{finding}", response=s.FindingOut)
def finding(request: Call, finding: str) -> object:
    """One finding with all that was done about it."""
    return queries.detail(request.auth, finding)


@router.get("/{finding}/evidence", response=s.EvidenceOut)
def evidence(request: Call, finding: str, lines: bool = False) -> object:  # noqa: FBT001, FBT002
    """Its evidence, read from the lake now; ``lines`` also looks records up in the departments' files."""
    return queries.evidence(request.auth, finding, lines=lines)


@router.get("/{finding}/sheet", response=s.SheetOut)
def sheet(request: Call, finding: str) -> object:
    """What to print for the person it concerns."""
    return queries.sheet(request.auth, finding)


@router.post("/{finding}/questions", response={204: None})
def ask(request: Call, finding: str, said: s.AskIn) -> object:
    """Ask a department about it."""
    actions.ask(by=request.auth, finding=finding, department=said.department, text=said.text)
    return Status(204, None)


@router.post("/{finding}/contests", response={204: None})
def contest(request: Call, finding: str, said: s.FindingTextIn) -> object:
    """Write down what the person it concerns says against it."""
    actions.contest(by=request.auth, finding=finding, text=said.text)
    return Status(204, None)


@router.post("/contests/{contest}/answer", response={204: None})
def answer_contest(request: Call, contest: int, said: s.AnswerContestIn) -> object:
    """What comes of it."""
    outcome = Contest.Outcome(said.outcome)
    actions.answer_contest(by=request.auth, contest=contest, outcome=outcome, text=said.text)
    return Status(204, None)


@questions.get("", response=Page[s.QuestionOut])
def asked_questions(
    request: Call, which: queries.Which = "to_answer", after: str | None = None, limit: Limit = 20
) -> object:
    """What one's departments are asked, or what one asked."""
    return queries.questions(request.auth, which, after=after, limit=limit)


@questions.post("/{question}/answer", response={204: None})
def answer_question(request: Call, question: int, said: s.FindingTextIn) -> object:
    """The department's answer."""
    actions.answer_question(by=request.auth, question=question, text=said.text)
    return Status(204, None)


def _done(done: Done) -> dict[str, object]:
    return {
        "batch": done.batch,
        "done": done.done,
        "refused": [_refused(finding, error) for finding, error in done.refused.items()],
    }


def _refused(finding: str, error: ShuzhiError) -> dict[str, object]:
    return {"finding": finding, **problems_out(error.problems)}
