"""Answering about a pair, and taking an answer back: each one function, by somebody, atomic, audited."""

from django.db import IntegrityError, transaction

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import now
from shuzhi.ops.entities.kinds import kind_named
from shuzhi.ops.entities.models import Answer
from shuzhi.ops.entities.reviewing import waits
from shuzhi.ops.errors import conflict, invalid, missing
from shuzhi.ops.people.access import Access
from shuzhi.ops.wording import said as words

_ANSWERED = Text("这一对已经有人判断过", "somebody has judged this pair")


@transaction.atomic
def answer(*, by: Access, kind: str, pair: tuple[str, str], said: str, note: str, purpose: str) -> Answer:
    """Say whether two records are one. It holds from the next run on. Raises Refused, Missing, Conflict."""
    by.require("entities.judge")
    of = kind_named(kind)
    if said not in Answer.Said.values:
        raise invalid(
            Text("没有这种判断", "there is no such answer"), "answer",
            Text("选同一个、不是同一个或说不准", "choose same, different or unsure"),
        )  # fmt: skip
    if not waits(by, of, purpose, pair):
        raise missing(Text("没有这一对待判断的记录", "no such pair waits to be judged"), "-".join(pair))
    try:
        with transaction.atomic():
            made = Answer.objects.create(
                kind=kind, l=pair[0], r=pair[1], answer=said, note=words(note, "note", needed=False, most=500),
                purpose=purpose, by=by.user, at=now(),
            )  # fmt: skip
    except IntegrityError:
        raise conflict(_ANSWERED, "-".join(pair)) from None
    _note(made, by, "answer", {"answer": said, "purpose": purpose})
    return made


@transaction.atomic
def undo(*, by: Access, answer: int) -> Answer:
    """Take an answer back: from the next run on it is as if it had never been given."""
    by.require("entities.judge")
    found = Answer.objects.select_for_update().filter(pk=answer).first()
    if found is None:
        raise missing(Text("没有这个判断", "there is no such answer"), f"answer:{answer}")
    if found.undone_at is not None:
        raise conflict(Text("已经撤回", "it was taken back"), f"answer:{answer}")
    found.undone_at, found.undone_by = now(), by.user
    found.save()
    _note(found, by, "undo", {"answer": found.answer})
    return found


def _note(of: Answer, by: Access, action: str, about: dict[str, object]) -> None:
    told = {"kind": of.kind, "l": of.l, "r": of.r, **about}
    record(by=by.login, action=f"entities.{action}", object=f"answer:{of.pk}", about=told)
