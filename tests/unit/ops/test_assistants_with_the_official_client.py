"""The protocol's official client, as departments' assistants are built with it, understands every answer of ours."""

import asyncio
import queue
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from django.test import Client
from django.utils import timezone
from mcp.client.session import ClientSession
from mcp.client.streamable_http import streamable_http_client
from oauth2_provider.models import AccessToken, Application

from shuzhi.ops.people.models import User

Act = Callable[[ClientSession], Coroutine[Any, Any, None]]
Connected = Callable[[str, Act], None]


class _Handed(httpx2.AsyncBaseTransport):
    """Hands what the client sends to the thread that has the test's database."""

    def __init__(self) -> None:
        self.asked: queue.Queue[tuple[httpx2.Request, Future[httpx2.Response]] | None] = queue.Queue()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        answer: Future[httpx2.Response] = Future()
        self.asked.put((request, answer))
        return await asyncio.wrap_future(answer)

    def serve(self) -> None:
        """Answer until there is nobody left to ask."""
        while (each := self.asked.get()) is not None:
            request, answer = each
            headers = dict(request.headers)
            kind = headers.pop("content-type", "")
            told = Client(headers=headers).generic(
                request.method, request.url.path, request.content, content_type=kind
            )
            answer.set_result(
                httpx2.Response(told.status_code, headers=dict(told.headers), content=told.content)
            )


@pytest.fixture
def connected(people: dict[str, User], lake: Path) -> Connected:
    """``connected("jiandu", act)``: ``act`` with a session of the client, greeted, with that user's token."""
    system = Application.objects.create(
        name="局内助手", client_type="confidential", authorization_grant_type="authorization-code"
    )

    def connect(login: str, act: Act) -> None:
        token = AccessToken.objects.create(
            user=people[login],
            application=system,
            token=f"of-{login}",
            expires=timezone.now() + timedelta(hours=1),
            scope="ask",
        )
        handed = _Handed()

        async def talk() -> None:
            headers = {"Authorization": f"Bearer {token.token}"}
            async with (
                httpx2.AsyncClient(transport=handed, headers=headers) as http,
                streamable_http_client("http://testserver/mcp", http_client=http) as (read, write),
                ClientSession(read, write, read_timeout_seconds=60) as session,
            ):
                await session.initialize()
                await act(session)

        with ThreadPoolExecutor(max_workers=1) as thread:
            talking = thread.submit(asyncio.run, talk())
            talking.add_done_callback(lambda _: handed.asked.put(None))
            handed.serve()
            talking.result()

    return connect


def test_it_is_shown_the_tools_and_what_each_takes(connected: Connected) -> None:
    async def look(session: ClientSession) -> None:
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert list(tools) == ["ask", "indicators", "query", "catalogue"]
        assert all(
            tool.annotations is not None and tool.annotations.read_only_hint for tool in tools.values()
        )
        assert tools["ask"].input_schema["required"] == ["question"]

    connected("jiandu", look)


def test_it_asks_and_gets_what_the_page_shows(connected: Connected, api: Callable[[str], Any]) -> None:
    question = "高龄津贴疑点数"
    page = api("jiandu").post("indicators/ask", {"question": question}).json()

    async def ask(session: ClientSession) -> None:
        told = await session.call_tool("ask", {"question": question})
        assert told.is_error is False
        assert told.structured_content["answer"]["rows"] == page["answer"]["rows"]

    connected("jiandu", ask)


def test_it_is_refused_what_its_user_is_refused(connected: Connected) -> None:
    async def ask(session: ClientSession) -> None:
        told = await session.call_tool("query", {"inquiry": {"indicator": "old_age.疑点数"}})
        assert told.is_error is True
        assert "不能给您看" in _texts(told.content)
        assert (await session.call_tool("indicators")).structured_content == {"indicators": []}

    connected("pangguan", ask)


def _texts(content: Iterable[Any]) -> str:
    return "".join(each.text for each in content)
