"""The Model Context Protocol at ``/mcp``: streamable HTTP without sessions, each call an answer in JSON.

Whoever calls shows an access token that our own sign-in gave to a registered system for a user (scope ``ask``): the
tools then see what that user sees. Revisions 2025-03-26 to 2025-11-25.
"""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.models import AccessToken

from shuzhi.core.errors import ShuzhiError
from shuzhi.ops.assistants.tools import TOOLS, call
from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import today
from shuzhi.ops.errors import problems_out
from shuzhi.ops.people.access import Access, access_of
from shuzhi.ops.people.models import User

SCOPE: Final = "ask"
REVISIONS = ("2025-11-25", "2025-06-18", "2025-03-26")
_MOST_BYTES = 64 * 1024
_PARSE, _INVALID, _NO_METHOD, _WRONG = -32700, -32600, -32601, -32602
Answer = Mapping[str, Any]


class _Wrong(Exception):
    """What was asked is no call of the protocol that there is."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def resource(request: HttpRequest) -> HttpResponse:
    """Where a client learns who gives out tokens for this address (RFC 9728)."""
    here = f"{request.scheme}://{request.get_host()}"
    told = {"resource": f"{here}/mcp", "authorization_servers": [f"{here}/oidc"], "scopes_supported": [SCOPE]}
    return _json(told)


@csrf_exempt
def serve(request: HttpRequest) -> HttpResponse:
    """One message of the protocol. No cookie counts here, so there is nothing to forge."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.get_host()}":
        return HttpResponse(status=403)
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    found = _caller(request)
    if found is None:
        where = f"{request.scheme}://{request.get_host()}/.well-known/oauth-protected-resource"
        return HttpResponse(
            status=401, headers={"WWW-Authenticate": f'Bearer resource_metadata="{where}", scope="{SCOPE}"'}
        )
    by, client = found
    number: object = None
    try:
        said = _read(request)
        number = said.get("id")
        if "id" not in said:
            return HttpResponse(status=202)
        answer = _answer(by, client, said)
    except _Wrong as wrong:
        return _json(
            {"jsonrpc": "2.0", "id": number, "error": {"code": wrong.code, "message": wrong.message}}
        )
    return _json({"jsonrpc": "2.0", "id": number, "result": answer})


def _caller(request: HttpRequest) -> tuple[Access, str] | None:
    """Whose token it is, with his access of today, and the system that shows it. None: not a valid one."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        return None
    held = AccessToken.objects.select_related("user", "application").filter(token=token).first()
    if held is None or not held.is_valid([SCOPE]) or not isinstance(held.user, User):
        return None
    if not held.user.is_active or held.user.must_change_password:
        return None
    return access_of(held.user, today()), held.application.name if held.application else ""


def _read(request: HttpRequest) -> Mapping[str, Any]:
    if len(request.body) > _MOST_BYTES:
        raise _Wrong(_INVALID, "larger than 64 kB")
    try:
        said = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        raise _Wrong(_PARSE, "not JSON") from None
    if not isinstance(said, dict) or said.get("jsonrpc") != "2.0" or not isinstance(said.get("method"), str):
        raise _Wrong(_INVALID, "not a message of JSON-RPC 2.0")
    return said


def _answer(by: Access, client: str, said: Mapping[str, Any]) -> Answer:
    given = said.get("params") or {}
    if not isinstance(given, dict):
        raise _Wrong(_WRONG, "params is no object")
    match said["method"]:
        case "initialize":
            asked = given.get("protocolVersion")
            return {
                "protocolVersion": asked if asked in REVISIONS else REVISIONS[0],
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "shuzhi", "title": "数治", "version": "1"},
            }
        case "ping":
            return {}
        case "tools/list":
            return {"tools": [_listed(name) for name in TOOLS]}
        case "tools/call":
            return _call(by, client, given)
        case method:
            raise _Wrong(_NO_METHOD, f"there is no method {method}")


def _listed(name: str) -> Answer:
    tool = TOOLS[name]
    return {
        "name": name,
        "description": f"{tool.about.zh} {tool.about.en}",
        "inputSchema": tool.given.model_json_schema(),
        "annotations": {"readOnlyHint": True, "openWorldHint": False},
    }


def _call(by: Access, client: str, given: Mapping[str, Any]) -> Answer:
    """The tool's answer; what it refuses is told to the assistant, which can then tell its user."""
    name = given.get("name")
    if not isinstance(name, str) or name not in TOOLS:
        raise _Wrong(_WRONG, "there is no such tool")
    told: Any
    try:
        told, failed = call(by, name, given.get("arguments")), False
    except ShuzhiError as error:
        told, failed = problems_out(error.problems), True
    with transaction.atomic():
        record(
            by=by.login,
            action="assistants.call",
            object=f"tool:{name}",
            about={"client": client, "refused": failed},
        )
    text = orjson.dumps(told, default=str, option=orjson.OPT_NON_STR_KEYS)
    return {
        "content": [{"type": "text", "text": text.decode()}],
        "structuredContent": orjson.loads(text),
        "isError": failed,
    }


def _json(told: object) -> HttpResponse:
    return HttpResponse(orjson.dumps(told), content_type="application/json")
