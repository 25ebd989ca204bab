"""Requests at the desk of the tiny city: the hotline (热线办), where jiexian and zhiban work."""

import pytest

from shuzhi.ops.desk import actions
from shuzhi.ops.desk.contacts import Caller
from shuzhi.ops.desk.models import Request
from tests.desk import By, Taken

CALLER = Caller(name="虚平安", phone="15400000001")


@pytest.fixture
def taken(by: By, clock: object) -> Taken:
    """``taken()`` is a fresh request by telephone, taken in by jiexian, with its caller's contact."""

    def make(login: str = "jiexian", **said: object) -> Request:
        told: dict[str, object] = {
            "channel": "phone", "title": "路灯不亮", "body": "清河街道中山路路灯不亮三天了", "category": "市政",
            "region": "990202001", "place": "中山路", "contact": CALLER,
        }  # fmt: skip
        return actions.take(by=by(login), request=actions.Said(**{**told, **said}))  # type: ignore[arg-type]

    return make
