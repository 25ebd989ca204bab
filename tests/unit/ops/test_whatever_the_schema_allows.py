"""Whatever the API's own schema allows, and some of what it forbids: never our mistake (5xx), never an engine's words.

``--calls 200`` tries more of each operation than `make test` does.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

from shuzhi.ops.api import api as ninja
from tests.unit.ops.conftest import Api

SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(ninja.get_openapi_schema())))
OPERATIONS = {
    f"{each.ok().method.upper()} {each.ok().path}": each.ok() for each in SCHEMA.get_all_operations()
}
ENGINES = (
    "Traceback",
    "sqlite",
    "psycopg",
    "duckdb",
    "django.",
    'File "',
    "OperationalError",
    "IntegrityError",
)
# Its answer is a stream, or it ends the session that asks.
LEFT_OUT = {"DELETE /api/session"}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("operation", sorted(OPERATIONS.keys() - LEFT_OUT))
def test_no_call_finds_a_mistake_of_ours(
    operation: str, api: Callable[[str | None], Api], lake: object, pytestconfig: pytest.Config
) -> None:
    method = operation.split(" ", 1)[0]
    callers = [api(login).client for login in ("jiandu", "security", "audit")]
    for caller in callers:
        caller.raise_request_exception = False

    @seed(4)
    @settings(
        max_examples=pytestconfig.getoption("--calls"),
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[operation].as_strategy())
    def call(case: Any) -> None:
        body = case.body if isinstance(case.body, (dict, list, str, int, float, bool)) else {}
        form = case.media_type and case.media_type.startswith("multipart/")
        said = {} if method == "GET" else {"data": _plain(body) if form else json.dumps(body)}
        if not form and method != "GET":
            said["content_type"] = "application/json"
        for caller in callers:
            answer = getattr(caller, method.lower())(
                case.formatted_path, query_params=_plain(case.query), **said
            )
            assert answer.status_code < 500, (operation, case.formatted_path, case.query, body)
            if answer.status_code >= 400 and not answer.streaming:
                told = answer.content.decode(errors="replace")
                assert not [word for word in ENGINES if word in told], told

    call()


def _plain(said: Any) -> dict[str, Any]:
    """What a form or an address can carry: nothing is left out."""
    return {name: value for name, value in (said or {}).items() if value is not None}
