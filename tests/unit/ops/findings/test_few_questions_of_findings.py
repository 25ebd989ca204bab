"""A page asks the database as many questions of a long list as of a short one, and never more than it is held to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuzhi.ops.findings.models import Finding

Api = Callable[[str | None], Any]


def asked(api: Api, login: str, path: str, **query: str) -> int:
    """Questions of the second of two equal requests: the first one of a day is recorded."""
    caller = api(login)
    assert caller.get(path, **query).status_code == 200
    with CaptureQueriesContext(connection) as questions:
        answer = caller.get(path, **query)
    assert answer.status_code == 200
    return len(questions)


@pytest.mark.parametrize(("query", "most"), [({}, 5), ({"state": "new"}, 5), ({"q": "高龄"}, 6)])
def test_of_findings(api: Api, north: list[Finding], query: dict[str, str], most: int) -> None:
    one = asked(api, "jiandu", "findings", limit="1", **query)
    assert asked(api, "jiandu", "findings", limit="50", **query) == one <= most
    assert len(north) > 1


def test_of_one_finding(api: Api, north: list[Finding]) -> None:
    assert asked(api, "jiandu", f"findings/{north[0].pk}") <= 9
