"""The desk over the API: suggestions while a clerk types, lists, one request, every change of it."""

from typing import Annotated

from django.db import transaction
from ninja import Header, Query, Router, Status

from shuzhi.ops.desk import actions, drafting, queries, suggestions
from shuzhi.ops.desk import schemas as s
from shuzhi.ops.desk.contacts import Caller
from shuzhi.ops.desk.models import Request
from shuzhi.ops.desk.quality import judge
from shuzhi.ops.orders.once import Answer, once
from shuzhi.ops.paging import Page
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.auth import Call

router = Router(tags=["desk"])

Key = Annotated[str | None, Header(alias="Idempotency-Key")]
"""A key of the sender's own making: what comes again under it is not done again, and answered the same."""


@router.get("/choices", response=s.DeskChoices)
def choices(request: Call) -> object:
    """What a clerk chooses from, and whether suggestions are there."""
    return queries.choices(request.auth)


@router.get("/counts", response=s.DeskCounts)
def counts(request: Call) -> object:
    """What waits at one's desks, for the badges."""
    return queries.counts(request.auth)


@router.post("/suggest", response=s.SuggestionsOut)
def suggest(request: Call, typed: s.TypedIn) -> object:
    """Category, department, place, similar open requests of a request as far as it is written."""
    itself = (
        Request.objects.filter(number=typed.number).values_list("id", flat=True).first()
        if typed.number
        else None
    )
    told = suggestions.suggest(by=request.auth, title=typed.title, body=typed.body, itself=itself)
    return {
        **vars(told),
        "categories": [{"label": label, "chance": chance} for label, chance in told.categories],
        "departments": [vars(each) for each in told.departments],
        "similar": [_alike(each) for each in told.similar],
    }


@router.post("/callers", response=list[s.RequestRow])
def callers(request: Call, said: s.CallerIn) -> object:
    """What came before from this telephone."""
    return queries.of_caller(request.auth, said.phone)


@router.get("/requests", response=Page[s.RequestRow])
def requests(request: Call, asked: Annotated[s.RequestsAsked, Query()]) -> object:
    """The requests of one's desks, newest first."""
    what = queries.Asked(**asked.dict(exclude={"q", "after", "limit"}), words=asked.q)
    return queries.requests(request.auth, what, after=asked.after, limit=asked.limit)


@router.post("/requests", response=s.RequestMoved)
def take(request: Call, said: s.TakeIn, key: Key = None) -> object:
    """A new request, and what is done with it at once. Under a key exactly once, however often it is sent."""
    return once(
        by=request.auth, key=key, asked=["take", said.dict()], act=lambda: _moved(_take(request.auth, said))
    )


@router.get("/requests/{number}", response=s.RequestOut)
def one(request: Call, number: str) -> object:
    """One request, by its number or by its order's."""
    return queries.detail(request.auth, number)


@router.put("/requests/{number}", response=s.RequestMoved)
def correct(request: Call, number: str, said: s.CorrectIn) -> object:
    told = _said(said)
    return _moved(actions.correct(by=request.auth, number=number, version=said.version, request=told))


@router.post("/requests/{number}/merge", response=s.RequestMoved)
def merge(request: Call, number: str, said: s.RequestMergeIn) -> object:
    return _moved(actions.merge(by=request.auth, number=number, **said.dict()))


@router.post("/requests/{number}/unmerge", response=s.RequestMoved)
def unmerge(request: Call, number: str) -> object:
    return _moved(actions.unmerge(by=request.auth, number=number))


@router.post("/requests/{number}/order", response=s.RequestMoved)
def open_order(request: Call, number: str, said: s.RequestOrderIn, key: Key = None) -> object:
    """Open its order. Under a key exactly once."""

    def act() -> Answer:
        return _moved(actions.open_order(by=request.auth, number=number, to=said.to))

    return once(by=request.auth, key=key, asked=["order", number, said.dict()], act=act)


@router.post("/requests/{number}/contact", response=s.ContactIn)
def contact(request: Call, number: str, said: s.ContactPurpose) -> object:
    """The caller's contact in clear, for a purpose that goes into the audit chain."""
    return vars(actions.read_contact(by=request.auth, number=number, purpose=said.purpose))


@router.post("/requests/{number}/draft", response=s.DraftOut)
def draft(request: Call, number: str) -> object:
    """A reply drafted from replies to similar messages, as far as one may read them."""
    return vars(drafting.draft(by=request.auth, number=number))


@router.post("/requests/{number}/quality", response=s.QualityOut)
def quality(request: Call, number: str, said: s.TextIn) -> object:
    """How good a reply reads, while it is written."""
    told = queries.to_judge(request.auth, number)
    return judge(**told, reply=said.text)


@router.put("/requests/{number}/reply", response={204: None})
def save_draft(request: Call, number: str, said: s.TextIn) -> object:
    actions.save_draft(by=request.auth, number=number, text=said.text)
    return Status(204, None)


@router.post("/requests/{number}/reply", response=s.RequestMoved)
def send_reply(request: Call, number: str, said: s.SendIn, key: Key = None) -> object:
    """Answer the caller. Under a key exactly once."""

    def act() -> Answer:
        return _moved(actions.send_reply(by=request.auth, number=number, **said.dict()))

    return once(by=request.auth, key=key, asked=["reply", number, said.dict()], act=act)


@router.post("/requests/{number}/rate", response=s.RequestMoved)
def rate(request: Call, number: str, said: s.RequestRateIn) -> object:
    return _moved(actions.rate(by=request.auth, number=number, **said.dict()))


@router.post("/tellings/{telling}", response={204: None})
def tell(request: Call, telling: int) -> object:
    """The caller has been told."""
    actions.tell(by=request.auth, telling=telling)
    return Status(204, None)


@transaction.atomic
def _take(by: Access, said: s.TakeIn) -> Request:
    made = actions.take(by=by, request=_said(said), department=said.department)
    if said.then == "merge":
        return actions.merge(by=by, number=made.number, into=said.into, told=said.told)
    return actions.open_order(by=by, number=made.number, to=said.to) if said.then == "order" else made


def _said(said: s.RequestIn) -> actions.Said:
    told = said.dict(include=set(s.RequestIn.model_fields))
    return actions.Said(**{**told, "contact": Caller(**said.contact.dict()) if said.contact else None})


def _moved(request: Request) -> Answer:
    return {
        "number": request.number,
        "version": request.version,
        "state": str(request.state),
        "order": request.order.number if request.order else None,
        "into": request.merged_into.number if request.merged_into else None,
    }


def _alike(each: suggestions.Alike) -> Answer:
    request = each.request
    return {
        **{
            name: getattr(request, name)
            for name in ("number", "title", "received_at", "channel", "place", "state")
        },
        "order": request.order.number if request.order else None,
        "likeness": each.likeness,
        "retold": each.retold,
        "places": each.places,
        "phrases": each.phrases,
    }
