"""No figure on a page is the end of the way: one click from it, or two, stand the rows it is counted from."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.matters import HEAD, OVERSEER

SCREENS = [
    "city/城市运行总览",
    "subsidy/监督执纪",
    "hotline/热线",
    "data_resources/数据资源",
    "outbreak/传染病",
]
NOTHING = re.compile("没有数据|^0$", re.MULTILINE)
"""What a panel says that counts no row."""
PAGES = [("/", OVERSEER), ("/statistics", OVERSEER), ("/quality", OVERSEER), ("/contribution", OVERSEER)]
FIGURES = "main .number, main .figures-number, main .tile-number, main .table-number"
NOWHERE = """(selector) => [...document.querySelectorAll(selector)]
  .filter(one => one.offsetParent && /[1-9]/.test(one.textContent) && !one.matches("th"))
  .filter(one => !one.closest("header, .page-lead, .list-foot, tfoot, [data-past]"))
  .filter(one => !one.closest("tr, li, dl > div, .panel, a")?.matches(":has(a[href], button), a"))
  .map(one => one.textContent.trim())"""
"""Figures in whose row, or panel, nothing can be clicked. What an earlier run measured has no rows any more."""


@pytest.mark.parametrize(("path", "login"), PAGES, ids=lambda each: each.strip("/") or "start")
def test_every_figure_has_somewhere_to_go(at: Open, path: str, login: str) -> None:
    with at(login) as watched:
        page = watched.open(path).page
        expect(page.locator(FIGURES).first).to_be_visible()
        assert page.evaluate(NOWHERE, FIGURES) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_every_panel_of_a_screen_shows_its_rows(at: Open, screen: str) -> None:
    with at(HEAD) as watched:
        page = watched.open(f"/screens/{screen}").page
        panels = page.locator(".panel:has(.panel-behind)")
        expect(panels.first).to_be_visible()
        without = []
        for number in range(panels.count()):
            panel = panels.nth(number)
            told = panel.inner_text()
            panel.locator(".panel-behind").click()
            expect(page.locator(".behind")).to_be_visible()
            if not page.locator(".behind tbody tr").count() and not NOTHING.search(told):
                without.append(told)
            page.keyboard.press("Escape")
            expect(page.locator(".behind")).to_have_count(0)
        assert without == []


def test_a_figure_of_the_funnel_is_as_many_findings_as_it_says(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open("/statistics").page
        # Of the rule with the fewest: lists count up to a thousand.
        least = page.locator(".figures tbody a[href^='/findings?']").last
        told = least.inner_text()
        least.click()
        expect(page.locator("[data-row]").first).to_be_visible()
        expect(page.locator(".list-foot [role=status]")).to_contain_text(f"{told} 条")
