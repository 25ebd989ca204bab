"""A day is planned on the page: tried, put in force, an urgent order put in and compared with the plan in force."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open, People
from tests.browser.matters import HEAD, OVERSEER
from tests.browser.session import HANDHELD, Look

COUNTY = "990181"
HANDLER = "chaoyouxin"


def orders_in_the_county(people: People, count: int) -> list[str]:
    """Findings of the county as orders that somebody has to go to."""
    made = []
    with people.call(OVERSEER) as overseer:
        found = overseer.get("/findings", region=COUNTY, state="new")["rows"]
        for finding in found[:count]:
            moved = overseer.post("/orders", finding=finding["finding"], text="入户核对")
            made.append(moved["number"])
            moved = overseer.post(f"/orders/{made[-1]}/claim", version=moved["version"])
            done = {"result": "交县区", "form": {}}
            overseer.post(f"/orders/{made[-1]}/complete", version=moved["version"], **done)
    return made


def test_a_day_is_planned_and_an_urgent_order_put_in(at: Open, people: People) -> None:
    first = orders_in_the_county(people, 3)
    with at(HEAD) as watched:
        page = watched.open("/dispatch").page
        # Tomorrow: whatever the clock says while this runs, that day has not begun.
        page.get_by_label("哪一天").fill(
            page.evaluate("new Date(Date.now() + 864e5).toLocaleDateString('sv')")
        )
        page.get_by_role("button", name="排一次看看").click()
        adopt = page.get_by_role("button", name="让它生效")
        expect(adopt).to_be_visible()
        adopt.click()
        expect(page.get_by_text("已生效，有变动的人已收到通知")).to_be_visible()
        for order in first:
            expect(page.locator(".stops").get_by_text(re.compile(f"^{order} "))).to_have_count(1)
        (urgent,) = orders_in_the_county(people, 1)
        page.reload()
        page.get_by_role("button", name=f"插入 {urgent}").click()
        beside = page.locator(".card").filter(has=page.get_by_text("假如插入这一单", exact=True))
        put_in = beside.locator(".stops li").filter(has_text=urgent)
        expect(put_in).to_contain_text("与生效的不同")
        expect(put_in).to_contain_text("必须")
        expect(beside.locator("dl")).to_contain_text("(+1)")
        for look in (Look(), Look("en", "dark"), Look(size=HANDHELD), Look("en", "dark", HANDHELD)):
            assert watched.wrong_in(look, "dispatch-compared") == [], look
        watched.choose(Look())
        adopt.click()
        expect(page.get_by_text("假如插入这一单", exact=True)).to_have_count(0)
        expect(page.locator(".stops").get_by_text(re.compile(f"^{urgent} "))).to_have_count(1)
    with people.call(HANDLER) as handler:
        assert any(notice["kind"] == "dispatch.route" for notice in handler.get("/notices")["rows"])
