"""Long lists: filters in the address, stretches, order; found again by "back"."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.matters import OVERSEER


def test_a_filter_stands_in_the_address_and_back_undoes_it(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open("/specimen").page
        page.get_by_label("状态").select_option("late")
        expect(page.get_by_text("共 30 条")).to_be_visible()
        expect(page).to_have_url(f"{watched.address}/specimen?state=late")
        page.go_back()
        expect(page.get_by_text("共 90 条")).to_be_visible()
        expect(page.get_by_label("状态")).to_have_value("")


def test_an_address_with_filters_opens_filtered(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open("/specimen?state=closed&q=M0003").page
        expect(page.get_by_text("共 1 条")).to_be_visible()
        expect(page.get_by_label("编号")).to_have_value("M0003")


def test_more_is_shown_when_asked_for(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open("/specimen").page
        page.get_by_role("button", name="再显示一些").click()
        expect(page.get_by_text("已显示 40 条")).to_be_visible()


def test_the_order_is_told_to_screen_readers(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open("/specimen").page
        page.get_by_role("button", name="金额").click()
        expect(page.get_by_role("columnheader", name="金额")).to_have_attribute("aria-sort", "descending")
        page.get_by_role("button", name="金额").click()
        expect(page.get_by_role("columnheader", name="金额")).to_have_attribute("aria-sort", "ascending")


def test_nothing_found_says_what_to_do(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open("/specimen?q=none").page
        expect(page.get_by_text("没有符合条件的内容")).to_be_visible()
        page.get_by_role("button", name="清除筛选").click()
        expect(page.get_by_text("共 90 条")).to_be_visible()
