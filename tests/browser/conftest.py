"""One browser, one served city, and its people signed in, for all the tests here."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from hatch_build import build
from tests.browser.browser import FLAGS, chromium
from tests.browser.calls import Calls, calling
from tests.browser.city import small_yunlan
from tests.browser.matters import Matters, make_matters
from tests.browser.session import PATIENCE_MS, Look, Watched, chose_password, sign_in, window
from tests.serving import Served, serving

PASSWORD = "云澜市里的长口令 2026"
"""What everybody chooses in place of the first password."""

# Machines that test are busy; what is wrong is as wrong after a minute.
expect.set_options(timeout=PATIENCE_MS)

Open = Callable[..., AbstractContextManager[Watched]]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program, env=found.environment, args=list(FLAGS)
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def pages() -> None:
    """The pages as web/ now has them."""
    build()


@pytest.fixture(scope="package")
def pristine(pages: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's folder before anybody has signed in: to be copied, not served."""
    return small_yunlan(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="package")
def served(pristine: Path) -> Iterator[Served]:
    with serving(Path(shutil.copytree(pristine, pristine.parent / "served"))) as running:
        yield running


class People:
    """The city's people as they sign in, each once, in the browser; who was given a password chooses his own."""

    def __init__(self, browser: Browser, served: Served) -> None:
        self._browser, self._served = browser, served
        self._states: dict[str, dict[str, Any]] = {}
        self._passwords: dict[str, str] = {}

    def state(self, login: str) -> dict[str, Any]:
        """The cookies of somebody signed in."""
        if login not in self._states:
            first = self._served.passwords[login]
            with window(self._browser, self._served.address, Look()) as watched:
                watched.open("/")
                sign_in(watched, login, first)
                self._passwords[login] = PASSWORD if chose_password(watched, first, PASSWORD) else first
                self._states[login] = {**watched.page.context.storage_state(), "origins": []}
        return self._states[login]

    def password(self, login: str) -> str:
        self.state(login)
        return self._passwords[login]

    @contextmanager
    def call(self, login: str) -> Iterator[Calls]:
        """The API, called by somebody signed in."""
        with calling(self._browser, self._served.address, self.state(login)) as calls:
            yield calls


@pytest.fixture(scope="package")
def people(browser: Browser, served: Served) -> People:
    return People(browser, served)


@pytest.fixture(scope="package")
def matters(people: People) -> Matters:
    return make_matters(people.call)


@pytest.fixture
def at(browser: Browser, served: Served, people: People) -> Open:
    """A window: ``with at(OVERSEER, Look()) as watched``. Without a login nobody is signed in."""

    def opened(login: str | None = None, look: Look | None = None) -> AbstractContextManager[Watched]:
        return window(browser, served.address, look or Look(), people.state(login) if login else None)

    return opened
