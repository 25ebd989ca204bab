"""Every page, in every look: accessible, within its window, nothing from outside, no error; with a picture of it."""

import pytest

from tests.browser.conftest import Open
from tests.browser.pages import PAGES, Shown, routes
from tests.browser.session import LOOKS, Look


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_is_accessible(at: Open, shown: Shown, look: Look) -> None:
    with at(shown.login, look) as watched:
        watched.expected |= {"status of 404"}  # a browser writes a line about what is rightly missing
        watched.open(shown.address)
        watched.picture(f"{shown}-{look}")
        assert watched.violations() == []
        assert watched.overflows() == 0


def test_none_is_left_out() -> None:
    assert routes() - {shown.route for shown in PAGES} == set()
