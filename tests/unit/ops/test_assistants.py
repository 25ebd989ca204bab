"""An assistant asks with the grants of its user: without a token nothing, with one what that user is given."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from shuzhi.ops.audit.models import Record
from shuzhi.ops.people.models import User
from shuzhi.secure.gateway import AUDIT

Ask = Callable[..., Any]


@pytest.fixture
def ask(people: dict[str, User], lake: Path) -> Ask:
    """``ask("jiandu", "tools/list")``: one message of the protocol with a token of that user."""
    system = Application.objects.create(
        name="局内助手", client_type="confidential", authorization_grant_type="authorization-code"
    )

    def tell(
        login: str | None, method: str, given: object = None, *, scope: str = "ask", **headers: str
    ) -> Any:
        if login is not None:
            token = AccessToken.objects.create(
                user=people[login],
                application=system,
                token=f"{login}-{AccessToken.objects.count()}",
                expires=timezone.now() + timedelta(hours=1 if scope != "over" else -1),
                scope="ask" if scope == "over" else scope,
            )
            headers["Authorization"] = f"Bearer {token.token}"
        said = {"jsonrpc": "2.0", "id": 7, "method": method} | ({} if given is None else {"params": given})
        return Client(headers=headers).post("/mcp", said, content_type="application/json")

    return tell


def called(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    result: dict[str, Any] = answer.json()["result"]
    return result


def test_without_a_valid_token_it_is_told_where_to_get_one(ask: Ask) -> None:
    tries = [ask(None, "ping"), ask("jiandu", "ping", scope="openid"), ask("jiandu", "ping", scope="over")]
    for answer in tries:
        assert answer.status_code == 401
        where = answer["WWW-Authenticate"].split('"')[1]
        told = Client().get(where.removeprefix("http://testserver")).json()
        assert told["authorization_servers"] == ["http://testserver/oidc"]
    assert ask("jiandu", "ping", Origin="https://elsewhere.example").status_code == 403


def test_it_is_greeted_and_shown_the_tools(ask: Ask) -> None:
    greeted = called(ask("jiandu", "initialize", {"protocolVersion": "2025-06-18", "capabilities": {}}))
    assert (greeted["protocolVersion"], greeted["capabilities"]) == ("2025-06-18", {"tools": {}})
    assert called(ask("jiandu", "initialize", {"protocolVersion": "1999"}))["protocolVersion"] == "2025-11-25"
    tools = called(ask("jiandu", "tools/list"))["tools"]
    assert [tool["name"] for tool in tools] == ["ask", "indicators", "query", "catalogue"]
    assert tools[0]["inputSchema"]["required"] == ["question"]


def test_a_question_is_answered_as_on_the_page_and_recorded(
    ask: Ask, api: Callable[[str], Any], lake: Path
) -> None:
    question = "高龄津贴疑点数"
    told = called(ask("jiandu", "tools/call", {"name": "ask", "arguments": {"question": question}}))
    page = api("jiandu").post("indicators/ask", {"question": question}).json()
    assert told["isError"] is False
    assert told["structuredContent"]["answer"]["rows"] == page["answer"]["rows"]
    assert told["structuredContent"]["answer"]["definition"] == page["answer"]["definition"]
    kept = Record.objects.get(action="assistants.call")
    assert (kept.by, kept.object, kept.about["client"]) == ("jiandu", "tool:ask", "局内助手")
    assert b'"jiandu"' in (lake / AUDIT).read_bytes()


def test_it_is_given_no_more_than_its_user(ask: Ask) -> None:
    asked = {"name": "query", "arguments": {"inquiry": {"indicator": "old_age.疑点数"}}}
    refused = called(ask("pangguan", "tools/call", asked))
    assert refused["isError"] is True
    assert "不能给您看" in refused["structuredContent"]["problems"][0]["what"]["zh"]
    there = called(ask("pangguan", "tools/call", {"name": "indicators"}))
    assert there["structuredContent"] == {"indicators": []}
    assert called(ask("jiandu", "tools/call", {"name": "indicators"}))["structuredContent"]["indicators"]


def test_words_that_are_no_call_are_told_so(ask: Ask) -> None:
    assert ask("jiandu", "tools/call", {"name": "drop"}).json()["error"]["code"] == -32602
    assert ask("jiandu", "resources/list").json()["error"]["code"] == -32601
    wrong = called(ask("jiandu", "tools/call", {"name": "ask", "arguments": {"sql": "select 1"}}))
    assert wrong["isError"] is True
