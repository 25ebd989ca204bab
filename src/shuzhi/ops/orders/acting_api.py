"""Changing an order over the API: one address an action, thin over ``actions``."""

import hashlib
from typing import Annotated

from ninja import File, Form, Header, Router, UploadedFile

from shuzhi.ops.orders import actions
from shuzhi.ops.orders import schemas as s
from shuzhi.ops.orders.files import MOST_BYTES
from shuzhi.ops.orders.models import Order
from shuzhi.ops.orders.once import Answer, once
from shuzhi.ops.people.auth import Call

router = Router(tags=["orders"])

Key = Annotated[str | None, Header(alias="Idempotency-Key")]
"""A key of the sender's own making: what comes again under it is not done again, and answered the same."""


@router.post("/{number}/claim", response=s.Moved)
def claim(request: Call, number: str, said: s.Versioned) -> object:
    return _moved(actions.claim(by=request.auth, order=number, version=said.version))


@router.post("/{number}/hand_over", response=s.Moved)
def hand_over(request: Call, number: str, said: s.HandOverIn) -> object:
    return _moved(actions.hand_over(by=request.auth, order=number, **said.dict()))


@router.post("/{number}/complete", response=s.Moved)
def complete(request: Call, number: str, said: s.CompleteIn, key: Key = None) -> object:
    """The task is done. Under a key exactly once, however often it is sent."""

    def act() -> Answer:
        return _moved(actions.complete(by=request.auth, order=number, **said.dict()))

    return once(by=request.auth, key=key, asked=["complete", number, said.dict()], act=act)


@router.post("/{number}/ask_extension", response=s.Moved)
def ask_extension(request: Call, number: str, said: s.ExtensionIn) -> object:
    return _moved(actions.ask_extension(by=request.auth, order=number, **said.dict()))


@router.post("/{number}/decide_extension", response=s.Moved)
def decide_extension(request: Call, number: str, said: s.DecideIn) -> object:
    return _moved(actions.decide_extension(by=request.auth, order=number, **said.dict()))


@router.post("/{number}/suspend", response=s.Moved)
def suspend(request: Call, number: str, said: s.SuspendIn) -> object:
    return _moved(actions.suspend(by=request.auth, order=number, **said.dict()))


@router.post("/{number}/resume", response=s.Moved)
def resume(request: Call, number: str, said: s.Versioned) -> object:
    return _moved(actions.resume(by=request.auth, order=number, version=said.version))


@router.post("/{number}/invite", response=s.Moved)
def invite(request: Call, number: str, said: s.InviteIn) -> object:
    return _moved(actions.invite(by=request.auth, order=number, **said.dict()))


@router.post("/{number}/withdraw", response=s.Moved)
def withdraw(request: Call, number: str, said: s.WithdrawIn) -> object:
    return _moved(actions.withdraw(by=request.auth, order=number, **said.dict()))


@router.post("/{number}/answer", response=s.Moved)
def answer(request: Call, number: str, said: s.AnswerIn, key: Key = None) -> object:
    """A joint department answers. Under a key exactly once."""

    def act() -> Answer:
        return _moved(actions.answer(by=request.auth, order=number, **said.dict()))

    return once(by=request.auth, key=key, asked=["answer", number, said.dict()], act=act)


@router.post("/{number}/supervise", response=s.Moved)
def supervise(request: Call, number: str, said: s.SuperviseIn) -> object:
    return _moved(actions.supervise(by=request.auth, order=number, **said.dict()))


@router.post("/{number}/cancel", response=s.Moved)
def cancel(request: Call, number: str, said: s.ReasonIn) -> object:
    return _moved(actions.cancel(by=request.auth, order=number, **said.dict()))


@router.post("/{number}/reopen", response=s.Moved)
def reopen(request: Call, number: str, said: s.ReopenIn) -> object:
    return _moved(actions.reopen(by=request.auth, order=number, **said.dict()))


@router.post("/{number}/feedback", response=s.Moved)
def feedback(request: Call, number: str, said: s.FeedbackIn, key: Key = None) -> object:
    """What the citizen said. Under a key exactly once."""

    def act() -> Answer:
        return _moved(actions.give_feedback(by=request.auth, order=number, **said.dict()))

    return once(by=request.auth, key=key, asked=["feedback", number, said.dict()], act=act)


@router.post("/{number}/link", response=s.Moved)
def link(request: Call, number: str, said: s.LinkIn) -> object:
    return _moved(actions.link(by=request.auth, order=number, repeats=said.repeats))


@router.post("/{number}/comments", response=s.Created)
def comment(request: Call, number: str, said: s.CommentIn) -> object:
    return {"id": actions.comment(by=request.auth, order=number, text=said.text).pk}


@router.post("/{number}/attachments", response=s.Created)
def attach(
    request: Call,
    number: str,
    file: Annotated[UploadedFile, File()],
    field: Annotated[str, Form()] = "",
    key: Key = None,
) -> object:
    """A file of the order, for a field of the form or for none. Under a key exactly once."""
    # One byte more than may be kept tells a file that is too large; the rest of it is not read.
    content, name = file.read(MOST_BYTES + 1), file.name or ""

    def act() -> Answer:
        made = actions.attach(by=request.auth, order=number, name=name, content=content, field=field)
        return {"id": made.pk}

    told = hashlib.sha256(content).hexdigest()
    return once(by=request.auth, key=key, asked=["attach", number, name, field, told], act=act)


def _moved(order: Order) -> Answer:
    return {"number": order.number, "version": order.version, "state": order.state}
