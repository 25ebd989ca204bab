"""Answering the caller: a draft, and the reply that is sent after a look at its quality."""

import re

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.clock import now
from shuzhi.ops.desk.actions.keeping import keep, not_now, note, take_up
from shuzhi.ops.desk.drafting import sources_of, without_marks
from shuzhi.ops.desk.models import Reply, Request, Telling
from shuzhi.ops.desk.quality import judge
from shuzhi.ops.errors import invalid
from shuzhi.ops.people.access import Access
from shuzhi.ops.wording import said

_BLANK = re.compile(r"【(?:待填[^】]*|日期|地点|姓名|电话|住址|账号|邮箱|车牌|证件号|网络账号)】")
_LONGEST = 5_000
_OPEN = (Request.State.NEW, Request.State.ORDERED, Request.State.HANDLED)


@transaction.atomic
def save_draft(*, by: Access, number: str, text: str) -> Reply:
    """The draft of a request's reply, kept for whoever goes on with it."""
    held = _to_answer(by, number)
    quoted = sources_of(by, text)
    reply, _ = Reply.objects.update_or_create(
        request=held,
        state=Reply.State.DRAFT,
        defaults={
            "text": said(text, "text", most=_LONGEST),
            "sources": quoted,
            "written_by": by.user,
            "written_at": now(),
        },
    )
    note(by, held, "draft", sources=[source["id"] for source in quoted])
    return reply


@transaction.atomic
def send_reply(
    *,
    by: Access,
    number: str,
    version: int,
    text: str,
    reason: str = "",
    told: bool = False,
) -> Request:
    """The request is answered; its caller, and those of the requests merged into it, are to be told.

    The marks of quotations are taken out of what he is told, and kept beside it as its sources. A reply below the
    floor needs a ``reason``. ``told``: the caller has been told already, on the telephone.
    """
    held = _to_answer(by, number, version=version)
    words = said(without_marks(text), "text", most=_LONGEST)
    blank = _BLANK.search(words)
    if blank is not None:
        raise invalid(
            Text(f"还有没填的空：{blank.group()}", f"a blank is not filled in: {blank.group()}"),
            "text",
            Text("填好或删去再发", "fill it in or take it out"),
        )
    found = judge(title=held.title, body=held.body, received_at=held.received_at, reply=words)
    why = said(reason, "reason", needed=False, most=500)
    if found.score is None:
        why = why or "发出时质量检查未就绪"
    elif not found.passes and not why:
        raise invalid(
            Text(
                f"答复质量 {found.score:.2f}，低于 {found.floor}，发出须说明理由",
                f"the reply's quality is {found.score:.2f}, below {found.floor}: say why it is sent",
            ),
            "reason",
            Text("照提示修改，或填写理由", "mend it as the marks say, or give the reason"),
        )
    reply, _ = Reply.objects.update_or_create(
        request=held,
        state=Reply.State.DRAFT,
        defaults={
            "state": Reply.State.SENT,
            "text": words,
            "sources": sources_of(by, text),
            "written_by": by.user,
            "written_at": now(),
            "sent_by": by.user,
            "sent_at": now(),
            "score": found.score,
            "floor": found.floor,
            "marks": [
                {"name": mark.name, "value": mark.value, "reasons": mark.reasons} for mark in found.marks
            ],
            "reason": "" if found.passes else why,
        },
    )
    _to_be_told(by, held, reply, told=told)
    held.state, held.answered_at = Request.State.ANSWERED, now()
    held.answered_round = held.order.reopened if held.order else 0
    return keep(by, held, "send", score=found.score, below=not found.passes, reason=reply.reason)


def _to_answer(by: Access, number: str, *, version: int | None = None) -> Request:
    held = take_up(by, number, version=version)
    if held.state not in _OPEN:
        raise not_now(held, Text("这件诉求现在不能答复", "this request cannot be answered now"))
    return held


def _to_be_told(by: Access, held: Request, reply: Reply, *, told: bool) -> None:
    Telling.objects.create(
        request=held,
        about=Telling.About.REPLY,
        reply=reply,
        since=now(),
        told_by=by.user if told else None,
        told_at=now() if told else None,
    )
    Telling.objects.bulk_create(
        Telling(request=other, about=Telling.About.REPLY, reply=reply, since=now())
        for other in held.merged.all()
    )
