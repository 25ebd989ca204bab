"""Word that the lake has a new run, over one open answer (server-sent events): screens then ask again."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from time import monotonic

from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from shuzhi.ops.errors import problems_out
from shuzhi.ops.lake import Run, lake, last_run
from shuzhi.ops.notices.stream import not_signed_in, still_signed_in
from shuzhi.ops.people.models import User

EVERY = 3
"""Seconds between two looks at the lake, however many screens are open."""
HEARTBEAT = 15
_LOOK = threading.Lock()
_SEEN: list[tuple[float, Run | None]] = []
"""When the lake was last looked at, and its newest run."""


async def stream(request: HttpRequest) -> HttpResponseBase:
    """``run`` events with the newest run's name and the day it finished: one at once, then one after each run."""
    user = await request.auser()
    if not isinstance(user, User) or not user.is_active or user.must_change_password:
        return JsonResponse(problems_out([not_signed_in()]), status=401)
    answer = StreamingHttpResponse(
        _events(user, request.session.session_key or ""), content_type="text/event-stream"
    )
    answer["Cache-Control"] = "no-cache"
    # A proxy that collects answers would keep every word to itself.
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _events(user: User, session: str) -> AsyncIterator[str]:
    told, silent = "", 0
    yield "retry: 3000\n\n"
    while True:
        run = await asyncio.to_thread(_newest)
        if run is not None and run.name != told:
            told, silent = run.name, 0
            word = json.dumps({"run": run.name, "finished": run.finished.isoformat()})
            yield f"event: run\ndata: {word}\n\n"
        elif silent >= HEARTBEAT:
            if not await still_signed_in(user, session):
                return
            silent = 0
            yield ": \n\n"
        await asyncio.sleep(EVERY)
        silent += EVERY


def _newest() -> Run | None:
    """The newest finished run; asked of the lake once in a while for all."""
    with _LOOK:
        if not _SEEN or monotonic() - _SEEN[0][0] >= EVERY:
            held = lake()
            _SEEN[:] = [(monotonic(), last_run(held) if held is not None else None)]
        return _SEEN[0][1]
