"""Notices as they come, over one open answer (server-sent events)."""

import asyncio
import json
from collections.abc import AsyncIterator

from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.ops.clock import now
from shuzhi.ops.errors import problems_out
from shuzhi.ops.notices.arrivals import waiting
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.people.models import Session, User

HEARTBEAT = 15
"""Seconds of silence after which the stream says that it lives, and asks whether its session does."""
_SOME = 100


async def stream(request: HttpRequest) -> HttpResponseBase:
    """Every notice after ``Last-Event-ID``, or from now on where none is told. Each has its number as event id.

    A browser that was away goes on where it was: what it missed is read from the database, not remembered here.
    """
    user = await request.auser()
    if not isinstance(user, User) or not user.is_active or user.must_change_password:
        return JsonResponse(problems_out([not_signed_in()]), status=401)
    told = request.headers.get("Last-Event-ID", "")
    last = int(told) if told.isdecimal() else await _newest(user)
    answer = StreamingHttpResponse(
        _events(user, request.session.session_key or "", last), content_type="text/event-stream"
    )
    answer["Cache-Control"] = "no-cache"
    # A proxy that collects answers would keep every notice to itself.
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _events(user: User, session: str, last: int) -> AsyncIterator[str]:
    with waiting(user.pk) as arrived:
        yield f"retry: 3000\nid: {last}\nevent: ready\ndata: {{}}\n\n"
        while True:
            # Cleared before reading: what arrives while we read wakes us again.
            arrived.clear()
            new = Notice.objects.filter(user=user, id__gt=last).order_by("id")[:_SOME]
            some = [notice async for notice in new]
            for notice in some:
                last = notice.pk
                yield f"id: {last}\nevent: notice\ndata: {_data(notice)}\n\n"
            if len(some) == _SOME:
                continue
            try:
                await asyncio.wait_for(arrived.wait(), HEARTBEAT)
            except TimeoutError:
                if not await still_signed_in(user, session):
                    return
                yield ": \n\n"


def _data(notice: Notice) -> str:
    told = {
        "id": notice.pk,
        "kind": notice.kind,
        "text": notice.text,
        "link": notice.link,
        "at": notice.at.isoformat(),
    }
    return json.dumps(told, ensure_ascii=False)


async def _newest(user: User) -> int:
    newest = await Notice.objects.filter(user=user).order_by("-id").values_list("id", flat=True).afirst()
    return newest or 0


async def still_signed_in(user: User, session: str) -> bool:
    held = Session.objects.filter(session_key=session, user=user, expire_date__gt=now(), user__is_active=True)
    return await held.aexists()


def not_signed_in() -> Problem:
    return Problem(
        what=Text("尚未登录，或登录已过期", "not signed in, or the session has ended"),
        where="notices",
        todo=Text("请登录", "sign in"),
    )
