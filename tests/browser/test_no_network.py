"""What somebody fills in where there is no network is kept, told, and sent later exactly once."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import People
from tests.browser.matters import OVERSEER
from tests.browser.network import Network, network
from tests.browser.session import HANDHELD, Look, Watched, window
from tests.serving import Served

FORM = "/specimen"
SENT_TO = "**/api/specimen"
WAITING = "1 份待发送"
UNREACHED = "net::ERR_"
# A page taken down within milliseconds of a click may not have written it yet.
DRAFT_IS_KEPT = """() => new Promise((answer) => {
    const opening = indexedDB.open("shuzhi");
    opening.onsuccess = () => {
        const drafts = opening.result.transaction("drafts").objectStore("drafts").getAll();
        drafts.onsuccess = () => {
            opening.result.close();
            answer(drafts.result.some(({ values }) => values.result));
        };
    };
})"""


class Server:
    """Stands in for the address the specimen's form is sent to: notes the keys it was given, answers as told."""

    def __init__(self, page: Page) -> None:
        self.keys: list[str] = []
        self.answer: Callable[[Route], None] = lambda route: route.fulfill(status=200, json={})
        page.route(SENT_TO, self._hear)

    def _hear(self, route: Route) -> None:
        self.keys.append(route.request.headers["idempotency-key"])
        self.answer(route)


Field = tuple[Watched, Network, Server]


@pytest.fixture
def field(browser: Browser, served: Served, people: People) -> Iterator[Field]:
    """A phone in the field, its network, and where its form goes."""
    state = people.state(OVERSEER)
    with (
        network(served.address) as between,
        window(browser, between.address, Look(size=HANDHELD), state) as phone,
    ):
        phone.expected |= {UNREACHED}
        phone.open("/")
        phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        phone.open(FORM)
        yield phone, between, Server(phone.page)


def fill_in(phone: Watched) -> None:
    phone.page.get_by_label("联系人").fill("江晚晴")
    phone.page.get_by_label("属实", exact=True).check()


def submit(phone: Watched) -> None:
    phone.page.get_by_role("button", name="提交").click()


def test_sent_at_once_where_there_is_one(field: Field) -> None:
    phone, _, server = field
    fill_in(phone)
    submit(phone)
    expect(phone.page.get_by_label("联系人")).to_have_value("")
    expect(phone.page.get_by_text(WAITING)).to_have_count(0)
    assert len(server.keys) == 1


def test_kept_through_a_reload_and_sent_once(field: Field) -> None:
    phone, between, server = field
    server.answer = lambda route: route.abort("internetdisconnected")
    fill_in(phone)
    between.cut()
    submit(phone)
    expect(phone.page.get_by_text(WAITING)).to_be_visible()
    phone.page.reload()
    expect(phone.page.get_by_text(WAITING)).to_be_visible()
    phone.page.get_by_text(WAITING).click()
    expect(phone.page.get_by_role("button", name="现在发送")).to_be_visible()
    between.mend()
    server.answer = lambda route: route.fulfill(status=200, json={})
    # Pressed if it is still there: by itself it may have been sent already.
    phone.page.get_by_role("button", name="现在发送").evaluate_all(
        "all => all.forEach((each) => each.click())"
    )
    expect(phone.page.get_by_text("没有待发送的内容")).to_be_visible()
    assert len(set(server.keys)) == 1


def test_an_answer_that_got_lost_is_asked_for_under_the_same_key(field: Field) -> None:
    phone, _, server = field
    server.answer = lambda route: route.abort("connectionreset")
    fill_in(phone)
    submit(phone)
    expect(phone.page.get_by_text(WAITING)).to_be_visible()
    server.answer = lambda route: route.fulfill(status=200, json={})
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.page.get_by_text(WAITING)).to_have_count(0)
    assert len(server.keys) >= 2
    assert len(set(server.keys)) == 1


def test_half_filled_comes_back(field: Field) -> None:
    phone, between, _ = field
    fill_in(phone)
    phone.page.wait_for_function(DRAFT_IS_KEPT)
    between.cut()
    phone.page.reload()
    expect(phone.page.get_by_label("联系人")).to_have_value("江晚晴")
    expect(phone.page.get_by_label("属实", exact=True)).to_be_checked()


def test_a_refusal_is_told_where_the_form_is(field: Field) -> None:
    phone, _, server = field
    phone.expected |= {"status of 409"}
    problem = {
        "what": {"zh": "工单已办结", "en": "closed"},
        "where": "M1",
        "todo": {"zh": "刷新", "en": "reload"},
    }
    server.answer = lambda route: route.fulfill(status=409, json={"problems": [problem]})
    fill_in(phone)
    submit(phone)
    expect(phone.page.locator("form").get_by_role("alert")).to_contain_text("工单已办结")
    expect(phone.page.get_by_label("联系人")).to_have_value("江晚晴")
    expect(phone.page.get_by_text(WAITING)).to_have_count(0)


def test_a_later_refusal_stays_until_somebody_has_looked(field: Field) -> None:
    phone, _, server = field
    phone.expected |= {"status of 403"}
    server.answer = lambda route: route.abort("internetdisconnected")
    fill_in(phone)
    submit(phone)
    expect(phone.page.get_by_text(WAITING)).to_be_visible()
    problem = {
        "what": {"zh": "岗位已撤销", "en": "post gone"},
        "where": "",
        "todo": {"zh": "联系负责人", "en": "ask"},
    }
    server.answer = lambda route: route.fulfill(status=403, json={"problems": [problem]})
    phone.page.get_by_text(WAITING).click()
    phone.page.get_by_role("button", name="现在发送").click()
    expect(phone.page.get_by_role("alert")).to_contain_text("岗位已撤销")
    phone.page.get_by_role("button", name="删除").click()
    phone.page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(phone.page.get_by_text("没有待发送的内容")).to_be_visible()
    assert len(set(server.keys)) == 1


def test_nothing_of_the_api_is_kept_on_the_device(field: Field) -> None:
    phone, _, _ = field
    kept: list[str] = phone.page.evaluate(
        "caches.keys().then(async names => (await Promise.all(names.map(async name =>"
        " (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)))).flat())"
    )
    assert "/" in kept
    assert [path for path in kept if path.startswith("/api/")] == []
