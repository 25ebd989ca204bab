"""An inspector without network fills in the form of his step, with photo and place: the server has it exactly once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import People
from tests.browser.matters import HANDLER, OVERSEER, photo
from tests.browser.session import HANDHELD, Look, Watched, window
from tests.serving import Served

WAITING = "1 份待发送"
HERE = {"latitude": 25.123456, "longitude": 103.654321, "accuracy": 12.0}
UNREACHED = "net::ERR_"


@dataclass(frozen=True)
class Field:
    """A phone that shows the order of an inspector, and the order as the server has it."""

    phone: Watched
    order: str
    people: People

    @property
    def page(self) -> Page:
        return self.phone.page

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def ended(self) -> list[dict[str, object]]:
        """The checks in the county that ended, as the server tells them."""
        with self.people.call(HANDLER) as handler:
            told = handler.get(f"/orders/{self.order}")
        done = [one for one in told["timeline"] if one["action"] == "complete" and one["by"] == HANDLER]
        tasks = [task for task in told["tasks"] if task["step"] == "县区核查" and task["result"]]
        assert len(done) == len(tasks)
        assert all(len(task["values"]["证据照片"]) == 1 for task in tasks)
        assert len(told["attachments"]) == len(tasks)
        return tasks


@pytest.fixture
def field(browser: Browser, served: Served, people: People, tmp_path: Path) -> Iterator[Field]:
    order = order_in_the_county(people)
    look = Look(size=HANDHELD)
    with window(browser, served.address, look, people.state(HANDLER)) as phone:
        phone.page.context.grant_permissions(["geolocation"])
        phone.page.context.set_geolocation(HERE)
        phone.expected |= {UNREACHED}
        phone.open("/")
        phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        phone.open(f"/orders/{order}")
        picture = tmp_path / "现场.jpg"
        picture.write_bytes(photo())
        fill_in(phone.page, picture)
        yield Field(phone, order, people)


def order_in_the_county(people: People) -> str:
    """The next finding of the county as an order that the inspector has claimed."""
    with people.call(OVERSEER) as overseer:
        found = overseer.get("/findings", region="990102", rule="paid_after_death", state="new")["rows"]
        moved = overseer.post("/orders", finding=found[0]["finding"], text="入户核对")
        order: str = moved["number"]
        moved = overseer.post(f"/orders/{order}/claim", version=moved["version"])
        moved = overseer.post(f"/orders/{order}/complete", version=moved["version"], result="交县区", form={})
    with people.call(HANDLER) as handler:
        handler.post(f"/orders/{order}/claim", version=moved["version"])
    return order


def fill_in(page: Page, picture: Path) -> None:
    page.get_by_role("radio", name="属实", exact=True).check()
    told = page.get_by_role("radiogroup", name=re.compile("已把疑点"))
    told.get_by_role("radio", name="是").check()
    page.get_by_label(re.compile("^核查情况")).fill("死亡登记属实，发放未停，家属同意退回。")
    page.locator("input[type=file]").set_input_files(picture)
    expect(page.get_by_role("img", name="第 1 张照片")).to_be_visible()
    page.get_by_role("button", name="使用当前位置").click()
    expect(page.get_by_text("已定位，误差约 12 米")).to_be_visible()
    page.get_by_label(re.compile("现场位置.*地点说明")).fill("长坡村委会")
    page.get_by_label(re.compile("核实的涉及金额")).fill("3960.00")
    page.get_by_role("radio", name="立案审查").check()


def submit(page: Page) -> None:
    page.get_by_role("button", name="提交", exact=True).click()


def test_without_network_it_waits_and_goes_when_there_is_one(field: Field) -> None:
    field.context.set_offline(True)
    submit(field.page)
    expect(field.page.get_by_text(WAITING)).to_be_visible()
    expect(field.page.get_by_role("status").filter(has_text="已保存在本机")).to_be_visible()
    expect(field.page.get_by_role("button", name="提交", exact=True)).to_have_count(0)
    field.phone.picture("field-1-waits")
    assert field.phone.violations() == []
    assert field.phone.overflows() == 0
    assert field.ended() == []
    field.context.set_offline(False)
    expect(field.page.get_by_text(WAITING)).to_have_count(0)
    expect(field.page.get_by_text("长坡村委会")).to_be_visible()
    field.phone.picture("field-2-sent")
    (task,) = field.ended()
    assert task["result"] == "属实"
    assert task["values"] == {
        "已告知当事人": True,
        "核查情况": "死亡登记属实，发放未停，家属同意退回。",
        "证据照片": task["values"]["证据照片"],  # type: ignore[index]
        "现场位置": {"lat": 25.123456, "lon": 103.654321, "accuracy": 12.0, "place": "长坡村委会"},
        "涉及金额": "3960.00",
        "处理建议": "立案审查",
    }


def test_the_connection_breaks_after_the_server_got_it(field: Field) -> None:
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    field.context.route("**/complete", swallow)
    submit(field.page)
    expect(field.page.get_by_text(WAITING)).to_be_visible()
    assert len(field.ended()) == 1
    field.context.unroute("**/complete")
    field.page.evaluate("dispatchEvent(new Event('online'))")
    expect(field.page.get_by_text(WAITING)).to_have_count(0)
    expect(field.page.get_by_text("长坡村委会")).to_be_visible()
    assert len(field.ended()) == 1


def test_the_connection_breaks_after_the_server_got_the_photo(field: Field) -> None:
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    field.context.route("**/attachments", swallow)
    submit(field.page)
    expect(field.page.get_by_text(WAITING)).to_be_visible()
    field.context.unroute("**/attachments")
    field.page.evaluate("dispatchEvent(new Event('online'))")
    expect(field.page.get_by_text(WAITING)).to_have_count(0)
    assert len(field.ended()) == 1


def test_the_tab_is_closed_and_opened_again(field: Field) -> None:
    field.context.set_offline(True)
    submit(field.page)
    expect(field.page.get_by_text(WAITING)).to_be_visible()
    again = field.context.new_page()
    field.page.close()
    again.goto(field.phone.address)
    expect(again.get_by_text(WAITING)).to_be_visible()
    assert field.ended() == []
    field.context.set_offline(False)
    expect(again.get_by_text(WAITING)).to_have_count(0)
    assert len(field.ended()) == 1


def test_two_tabs_send_it_once(field: Field) -> None:
    field.context.set_offline(True)
    submit(field.page)
    expect(field.page.get_by_text(WAITING)).to_be_visible()
    other = field.context.new_page()
    other.goto(field.phone.address)
    expect(other.get_by_text(WAITING)).to_be_visible()
    field.context.set_offline(False)
    for page in (field.page, other):
        expect(page.get_by_text(WAITING)).to_have_count(0)
    assert len(field.ended()) == 1
