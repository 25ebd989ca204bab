"""What comes over the wire for the first page, and for the first list, in a fresh window."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Open
from tests.browser.matters import OVERSEER

MOST = 400_000


@pytest.mark.parametrize(("path", "login"), [("/", None), ("/orders", OVERSEER)])
def test_is_light(
    at: Open, path: str, login: str | None, record_property: Callable[[str, object], None]
) -> None:
    with at(login) as watched:
        watched.open(path)
        watched.page.wait_for_load_state("networkidle")
        transferred = watched.transferred()
        record_property("transferred", transferred)
        assert 50_000 < transferred < MOST
