"""Everything by keyboard: the skip link, walking and selecting in a list, the help, and switching single keys off."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.matters import OVERSEER


def test_the_first_stop_skips_to_the_content(at: Open) -> None:
    with at(OVERSEER) as watched:
        watched.open("/specimen")
        watched.page.keyboard.press("Tab")
        expect(watched.page.get_by_role("link", name="跳到正文")).to_be_focused()
        watched.page.keyboard.press("Enter")
        expect(watched.page.locator("main")).to_be_focused()


def test_a_list_is_walked_selected_and_opened(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open("/specimen").page
        for key in "jjxjxk":
            page.keyboard.press(key)
        expect(page.get_by_role("link", name="第 2 件事项")).to_be_focused()
        expect(page.get_by_text("已选 2 条")).to_be_visible()
        assert watched.violations() == []
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{watched.address}/specimen?q=M0002")


def test_keys_do_nothing_while_typing(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open("/specimen").page
        page.get_by_label("联系人").press_sequentially("jx?")
        expect(page.get_by_label("联系人")).to_have_value("jx?")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_help_lists_what_acts_and_switches_it_off(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open("/specimen").page
        page.keyboard.press("?")
        help_ = page.get_by_role("dialog", name="键盘操作")
        expect(help_.get_by_text("下一条")).to_be_visible()
        assert watched.violations() == []
        help_.get_by_role("switch").click()
        page.keyboard.press("Escape")
        expect(help_).to_have_count(0)
        page.keyboard.press("j")
        expect(page.get_by_role("link", name="第 1 件事项")).not_to_be_focused()


def test_pages_are_reached_by_two_keys(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open("/specimen").page
        page.keyboard.press("g")
        page.keyboard.press("h")
        expect(page).to_have_url(f"{watched.address}/")
        expect(page.locator("main")).to_be_focused()
