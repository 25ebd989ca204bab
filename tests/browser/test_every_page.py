"""Every page, in every look: accessible, within its window, nothing from outside, no error; with a picture of it."""

import pytest

from tests.browser.conftest import Open
from tests.browser.pages import PAGES, Shown, routes
from tests.browser.session import HANDHELD, LOOKS, WIDE


@pytest.mark.parametrize("size", [WIDE, HANDHELD], ids=["wide", "handheld"])
@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_is_accessible(at: Open, shown: Shown, size: tuple[int, int]) -> None:
    looks = [look for look in LOOKS if look.size == size]
    with at(shown.login, looks[0]) as watched:
        watched.expected |= {"status of 404"}  # a browser writes a line about what is rightly missing
        watched.open(shown.address)
        wrong = []
        for look in looks:
            watched.choose(look)
            watched.picture(f"{shown}-{look}")
            wrong += [f"{look}: {found}" for found in watched.violations()]
            if (over := watched.overflows()) > 0:
                wrong.append(f"{look}: wider than its window by {over} px")
        assert not wrong, "\n".join(wrong)


def test_none_is_left_out() -> None:
    assert routes() - {shown.route for shown in PAGES} == set()
