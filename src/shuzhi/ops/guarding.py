"""Before Django and the built pages: how much may be asked how often, how large it may be, and what every answer says.

Limits are per process, in memory: one process serves a city. They keep one caller from taking the place of all others;
passwords are guarded by the lockout of their account.
"""

import json
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

from csp.utils import build_policy
from django.conf import settings

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.ops.errors import problems_out

Message = MutableMapping[str, Any]
App = Callable[[Any, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]

MOST_BYTES = 24 * 1024 * 1024
"""Of one request: the largest file taken, and what goes with it."""

MOST_SENT = 101 * 1024 * 1024
"""Of a file that a department sends, at the one address that takes such files."""
SENT_TO = "/api/intake/submissions"

_CALLERS = 50_000
"""How many callers are remembered; the one not seen for longest is forgotten first."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many at once, and so many a second from then on."""

    name: str
    burst: int
    every_second: float


SIGNING_IN = Limit(name="sign-in", burst=60, every_second=2)
UPLOADING = Limit(name="upload", burst=60, every_second=1)
CALLING = Limit(name="api", burst=1000, every_second=100)
ADDRESS = Limit(name="address", burst=10_000, every_second=1000)
"""A whole department sits behind one address; who changes his cookie at every call is held by this one."""


class Buckets:
    """How much each caller has left of each limit."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def wait(self, limit: Limit, caller: str) -> float:
        """Take one. 0: it was there; else the seconds until there is one."""
        now, key = self._clock(), (limit.name, caller)
        left, seen = self._left.pop(key, (float(limit.burst), now))
        left = min(float(limit.burst), left + (now - seen) * limit.every_second)
        taken = left >= 1
        self._left[key] = (left - 1 if taken else left, now)
        if len(self._left) > _CALLERS:
            self._left.popitem(last=False)
        return 0.0 if taken else (1 - left) / limit.every_second


class Guard:
    """The web application behind its limits; every answer, of Django or of the built pages, with the same headers."""

    def __init__(self, app: App, buckets: Buckets | None = None) -> None:
        self._app = app
        self._buckets = buckets or Buckets()
        self._headers = _headers()

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name.lower() for name, _ in message.get("headers", ())}
                fresh = [pair for pair in self._headers if pair[0] not in said]
                message["headers"] = [*message.get("headers", ()), *fresh]
            await send(message)

        refused = self._refusal(scope)
        if refused is None:
            await self._app(scope, receive, with_headers)
            return
        status, problem, wait = refused
        body = json.dumps(problems_out([problem]), ensure_ascii=False).encode()
        headers = [
            (b"content-type", b"application/json; charset=utf-8"),
            (b"content-length", b"%d" % len(body)),
        ]
        if wait:
            headers.append((b"retry-after", b"%d" % max(1, round(wait + 0.5))))
        else:
            # What it was about to send is not read.
            headers.append((b"connection", b"close"))
        await with_headers({"type": "http.response.start", "status": status, "headers": headers})
        await with_headers({"type": "http.response.body", "body": body})

    def _refusal(self, scope: Message) -> tuple[int, Problem, float] | None:
        path, method = scope["path"], scope["method"]
        if not path.startswith(("/api/", "/oidc/", "/sso/")):
            return None
        headers = dict(scope["headers"])
        if method not in {"GET", "HEAD"} and (refused := _too_large(headers, path)) is not None:
            return refused
        address = scope["client"][0] if scope.get("client") else "?"
        caller = _session(headers) or address
        asked = [(ADDRESS, address), (CALLING, caller)]
        if method == "POST" and path in {"/api/session", "/oidc/token"}:
            asked.append((SIGNING_IN, address))
        if headers.get(b"content-type", b"").startswith(b"multipart/"):
            asked.append((UPLOADING, caller))
        for limit, who in asked:
            wait = self._buckets.wait(limit, who)
            if wait:
                return 429, _too_often(path, wait), wait
        return None


def _too_large(headers: dict[bytes, bytes], path: str) -> tuple[int, Problem, float] | None:
    told = headers.get(b"content-length", b"")
    if b"transfer-encoding" in headers and not told:
        what = Text("没有说明请求有多大", "the request does not say how large it is")
        return (
            411,
            Problem(what=what, where=path, todo=Text("带上 Content-Length", "send Content-Length")),
            0.0,
        )
    most = MOST_SENT if path == SENT_TO else MOST_BYTES
    if told.isdigit() and int(told) > most:
        what = Text("请求太大", "the request is too large")
        size = (most - 1) // (1024 * 1024) // 20 * 20
        todo = Text(f"文件不超过 {size} MB，分成几份再传", f"files of {size} MB at most; send it in parts")
        return 413, Problem(what=what, where=path, todo=todo), 0.0
    return None


def _too_often(path: str, wait: float) -> Problem:
    seconds = max(1, round(wait + 0.5))
    return Problem(
        what=Text("请求太频繁", "too many requests"),
        where=path,
        todo=Text(f"{seconds} 秒后再试", f"try again in {seconds} s"),
    )


def _session(headers: dict[bytes, bytes]) -> str | None:
    try:
        cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return None
    held = cookies.get(settings.SESSION_COOKIE_NAME)
    return held.value if held else None


def _headers() -> list[tuple[bytes, bytes]]:
    said = {
        "content-security-policy": build_policy(config=settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
        "referrer-policy": settings.SECURE_REFERRER_POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": settings.X_FRAME_OPTIONS,
    }
    if settings.SECURE_HSTS_SECONDS:
        said["strict-transport-security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return [(name.encode(), value.encode()) for name, value in said.items()]
