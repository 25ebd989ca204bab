"""Somebody at a browser: a window of a size, a language and a look, watched for what it must never do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.browser.browser import axe

SCREENSHOTS = Path(__file__).parent / "screenshots"
AXE = axe()
# Chrome remarks on a preload when the service worker has just begun to answer (the file is taken from its cache),
# and when a busy machine takes seconds to come to what it has loaded.
REMARKS = ("cross-world service worker resource mismatch", "preloaded using link preload but not used within")
PREFERENCES = "shuzhi.preferences"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PATIENCE_MS = 60_000
WIDE, HANDHELD = (1440, 900), (390, 844)


@dataclass(frozen=True)
class Look:
    """How the pages are shown."""

    language: Literal["zh", "en"] = "zh"
    scheme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = WIDE
    elder: bool = False

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.size[0]}{'-elder' if self.elder else ''}"

    @property
    def preferences(self) -> str:
        return json.dumps({"language": self.language, "scheme": self.scheme, "elder": self.elder})


LOOKS = [
    Look(language, scheme, size, elder)
    for size in (WIDE, HANDHELD)
    for language, elder in (("zh", False), ("en", False), ("zh", True))
    for scheme in ("light", "dark")
]
"""Every look, in an order in which neighbours differ in little."""


@dataclass
class Watched:
    """A page, and all it did that a page must not: errors, and requests that leave the origin."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)
    finished: list[Request] = field(default_factory=list)
    expected: set[str] = field(default_factory=lambda: set(REMARKS))
    """Parts of messages that a test provokes: the browser writes one about each request that fails."""

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"uncaught: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfinished", self._finished)

    def _console(self, message: ConsoleMessage) -> None:
        provoked = any(part in message.text for part in self.expected)
        if message.type in ("error", "warning") and not provoked:
            self.wrong.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        scheme, host = urlsplit(request.url)[:2]
        if scheme in ("http", "https", "ws", "wss") and host != urlsplit(self.address).netloc:
            self.wrong.append(f"request leaves the origin: {request.url}")

    def _finished(self, request: Request) -> None:
        self.finished.append(request)

    def transferred(self) -> int:
        """Bytes that came over the wire until now."""
        sizes = [request.sizes() for request in self.finished]
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)

    def open(self, path: str) -> "Watched":
        """The page at this path, once it has come to rest."""
        self.page.goto(self.address + path)
        return self.rest()

    def rest(self) -> "Watched":
        self.page.wait_for_load_state("load")
        self.page.locator("h1, [role=alert]").first.wait_for()
        for unready in (
            ".state-loading:not([data-sample] *)",
            "[aria-busy=true]",
            ".chart:not([data-drawn])",
        ):
            expect(self.page.locator(unready)).to_have_count(0)
        return self

    def choose(self, look: Look) -> None:
        """Shows the same page in another look, as if it were chosen in another tab and the window made as large."""
        width, height = look.size
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(
            "([key, chosen]) => { localStorage.setItem(key, chosen);"
            " dispatchEvent(new StorageEvent('storage', { key })); }",
            [PREFERENCES, look.preferences],
        )
        lang = "zh-CN" if look.language == "zh" else "en"
        self.page.locator(f"html[lang={lang}][data-scheme={look.scheme}]").wait_for(state="attached")
        # Colours change a moment after the page says so. What turns while something loads never ends.
        self.page.wait_for_timeout(250)
        self.page.evaluate(
            "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
            ".then(() => Promise.allSettled(document.getAnimations().filter(one => one instanceof CSSTransition)"
            ".map(one => one.finished))).then(() => true)"
        )
        # A map is drawn anew in its new colours.
        self.page.locator("[aria-busy=true]").wait_for(state="detached")

    def wrong_in(self, look: Look, name: str) -> list[str]:
        """What is wrong with the page in this look. Keeps a picture of it, dark ones in English."""
        self.choose(look)
        if (look.language == "en") == (look.scheme == "dark"):
            self.picture(f"{name}-{look}")
        # Dark and light are the same page in other colours.
        wrong = self.violations(colours_only=look.scheme == "dark")
        if (over := self.overflows()) > 0:
            wrong.append(f"wider than its window by {over} px")
        return wrong

    def violations(self, *, colours_only: bool = False) -> list[str]:
        """What axe finds against WCAG 2.1 A and AA, one line a node."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found: dict[str, Any] = self.page.evaluate(
            "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})",
            {"type": "rule", "values": ["color-contrast"]}
            if colours_only
            else {"type": "tag", "values": STANDARD},
        )
        return [
            f"{rule['id']}: {node['html'][:160]} — {node.get('failureSummary', '')[:200]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def overflows(self) -> int:
        """Pixels by which the page is wider than its window."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return max(0, wide)

    def picture(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        # Of a long page, or of a wall, drawn without a graphics card.
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, timeout=3 * PATIENCE_MS)


@contextmanager
def window(
    browser: Browser, address: str, look: Look, state: dict[str, Any] | None = None
) -> Iterator[Watched]:
    """A fresh window; at its end, everything it did wrong fails the test."""
    width, height = look.size
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        color_scheme=look.scheme,
        has_touch=look.size == HANDHELD,
        locale="zh-CN" if look.language == "zh" else "en-GB",
        timezone_id="Asia/Shanghai",
        storage_state=state,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(
        f"if (!localStorage.getItem('{PREFERENCES}')) localStorage.setItem('{PREFERENCES}', '{look.preferences}')"
    )
    watched = Watched(context.new_page(), address)
    try:
        yield watched
        assert not watched.wrong, "\n".join(watched.wrong)
    finally:
        context.close()


def sign_in(watched: Watched, login: str, password: str) -> None:
    watched.page.get_by_label("用户名").fill(login)
    watched.page.get_by_label("密码", exact=True).fill(password)
    watched.page.get_by_role("button", name="登录").click()


def chose_password(watched: Watched, first: str, own: str) -> bool:
    """Whether somebody just signed in had to choose a password of his own; then he has."""
    page = watched.page
    inside = page.get_by_role("navigation", name="菜单")
    expect(inside.or_(page.get_by_label("现在的密码"))).to_be_visible()
    if inside.is_visible():
        return False
    page.get_by_label("现在的密码").fill(first)
    page.get_by_label("新密码", exact=True).fill(own)
    page.get_by_label("再输入一次").fill(own)
    page.get_by_role("button", name="保存新密码").click()
    expect(inside).to_be_visible()
    return True
