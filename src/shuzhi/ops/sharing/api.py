"""Requests for sharing over the API."""

from typing import Annotated

from ninja import Query, Router, Status

from shuzhi.ops.paging import Page
from shuzhi.ops.people.auth import Call
from shuzhi.ops.sharing import actions, queries
from shuzhi.ops.sharing import schemas as s

router = Router(tags=["sharing"])
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("", response=Page[s.SharingRequestOut])
def sharing_requests(
    request: Call, which: queries.Which = "to_answer", after: str | None = None, limit: Limit = 20
) -> object:
    """Requests of departments for tables of others."""
    return queries.requests(request.auth, which, after=after, limit=limit)


@router.get("/waiting", response=s.SharingWaitingOut)
def sharing_waiting(request: Call) -> object:
    """How many wait for one's answer or exception."""
    return {"waiting": queries.waiting(request.auth)}


@router.get("/tables/{table}", response=s.SharingFormOut | None)
def sharing_form(request: Call, table: str) -> object:
    """What one may ask for of the table; nothing where there is nothing to ask for."""
    return queries.asking(request.auth, table)


@router.post("", response={204: None})
def ask_for_sharing(request: Call, said: s.SharingIn) -> object:
    """Ask for a table for one's department."""
    actions.ask(by=request.auth, **said.dict())
    return Status(204, None)


@router.post("/{number}/answer", response={204: None})
def answer_sharing(request: Call, number: int, said: s.SharingAnswerIn) -> object:
    """The table's department grants it or refuses."""
    actions.decide(by=request.auth, request=number, grant=said.grant, mask=said.mask, text=said.text)
    return Status(204, None)


@router.post("/{number}/exception", response={204: None})
def except_sharing(request: Call, number: int, said: s.SharingLiftIn) -> object:
    """Somebody above excepts the request from give-to-get."""
    actions.lift(by=request.auth, request=number, text=said.text)
    return Status(204, None)
