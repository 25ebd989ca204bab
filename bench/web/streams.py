"""Many browsers that listen for notices at once: what they cost, and whether they hold up anybody."""

import asyncio
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import requests

from bench.web.load import Page, ask, cookie
from bench.web.process import cpu, memory
from tests.serving import Served

STREAMS = 200
LIST = "/api/orders?state=open"
ORDER = {"scenario": "hotline", "flow": "办理", "title": "井盖缺失", "region": "990102001"}


def measure_streams(served: Served, sessions: Sequence[requests.Session], login: str, seconds: int) -> None:
    """CPU and memory of open streams, a list asked for meanwhile, and how long one notice takes to reach all.

    ``sessions``: of one user, who opens streams and lists in turn: a session alone is held to 100 requests a second.
    """
    pid, cookies = served.process.pid, [cookie(session) for session in sessions]
    page = Page("list", login, LIST)

    def alone() -> str:
        return str(ask(served.address, pid, page, cookies, most=0, seconds=seconds))

    print(f"no stream open: {memory(pid):.0f} MB, a list meanwhile: {alone()}", flush=True)
    asyncio.run(_with_streams(served, sessions[0], cookies, alone))


async def _with_streams(
    served: Served, session: requests.Session, cookies: Sequence[str], alone: Callable[[], str]
) -> None:
    pid = served.process.pid
    before = cpu(pid)
    streams = await asyncio.gather(
        *(_listen(served.address, cookies[at % len(cookies)]) for at in range(STREAMS))
    )
    opening = cpu(pid) - before
    before, began = cpu(pid), time.monotonic()
    await asyncio.sleep(30)
    idle = (cpu(pid) - before) / (time.monotonic() - began)
    print(
        f"{STREAMS} streams open: {opening:.1f} s of CPU to open them, then {idle:.3f} of a core, {memory(pid):.0f} MB",
        flush=True,
    )
    print(f"{STREAMS} streams open, a list meanwhile: {await asyncio.to_thread(alone)}", flush=True)
    heard = [asyncio.create_task(_hear(reader, b"event: notice")) for reader, _ in streams]
    before, began = cpu(pid), time.monotonic()
    answer = await asyncio.to_thread(session.post, f"{served.address}/api/orders", json=ORDER, timeout=60)
    answer.raise_for_status()
    opened = time.monotonic() - began
    await asyncio.wait_for(asyncio.gather(*heard), 60)
    print(
        f"one notice to {STREAMS} streams: its order was opened within {opened * 1000:.0f} ms, the last stream had it "
        f"{(time.monotonic() - began) * 1000:.0f} ms after it was asked for, {cpu(pid) - before:.2f} s of CPU"
    )
    for _, writer in streams:
        writer.close()


async def _listen(address: str, signed_in: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """An open stream that has said that it is ready."""
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(
        f"GET /api/notices/stream HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {signed_in}\r\n\r\n".encode()
    )
    await _hear(reader, b"event: ready")
    return reader, writer


async def _hear(reader: asyncio.StreamReader, what: bytes) -> None:
    while what not in (line := await reader.readline()):
        if not line:
            raise ConnectionError("the stream has ended")
