"""Reported errors over the API."""

from typing import Annotated

from ninja import Query, Router, Status

from shuzhi.ops.city import city
from shuzhi.ops.corrections import actions, queries
from shuzhi.ops.corrections import schemas as s
from shuzhi.ops.paging import Page
from shuzhi.ops.people.auth import Call

router = Router(tags=["corrections"])
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("", response=Page[s.CorrectionOut])
def corrections(
    request: Call, which: queries.Which = "to_answer", after: str | None = None, limit: Limit = 20
) -> object:
    """Errors that users of shared data reported."""
    return queries.corrections(request.auth, which, after=after, limit=limit)


@router.get("/deadline", response=s.DeadlineOut)
def correction_deadline(request: Call) -> object:  # noqa: ARG001
    """How long departments have to answer, and by what rule, as the city's files say it."""
    return vars(city().corrections)


@router.get("/{correction}/row", response=s.CorrectionRow)
def corrected_row(request: Call, correction: int) -> object:
    """The row that a report is about, as one's own grants give it."""
    return queries.row(request.auth, correction)


@router.post("", response={204: None})
def report_error(request: Call, said: s.CorrectionIn) -> object:
    """Report an error on a row that one is given."""
    actions.report(by=request.auth, **said.dict())
    return Status(204, None)


@router.post("/{correction}/answer", response={204: None})
def answer_correction(request: Call, correction: int, said: s.CorrectionAnswerIn) -> object:
    """The owner's answer."""
    actions.answer(by=request.auth, correction=correction, mended=said.mended, text=said.text)
    return Status(204, None)


@router.post("/{correction}/dispute", response={204: None})
def dispute_correction(request: Call, correction: int, said: s.DisputeIn) -> object:
    """Whoever reported it does not agree with the answer."""
    actions.dispute(by=request.auth, correction=correction, text=said.text)
    return Status(204, None)


@router.post("/{correction}/rule", response={204: None})
def rule_on_correction(request: Call, correction: int, said: s.RulingIn) -> object:
    """What comes of a dispute."""
    actions.rule(by=request.auth, correction=correction, overturned=said.overturned, text=said.text)
    return Status(204, None)
