"""Every page, in every look: accessible, within its window, nothing from outside, no error; with a picture of it."""

import pytest

from tests.browser.conftest import Open
from tests.browser.pages import PAGES, Shown
from tests.browser.session import LOOKS, Look


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_is_accessible(at: Open, shown: Shown, look: Look) -> None:
    with at(shown.login, look) as watched:
        watched.open(shown.path)
        watched.page.locator(shown.seen).first.wait_for()
        watched.picture(f"{shown.name}-{look}")
        assert watched.violations() == []
        assert watched.overflows() == 0
