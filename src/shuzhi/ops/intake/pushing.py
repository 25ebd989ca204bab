"""Events that somebody posts (推送): on the disk before he is told that they were taken; `shuzhi run` merges them.

Who posts is told by a token, or signs as Standard Webhooks says (HMAC-SHA256 over id, time and body). A post that was
not answered is sent again; events of one key are kept once, so that this doubles nothing.
"""

import base64
import binascii
import hmac
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from shuzhi.collect.json_cells import parsed
from shuzhi.collect.layout import FED
from shuzhi.collect.streams.log import Log
from shuzhi.collect.streams.merge import understood
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import now
from shuzhi.ops.guarding import Buckets, Limit
from shuzhi.packs.schema import Feed
from shuzhi.packs.stream_file import Push
from shuzhi.run.secret import secret_of

log = logging.getLogger(__name__)
TOLERANCE = 300
"""Seconds by which the clock of who signs may be off; older posts are not taken."""
TOLD_EVERY = 600.0
"""Seconds between two audit records of one source: what was taken is counted together."""
_SECONDS = 5.0
"""How long a log stays open: a run takes those that are closed."""


@dataclass
class Door:
    """Where one source's events come in. ``lock`` is held by whoever writes or counts."""

    log: Log
    lock: threading.Lock = field(default_factory=threading.Lock)
    counts: dict[str, int] = field(default_factory=dict)
    told: float = field(default_factory=time.monotonic)

    def count(self, **more: int) -> None:
        for name, number in more.items():
            self.counts[name] = self.counts.get(name, 0) + number


@dataclass(eq=False)
class Turned(Exception):
    """The post was not taken; what its sender is told."""

    status: int
    why: str
    wait: int = 0


_WHY = {
    "unknown": (
        Text("没有认出是谁推送", "who posts was not recognised"),
        Text(
            "检查地址、令牌或签名、时钟（相差不超过 5 分钟）",
            "look at the address, the token or signature, the clock",
        ),
    ),
    "too large": (
        Text("一次推送太大", "the post is too large"),
        Text("分成几次推送", "post it in parts"),
    ),
    "too often": (
        Text("推送太频繁", "posts come too often"),
        Text(
            "按 Retry-After 稍后再推；多条合成一个列表",
            "wait as Retry-After says; put several events in one list",
        ),
    ),
    "no JSON": (
        Text("不是 JSON 对象或列表", "it is no JSON object, nor a list of them"),
        Text("改正后再推送；这次的没有收下", "put it right and post it again; it was not taken"),
    ),
    "not ready": (
        Text("服务端没有配好这个来源的密钥", "the server has no secret for this source"),
        Text(
            "请联系数据局；稍后再推，这次的没有收下",
            "ask the data bureau; post it again later, it was not taken",
        ),
    ),
    "not kept": (
        Text("没能存盘", "it could not be kept"),
        Text("稍后再推，这次的没有收下", "post it again later; it was not taken"),
    ),
}


def problem(turned: Turned, source: str) -> Problem:
    what, todo = _WHY[turned.why]
    return Problem(what=what, where=source, todo=todo)


_DOORS: dict[str, Door] = {}
_OPENING = threading.Lock()
_BUCKETS = Buckets()


def declared(source: str) -> tuple[Feed, Push]:
    """What the city's file says. Raises Turned, the same for a source there is not and for one that takes no posts."""
    feed = city().feeds.get(source)
    if feed is None or feed.push is None:
        raise Turned(401, "unknown")
    return feed, feed.push


def admit(source: str, headers: Mapping[str, str], size: int) -> None:
    """Before its body is read: raises Turned for a post that is too large, comes too soon, or shows a wrong token."""
    feed, asked = declared(source)
    if size > asked.most_bytes:
        raise Turned(413, "too large")
    if asked.token is not None:
        given = headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, b"Bearer " + _secret(feed, asked)):
            raise _refused(feed)
        _in_turn(feed, asked)


def take(source: str, headers: Mapping[str, str], body: bytes) -> dict[str, int]:
    """Keep its events. Answers how many were taken, and how many of them will be quarantined: no key, no time.

    Raises Turned; what is not taken is not kept. On the disk when this returns.
    """
    feed, asked = declared(source)
    if asked.signature is not None:
        if not signed(_secret(feed, asked), headers, body):
            raise _refused(feed)
        _in_turn(feed, asked)
    try:
        text = body.decode("utf-8")
        told = parsed(text)
    except ValueError:
        raise Turned(400, "no JSON") from None
    if not isinstance(told, (dict, list)):
        raise Turned(400, "no JSON")
    events = told if isinstance(told, list) else [told]
    good = sum(understood(event, asked) for event in events)
    door = _door(feed)
    with door.lock:
        try:
            door.log.keep([("push", body)])
        except OSError:
            log.exception("a post for %s could not be kept", feed.name)
            raise Turned(503, "not kept", 30) from None
        door.count(posts=1, events=len(events), bytes=len(body))
    return {"taken": len(events), "quarantined": len(events) - good}


def signed(secret: bytes, headers: Mapping[str, str], body: bytes) -> bool:
    """Was it signed with this key, and not long ago? As https://www.standardwebhooks.com says."""
    about, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not about or not at.isdecimal() or abs(now().timestamp() - int(at)) > TOLERANCE:
        return False
    key = secret
    if secret.startswith(b"whsec_"):
        try:
            key = base64.b64decode(secret[6:], validate=True)
        except binascii.Error:
            return False
    wanted = base64.b64encode(hmac.digest(key, f"{about}.{at}.".encode() + body, "sha256"))
    # A key that is being changed: whoever sends signs with both.
    given = [
        each[3:].encode() for each in headers.get("webhook-signature", "").split() if each.startswith("v1,")
    ]
    return any(hmac.compare_digest(each, wanted) for each in given)


def settle() -> None:
    """A job: logs are closed in time, also those a killed process left; what was taken or turned away is audited."""
    for feed in city().feeds.values():
        if feed.push is None:
            continue
        door = _door(feed)
        with door.lock:
            door.log.close_in_time()
            if door.counts and time.monotonic() - door.told >= TOLD_EVERY:
                told, door.counts, door.told = door.counts, {}, time.monotonic()
                record(by=f"push:{feed.name}", action="intake.push", object=f"source:{feed.name}", about=told)


def _door(feed: Feed) -> Door:
    with _OPENING:
        if feed.name not in _DOORS:
            _DOORS[feed.name] = Door(Log(city().data / FED / feed.name, seconds=_SECONDS))
        return _DOORS[feed.name]


def _secret(feed: Feed, asked: Push) -> bytes:
    """Raises Turned where there is none: without a secret nobody is let in."""
    name = "token" if asked.token is not None else "signature"
    try:
        said = secret_of(city().folder, asked.token or asked.signature, feed.places.at("push", name))
    except ShuzhiError:
        log.exception("posts for %s are not taken", feed.name)
        raise Turned(503, "not ready", 60) from None
    if not said:
        log.error("posts for %s are not taken: its %s is empty", feed.name, name)
        raise Turned(503, "not ready", 60)
    return said.encode()


def _in_turn(feed: Feed, asked: Push) -> None:
    limit = Limit(
        name=f"push {feed.name}",
        burst=max(1, round(asked.posts_per_second)),
        every_second=asked.posts_per_second,
    )
    with _OPENING:
        wait = _BUCKETS.wait(limit, feed.name)
    if wait:
        raise Turned(429, "too often", max(1, round(wait + 0.5)))


def _refused(feed: Feed) -> Turned:
    door = _door(feed)
    with door.lock:
        door.count(refused=1)
    return Turned(401, "unknown")
