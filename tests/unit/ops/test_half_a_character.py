"""Half a character, which JSON can carry and nothing can keep, is the caller's mistake and not ours."""

from collections.abc import Callable

import pytest

from shuzhi.secure import audit
from tests.unit.ops.conftest import Api


def test_the_api_says_so(api: Callable[[str | None], Api]) -> None:
    body = '{"login": "a\\ud800", "password": "x"}'
    answer = api(None).client.post("/api/session", body, content_type="application/json")
    assert (answer.status_code, "存不下的字符" in answer.content.decode()) == (400, True)


def test_the_chain_does_not_take_it() -> None:
    with pytest.raises(UnicodeEncodeError):
        audit.spelled({"about": {"reason": "\ud800"}})
