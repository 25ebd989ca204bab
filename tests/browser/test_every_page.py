"""Every page, in every look: accessible, within its window, nothing from outside, no error; with pictures of it."""

import pytest

from tests.browser.conftest import Open
from tests.browser.matters import Matters
from tests.browser.pages import PAGES, Shown, routes
from tests.browser.session import LOOKS


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_is_accessible(at: Open, shown: Shown, matters: Matters) -> None:
    with at(shown.login, LOOKS[0]) as watched:
        watched.expected |= {"status of 404"}  # a browser writes a line about what is rightly missing
        watched.open(shown.address(matters))
        wrong = [f"{look}: {found}" for look in LOOKS for found in watched.wrong_in(look, str(shown))]
        assert not wrong, "\n".join(wrong)


def test_none_is_left_out() -> None:
    assert routes() - {shown.route for shown in PAGES} == set()
