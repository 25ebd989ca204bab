"""Who may edit views arranges one by hand or by keyboard, adds a panel, and everybody sees what he saved."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.city import ARRANGED
from tests.browser.conftest import Open
from tests.browser.matters import HEAD, LEADER, OVERSEER
from tests.browser.session import Watched

VIEW = f"/screens/city/{ARRANGED}"


@pytest.fixture
def editor(at: Open) -> Iterator[Watched]:
    with at(LEADER) as watched:
        watched.open(f"{VIEW}/edit")
        yield watched


def cell(page: Page, title: str) -> str:
    """Where the panel stands, as the browser lays it out."""
    panel = page.locator(".screen-cell").filter(has=page.get_by_role("button", name=f"移动：{title}"))
    return str(panel.evaluate("cell => cell.style.gridArea"))


def test_arranged_by_hand_and_by_keyboard_and_saved(editor: Watched, at: Open, pristine: Path) -> None:
    page = editor.page
    expect(page.get_by_role("button", name="移动：甲")).to_be_visible()
    assert cell(page, "甲").startswith("1 / 1")
    grip = page.get_by_role("button", name="移动：甲")
    box, grid = grip.bounding_box(), page.locator(".screen").bounding_box()
    assert box
    assert grid
    across = grid["width"] / 12
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10 + 6 * across, box["y"] + 10, steps=4)
    page.mouse.up()
    assert cell(page, "甲").startswith("1 / 7")
    assert cell(page, "乙").startswith("3 / 7"), "what it would cover went down"
    page.get_by_role("button", name="改大小：甲").press("ArrowDown")
    expect(page.get_by_role("status").filter(has_text="宽 6 高 3")).to_have_count(1)
    page.get_by_role("button", name="移除：丙").click()
    page.get_by_label("样式").select_option("line")
    page.get_by_role("button", name="加上").click()
    editor.picture("arranging")
    page.get_by_role("button", name="保存").click()
    expect(page).to_have_url(re.compile(r"/screens/city/[^/]+$"))
    editor.picture("arranged")
    text = (pristine.parent / "served" / "views" / f"{ARRANGED}.yml").read_text(encoding="utf-8")
    assert "at: [7, 1, 6, 3]" in text
    assert "丙" not in text
    assert "kind: line" in text
    assert "# 留着的注释" in text
    with at(HEAD) as seen:
        seen.open(VIEW)
        expect(seen.page.get_by_role("heading", name="甲")).to_be_visible()
        expect(seen.page.get_by_role("heading", name="丙")).to_have_count(0)
        expect(seen.page.get_by_role("button", name="编排")).to_have_count(0)


def test_who_may_not_is_told(at: Open) -> None:
    with at(OVERSEER) as watched:
        watched.open(f"{VIEW}/edit")
        expect(watched.page.get_by_role("button", name="保存")).to_have_count(0)
        expect(watched.page.get_by_text("没有权限").first).to_be_visible()
