"""Streets lie under the map where the city has them, are taken away and laid again, and missing ones hide nothing."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.matters import LEADER

# No layer of data: what differs between two pictures of the map is what lies below.
HERE = "/map?layers=-&circle=83.42,39.33,1000"
PARTS = "**/api/map/base/**"
MISSING = "底图暂时取不到"


def picture(page: Page) -> bytes:
    return page.locator(".map-canvas").screenshot()


def laid(page: Page, base: str) -> None:
    expect(page.locator(".map-canvas")).to_have_attribute("data-base", base)


def test_streets_lie_below_and_are_taken_away(at: Open) -> None:
    with at(LEADER) as watched:
        page = watched.open(HERE).page
        expect(page.get_by_text("没有选有地点的图层")).to_be_visible()
        choice = page.get_by_label("底图")
        laid(page, "streets")
        with_streets = picture(page)
        choice.select_option("不用底图")
        laid(page, "")
        assert picture(page) != with_streets
        page.reload()
        watched.rest()
        expect(choice).to_have_value("none")
        laid(page, "")
        choice.select_option("街区")
        laid(page, "streets")
        assert "base=" not in page.url
        assert watched.wrong == []


def test_without_them_the_map_is_the_citys_own(at: Open) -> None:
    with at(LEADER) as watched:
        watched.expected |= {"net::ERR_"}
        watched.page.route(PARTS, lambda route: route.abort("connectionfailed"))
        page = watched.open(HERE.replace("layers=-&", "")).page
        expect(page.get_by_text(MISSING)).to_be_visible()
        expect(page.locator(".map-found li").first).to_be_visible()
        page.get_by_label("底图").select_option("不用底图")
        expect(page.get_by_text(MISSING)).to_have_count(0)
        assert watched.wrong == []
