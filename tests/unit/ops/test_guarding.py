"""Limits and headers in front of everything: who asks too much or too often is told so, in the API's own words."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.conf import settings

from shuzhi.ops.guarding import CALLING, MOST_BYTES, SIGNING_IN, UPLOADING, Buckets, Guard

Headers = Iterable[tuple[bytes, bytes]]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def app(scope: Any, receive: Any, send: Any) -> None:
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"SAMEORIGIN")]}
    )
    await send({"type": "http.response.body", "body": b"ok"})


class Caller:
    def __init__(self) -> None:
        self.clock = Clock()
        self.guard = Guard(app, Buckets(self.clock))

    def __call__(
        self, path: str = "/api/me", method: str = "GET", headers: Headers = (), address: str = "10.0.0.1"
    ) -> tuple[int, dict[str, str], bytes]:
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "path": path,
            "method": method,
            "headers": list(headers),
            "client": (address, 1),
        }
        asyncio.run(self.guard(scope, None, send))  # type: ignore[arg-type]
        said = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], said, sent[1]["body"]


@pytest.fixture
def call() -> Caller:
    return Caller()


def test_too_often_is_429_in_both_languages_and_passes_after_the_time_it_says(call: Caller) -> None:
    cookie = [(b"cookie", f"{settings.SESSION_COOKIE_NAME}=abc".encode())]
    told = [call(headers=cookie)[0] for _ in range(CALLING.burst + 3)]
    assert told == [200] * CALLING.burst + [429] * 3
    status, headers, body = call(headers=cookie)
    (problem,) = json.loads(body)["problems"]
    assert (status, problem["what"]["zh"], problem["what"]["en"]) == (429, "请求太频繁", "too many requests")
    # Another session at the same address is not held back.
    assert call(headers=[(b"cookie", f"{settings.SESSION_COOKIE_NAME}=def".encode())])[0] == 200
    call.clock.now += int(headers["retry-after"])
    assert call(headers=cookie)[0] == 200


def test_signing_in_and_uploading_have_limits_of_their_own(call: Caller) -> None:
    told = [call("/api/session", "POST")[0] for _ in range(SIGNING_IN.burst + 1)]
    assert told == [200] * SIGNING_IN.burst + [429]
    assert call("/api/session")[0] == 200
    assert call("/api/session", "POST", address="10.0.0.2")[0] == 200
    form = [(b"content-type", b"multipart/form-data; boundary=x"), (b"content-length", b"3")]
    told = [call("/api/desk/imports", "POST", form)[0] for _ in range(UPLOADING.burst + 1)]
    assert told == [200] * UPLOADING.burst + [429]


def test_a_new_cookie_at_every_call_does_not_get_round_it(call: Caller) -> None:
    told = {
        call(headers=[(b"cookie", f"{settings.SESSION_COOKIE_NAME}={number}".encode())])[0]
        for number in range(10_001)
    }
    assert 429 in told


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([(b"content-length", str(MOST_BYTES + 1).encode())], 413),
        ([(b"content-length", str(MOST_BYTES).encode())], 200),
        ([(b"transfer-encoding", b"chunked")], 411),
    ],
)
def test_a_request_too_large_is_refused_before_it_is_read(
    call: Caller, headers: Headers, status: int
) -> None:
    told, _, body = call("/api/desk/imports", "POST", headers)
    assert told == status
    assert status == 200 or json.loads(body)["problems"][0]["todo"]["en"]


@pytest.mark.parametrize("path", ["/api/me", "/", "/assets/index.js"])
def test_every_answer_has_every_header_and_keeps_its_own(call: Caller, path: str) -> None:
    _, headers, _ = call(path)
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "default-src 'self'" in headers["content-security-policy"]
    expected = {"referrer-policy", "permissions-policy", "x-content-type-options"}
    assert expected | {"cross-origin-opener-policy", "cross-origin-resource-policy"} <= headers.keys()
    assert "server" not in headers
