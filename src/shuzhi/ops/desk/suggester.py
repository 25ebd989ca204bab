"""What helps at the desk: learnt anew after each run of the lake, in a process of its own; held by this one.

Nothing is learnt before somebody at a desk asks: a city whose desk is elsewhere keeps no models in memory. It may be
missing (no lake yet, no scenario with a desk, still learning): then the desk works without it.
"""

import logging
import os
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Literal

from django.db import close_old_connections
from django.db.models import Q

from shuzhi.ops.city import city
from shuzhi.ops.clock import CHINA
from shuzhi.ops.desk import open_requests
from shuzhi.ops.desk.models import Reply, Request
from shuzhi.ops.lake import lake, last_run

if TYPE_CHECKING:
    from shuzhi.analyse.reply_draft import Answered
    from shuzhi.analyse.similar import Message
    from shuzhi.analyse.suggest import Suggester
    from shuzhi.run.suggest import Learnt

log = logging.getLogger(__name__)

Readiness = Literal["none", "waiting", "learning", "ready", "failed"]
"""``none``: no scenario of the city has a desk. ``waiting``: for the first run of the lake."""

OPEN = Q(state__in=(Request.State.NEW, Request.State.ORDERED))
"""Requests that another one can be merged into."""

_LAST_REPLIES = 20_000
"""Of the desk's own replies so many, the last ones, are learnt from."""

_TRY_AGAIN = 600.0
"""Seconds after which learning that failed is tried again."""

_LOOK_AGAIN = 60.0
"""Seconds between two looks at all open requests, whatever was told of changes."""


@dataclass
class Held:
    """What this process has of it.

    ``asked``: somebody at a desk wanted it. ``versions``: the open requests it knows, by id, as of which version.
    """

    readiness: Readiness = "waiting"
    asked: bool = False
    learnt: "Learnt | None" = None
    run: str = ""
    versions: dict[int, int] = field(default_factory=dict)
    looked: float = 0.0
    tried_again: float = 0.0
    learning: "Future[tuple[str, Learnt, dict[int, int]]] | None" = None


_held = Held()
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk suggester")
_changing = threading.Lock()


def readiness() -> Readiness:
    return _asked().readiness


def learnt() -> "Learnt | None":
    """What helps now, or None."""
    return _asked().learnt


def suggester() -> "Suggester | None":
    helps = learnt()
    return helps.suggester if helps is not None else None


def _asked() -> Held:
    """What is held, for somebody at a desk."""
    if not _held.asked:
        _held.asked = True
        learn_after_run()
    return _held


def learn_after_run() -> None:
    """Begin to learn when a run has finished since the last time, once anybody asked. Never waits for it."""
    with _changing:
        if _held.asked and _held.learning is None:
            _learn_if_due()


def keep_up() -> None:
    """Take over what has been learnt, and follow the open requests."""
    with _changing:
        if _held.learning is not None and _held.learning.done():
            _publish(_held.learning)
        if _held.learnt is not None:
            _follow()


def forget() -> None:
    """Nothing is known any more: for tests, and for a city whose scenarios were changed."""
    global _held  # noqa: PLW0603  there is one desk in a process
    with _changing:
        _held = Held()


def _learn_if_due() -> None:
    # Without the extra ``text`` everything else of the desk works.
    if find_spec("sklearn") is None:
        _held.readiness = "failed"
        return
    held = lake()
    if city().desk_scenario is None:
        _held.readiness = "none"
        return
    run = last_run(held) if held is not None else None
    if run is None or (run.name == _held.run and not _is_worth_another_try()):
        return
    _held.run = run.name
    if _held.learnt is None:
        _held.readiness = "learning"
    _held.learning = _thread.submit(_learn, city().folder, run.name)


def _is_worth_another_try() -> bool:
    """Whether the last try failed, long enough ago."""
    return _held.tried_again > 0 and monotonic() - _held.tried_again > _TRY_AGAIN


def _learn(folder: Path, run: str) -> "tuple[str, Learnt, dict[int, int]]":
    from shuzhi.run.suggest import learn_desk  # noqa: PLC0415

    versions = dict(Request.objects.filter(OPEN).values_list("id", "version"))
    messages, replies = _messages(versions), _answered_here()
    close_old_connections()
    # A process of its own: reading and learning take all of a core, and its memory is given back.
    with ProcessPoolExecutor(
        max_workers=1, mp_context=get_context("spawn"), initializer=os.nice, initargs=(10,)
    ) as own:
        return run, own.submit(learn_desk, folder, replies, messages).result(), versions


def _publish(learning: "Future[tuple[str, Learnt, dict[int, int]]]") -> None:
    _held.learning = None
    try:
        _held.run, _held.learnt, _held.versions = learning.result()
    except Exception:
        log.exception("the desk has no suggestions from this run")
        _held.readiness = "ready" if _held.learnt is not None else "failed"
        _held.tried_again = monotonic()
        return
    _held.readiness, _held.looked, _held.tried_again = "ready", 0.0, 0.0


def _follow() -> None:
    """Bring the open requests in memory to what the database has: those told of, and now and then all."""
    assert _held.learnt is not None
    told = open_requests.take_changed()
    everything = monotonic() - _held.looked > _LOOK_AGAIN
    if not told and not everything:
        return
    found = Request.objects.filter(OPEN)
    if not everything:
        found = found.filter(pk__in=told)
    now_open = dict(found.values_list("id", "version"))
    known = _held.versions if everything else {pk: _held.versions[pk] for pk in told & _held.versions.keys()}
    gone = known.keys() - now_open.keys()
    fresh = {pk: version for pk, version in now_open.items() if known.get(pk) != version}
    if gone:
        _held.learnt.suggester.open.remove([str(pk) for pk in gone])
    if fresh:
        _held.learnt.suggester.open.add(_messages(fresh))
    _held.versions = {pk: version for pk, version in _held.versions.items() if pk not in gone} | fresh
    if everything:
        _held.looked = monotonic()


def _messages(requests: dict[int, int]) -> "list[Message]":
    from shuzhi.analyse.similar import Message  # noqa: PLC0415

    ids, found = sorted(requests), []
    for start in range(0, len(ids), 500):
        some = Request.objects.filter(pk__in=ids[start : start + 500])
        found += [
            Message(str(pk), title, body) for pk, title, body in some.values_list("id", "title", "body")
        ]
    return found


def _answered_here() -> "list[Answered]":
    """The last replies that this desk itself has sent."""
    from shuzhi.analyse.reply_draft import Answered  # noqa: PLC0415
    from shuzhi.analyse.similar import Message  # noqa: PLC0415

    sent = (
        Reply.objects.filter(state=Reply.State.SENT).select_related("request").order_by("-id")[:_LAST_REPLIES]
    )
    return [
        Answered(
            Message(reply.request.number, reply.request.title, reply.request.body),
            reply.text,
            reply.sent_at.astimezone(CHINA).date(),
        )
        for reply in sent
        if reply.sent_at is not None
    ]
