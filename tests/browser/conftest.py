"""One browser, one served city, and its people signed in, for all the tests here."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from hatch_build import build
from tests.browser.browser import FLAGS, chromium
from tests.browser.city import small_yunlan
from tests.browser.session import Look, Watched, choose_password, sign_in, window
from tests.serving import Served, serving

PASSWORD = "云澜市里的长口令 2026"
"""What everybody chooses in place of the first password."""

Open = Callable[..., AbstractContextManager[Watched]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program, env=found.environment, args=list(FLAGS)
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    build()
    with serving(small_yunlan(tmp_path_factory.mktemp("browser"))) as running:
        yield running


@pytest.fixture(scope="session")
def states(browser: Browser, served: Served) -> Callable[[str], dict[str, Any]]:
    """The cookies of somebody signed in. The first time he signs in and chooses a password, in the browser."""
    known: dict[str, dict[str, Any]] = {}

    def state(login: str) -> dict[str, Any]:
        if login not in known:
            with window(browser, served.address, Look()) as watched:
                watched.open("/")
                sign_in(watched, login, served.passwords[login])
                choose_password(watched, served.passwords[login], PASSWORD)
                known[login] = {**watched.page.context.storage_state(), "origins": []}
        return known[login]

    return state


@pytest.fixture
def at(browser: Browser, served: Served, states: Callable[[str], dict[str, Any]]) -> Open:
    """A window: ``with at(login="sijianqing", look=Look()) as watched``. Without login nobody is signed in."""

    def opened(login: str | None = None, look: Look | None = None) -> AbstractContextManager[Watched]:
        return window(browser, served.address, look or Look(), states(login) if login else None)

    return opened
