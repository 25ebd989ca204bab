"""A page asks the database as many questions of a long list as of a short one, and never more than it is held to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.orders import Made

Api = Callable[[str | None], Any]


def asked(api: Api, login: str, path: str, **query: str) -> int:
    """Questions of the second of two equal requests: the first one of a day is recorded."""
    caller = api(login)
    assert caller.get(path, **query).status_code == 200
    with CaptureQueriesContext(connection) as questions:
        answer = caller.get(path, **query)
    assert answer.status_code == 200
    return len(questions)


@pytest.mark.parametrize(
    ("path", "query", "most"),
    [
        ("orders", {}, 4),
        ("orders", {"state": "open"}, 4),
        ("orders", {"q": "停车"}, 3),
        ("orders/tasks", {"whose": "department"}, 4),
        ("orders/counts", {}, 9),
    ],
)
def test_of_orders(api: Api, request_order: Made, path: str, query: dict[str, str], most: int) -> None:
    request_order()
    few = asked(api, "jiexian", path, **query)
    for _ in range(5):
        request_order()
    assert asked(api, "jiexian", path, **query) == few <= most


def test_of_one_order(api: Api, request_order: Made) -> None:
    number = request_order().number
    assert asked(api, "jiexian", f"orders/{number}") <= 9
