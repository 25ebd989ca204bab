"""The whole loop, in a browser: a finding is accepted, becomes an order, is handled, and changes its rule's worth.

The server is killed twice on the way: once before it hears of what somebody did, once after. Pictures: ``way-*``.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import PASSWORD
from tests.browser.matters import OVERSEER, REVIEWER, photo
from tests.browser.session import HANDHELD, Look, Watched, chose_password, sign_in, window
from tests.serving import Served, serving

HANDLER = "lanzhijin"
"""核查员 in 澜东区: everywhere else in these tests it is somebody of 云溪区."""
COUNTY = "990103"
RULE = "paid_after_death"
SHUZHI = Path(sys.executable).parent / "shuzhi"
UNREACHED = "net::ERR_"


@dataclass
class Way:
    """The city, its server, which is killed and started again at the same address, and who has signed in."""

    city: Path
    browser: Browser
    servers: ExitStack
    running: Served = field(init=False)
    states: dict[str, Any] = field(default_factory=dict)
    stop: int = 0

    def __post_init__(self) -> None:
        self.running = self.servers.enter_context(serving(self.city))

    def start_again(self) -> None:
        port = urlsplit(self.running.address).port
        passwords = self.running.passwords
        again = self.servers.enter_context(serving(self.city, port=port))
        self.running = replace(again, passwords=passwords)

    @contextmanager
    def sitting(self, login: str, path: str, look: Look | None = None) -> Iterator[Watched]:
        """Somebody at a browser, signed in, at a page."""
        address, state = self.running.address, self._state(login)
        with window(self.browser, address, look or Look(), state) as watched:
            watched.expected |= {UNREACHED}  # the server is killed under them
            yield watched.open(path)

    def _state(self, login: str) -> Any:
        if login not in self.states:
            first = self.running.passwords[login]
            with window(self.browser, self.running.address, Look()) as watched:
                watched.open("/")
                sign_in(watched, login, first)
                chose_password(watched, first, PASSWORD)
                self.states[login] = {**watched.page.context.storage_state(), "origins": []}
        return self.states[login]

    def picture(self, watched: Watched, name: str) -> None:
        self.stop += 1
        watched.picture(f"way-{self.stop:02}-{name}")


@pytest.fixture
def city(pristine: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / "yunlan"))


@pytest.fixture
def way(city: Path, browser: Browser) -> Iterator[Way]:
    with ExitStack() as servers:
        yield Way(city, browser, servers)


def test_the_whole_way(way: Way, tmp_path: Path) -> None:
    picture = tmp_path / "凭证.jpg"
    picture.write_bytes(photo())
    before = worth(way, "rule-before")
    finding, order = accept_and_open(way)
    assign(way, order)
    check(way, order, picture)
    review(way, order)
    recover(way, order, picture)
    concluded(way, finding)
    published(way.city, finding)
    run = shuzhi("run", way.city)
    assert run.returncode == 0, run.stderr
    after = worth(way, "rule-after")
    assert (after["线索"], after["立案"]) == (before["线索"] + 1, before["立案"] + 1)
    assert after["线索占比"] > before["线索占比"]
    with way.sitting(OVERSEER, "/statistics") as watched:
        expect(watched.page.locator(".funnel-money")).to_contain_text("1,248.50")
        way.picture(watched, "statistics")
    audit = shuzhi("audit", way.city)
    assert (audit.returncode, "审计链完整" in audit.stdout) == (0, True), audit.stdout + audit.stderr


def worth(way: Way, name: str) -> dict[str, float]:
    """How well the rule finds, as its page says: the first number of each fact."""
    with way.sitting(OVERSEER, f"/rules/subsidy/{RULE}") as watched:
        way.picture(watched, name)
        card = watched.page.locator(".card").filter(has_text="查得准不准").first
        facts: list[list[str]] = card.locator(".facts > div").evaluate_all(
            "all => all.map(one => [...one.children].map(part => part.innerText))"
        )
        return {label: float(re.findall(r"[\d.]+", said)[0]) for label, said in facts}


def accept_and_open(way: Way) -> tuple[str, str]:
    """The inbox, one finding, a lead, its order."""
    with way.sitting(OVERSEER, f"/findings?rule={RULE}&region={COUNTY}") as watched:
        page = watched.page
        expect(page.locator("[data-row]").first).to_be_visible()
        way.picture(watched, "inbox")
        # The last one is what the departments' own checks held for the least likely: to find otherwise tells something.
        for _ in range(page.locator("[data-row]").count()):
            page.keyboard.press("j")
        page.keyboard.press("Enter")
        expect(page.locator(".evidence-source").first).to_be_visible()
        finding = page.url.rsplit("/", 1)[-1]
        page.keyboard.press("a")
        expect(page.locator(".page-lead")).to_contain_text("线索")
        way.picture(watched, "lead")
        page.keyboard.press("o")
        dialog = page.get_by_role("dialog", name="开具工单")
        dialog.get_by_label("交办要求").fill("核对死亡日期、停发日期和领取人。")
        way.picture(watched, "open-order")
        dialog.get_by_role("button", name="开具工单").click()
        expect(dialog).to_have_count(0)
        link = page.get_by_role("link", name=re.compile(r"^\d{4}-\d{6}$")).first
        order = link.inner_text()
        link.click()
        expect(page.get_by_role("heading", name="当前环节")).to_be_visible()
        return finding, order


def claim(page: Page) -> None:
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_role("button", name="签收")).to_have_count(0)


def end(page: Page, result: str) -> None:
    """The step ends with this result, which the form was filled in for."""
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".past h3").filter(has_text=result)).to_be_visible()


def assign(way: Way, order: str) -> None:
    """The server is dead when he sends: what he filled in waits, and is there once it lives again."""
    with way.sitting(OVERSEER, f"/orders/{order}") as watched:
        page = watched.page
        claim(page)
        page.get_by_role("radio", name="交县区").check()
        page.get_by_label(re.compile("^交办意见")).fill("请县区入户核查。")
        way.picture(watched, "assign")
        way.running.kill()
        page.get_by_role("button", name="提交", exact=True).click()
        waits(page)
        way.picture(watched, "server-dead")
        way.start_again()
        sent(page, "交县区")


def check(way: Way, order: str, picture: Path) -> None:
    """In the county, on the phone. The server is killed when all is done there and nobody has been told yet."""

    def done_and_killed(route: Route) -> None:
        route.fetch()
        way.running.kill()
        route.abort("connectionreset")

    with way.sitting(HANDLER, "/tasks", Look(size=HANDHELD)) as watched:
        page = watched.page
        way.picture(watched, "tasks")
        page.locator(f"a[href='/orders/{order}']").first.click()
        claim(page)
        page.get_by_role("radio", name="属实", exact=True).check()
        told = page.get_by_role("radiogroup", name=re.compile("已把疑点"))
        told.get_by_role("radio", name="是").check()
        page.get_by_label(re.compile("^核查情况")).fill("死亡登记属实，发放未停，由其子领取。")
        page.locator("input[type=file]").set_input_files(picture)
        page.get_by_label(re.compile("现场位置.*地点说明")).fill("霁月街道办事处")
        page.get_by_label(re.compile("核实的涉及金额")).fill("1248.50")
        page.get_by_role("radio", name="立案审查").check()
        way.picture(watched, "check")
        page.route("**/complete", done_and_killed)
        page.get_by_role("button", name="提交", exact=True).click()
        waits(page)
        way.picture(watched, "killed-after")
        page.unroute("**/complete")
        way.start_again()
        sent(page, "属实")


def waits(page: Page) -> None:
    expect(page.get_by_role("link", name="1 份待发送")).to_be_visible()


def sent(page: Page, result: str) -> None:
    """What waited is on the server, once."""
    expect(page.get_by_role("heading", name="当前环节")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("link", name="1 份待发送")).to_have_count(0)
    expect(page.locator(".past h3").filter(has_text=result)).to_have_count(1)


def review(way: Way, order: str) -> None:
    with way.sitting(REVIEWER, f"/orders/{order}") as watched:
        page = watched.page
        expect(page.locator(".past")).to_have_count(2)
        claim(page)
        page.get_by_role("radio", name="立案审查").check()
        page.get_by_label(re.compile("^审核意见")).fill("事实清楚，同意立案。")
        page.get_by_label(re.compile("^审批文号")).fill("云纪审〔2026〕1号")
        way.picture(watched, "review")
        end(page, "立案审查")


def recover(way: Way, order: str, picture: Path) -> None:
    with way.sitting(HANDLER, f"/orders/{order}") as watched:
        page = watched.page
        claim(page)
        page.get_by_role("radio", name="已退清").check()
        page.get_by_label(re.compile("^追回金额")).fill("1248.50")
        page.locator("input[type=file]").set_input_files(picture)
        way.picture(watched, "recover")
        end(page, "已退清")
        expect(page.locator(".page-lead")).to_contain_text("已办结")
        way.picture(watched, "closed")


def concluded(way: Way, finding: str) -> None:
    with way.sitting(OVERSEER, f"/findings/{finding}") as watched:
        expect(watched.page.locator(".page-lead")).to_contain_text("办结")
        expect(watched.page.locator(".facts").first).to_contain_text("1,248.50")
        way.picture(watched, "concluded")


def published(city: Path, finding: str) -> None:
    """Waits until the outcome lies where the next run reads it."""
    path, until = city / "outcomes" / "decisions.jsonl", time.monotonic() + 60
    while time.monotonic() < until:
        rows = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        if any(row["finding"] == finding and row["recovered"] == 1248.5 for row in rows):
            return
        time.sleep(0.5)
    raise AssertionError(path)


def shuzhi(verb: str, city: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SHUZHI, verb, str(city)], capture_output=True, text=True, timeout=300, check=False)
