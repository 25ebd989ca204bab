"""The big screens: whole in every size, the numbers those of the indicators, and from a panel to rows to a finding."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, People
from tests.browser.matters import HEAD, LEADER
from tests.browser.session import Look

CITY, SUPERVISION = "city/城市运行总览", "subsidy/监督执纪"
SCREENS = [
    CITY, SUPERVISION, "hotline/热线", "hotline/诉求构成", "data_resources/数据资源", "outbreak/传染病",
    "economy/经济运行", "enterprise/企业", "inspection_fire/防火检查", "grease/餐厨废油", "smart_electricity/用电监护",
    "smart_fire/消防设施监护", "sanitation/市容环境",
]  # fmt: skip
SIZES = [(1920, 1080), (1024, 768), (390, 844)]
WALLS = [(3840, 2160), (6656, 1792)]
"""One screen stands for the others: without a graphics card a picture of a wall takes half a minute."""
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
CUT_OFF = """[...document.querySelectorAll(".panel-body, .panel header")]
  .filter(box => box.scrollHeight > box.clientHeight + 2 || box.scrollWidth > box.clientWidth + 2)
  .map(box => `${box.closest(".panel").getAttribute("aria-label")}: ${box.className || "head"}`)"""
EMPTY_ROOM = """(() => {
  const screen = document.querySelector(".screen").getBoundingClientRect();
  const cells = [...document.querySelectorAll(".screen-cell")];
  const last = Math.max(...cells.map(one => one.getBoundingClientRect().bottom));
  return Math.max(screen.left, innerWidth - screen.right, Math.abs(screen.bottom - last));
})()"""
MARGIN = 0.03
"""Of the window's width, at most, stays free at an edge."""


@pytest.mark.parametrize("name", SCREENS)
def test_it_fills_any_window_and_cuts_nothing_off(at: Open, name: str) -> None:
    with at(HEAD, Look(size=SIZES[0])) as watched:
        watched.open(f"/screens/{name}?wall")
        wrong = []
        for width, height in [*SIZES, *(WALLS if name == CITY else [])]:
            watched.page.set_viewport_size({"width": width, "height": height})
            watched.page.wait_for_timeout(400)
            watched.page.evaluate(DRAWN)
            watched.picture(f"wall-{name.partition('/')[2]}-{width}x{height}")
            wrong += [f"{width}x{height}: {cut}" for cut in watched.page.evaluate(CUT_OFF)]
            if watched.overflows() > 0:
                wrong.append(f"{width}x{height}: wider than its window")
            if watched.page.evaluate(EMPTY_ROOM) > max(16, MARGIN * width):
                wrong.append(f"{width}x{height}: room left at an edge")
        assert not wrong, "\n".join(wrong)


def as_shown(number: float, decimals: int) -> str:
    """A number as people read it in Chinese."""
    if abs(number) >= 100_000:
        return f"{number / 10_000:.1f}".removesuffix(".0") + "万"
    told = f"{number:,.{decimals}f}"
    return told.rstrip("0").rstrip(".") if decimals else told


def test_large_numbers_are_those_the_indicators_answer(at: Open, people: People) -> None:
    wrong, compared = [], 0
    for name in SCREENS:
        with people.call(HEAD) as head:
            panels = [one for one in head.get(f"/views/{name}")["panels"] if one["kind"] == "kpi"]
            answers: list[dict[str, Any]] = [
                head.post("/indicators/query", **one["asks"][0]) for one in panels
            ]
        with at(HEAD) as watched:
            shown = watched.open(f"/screens/{name}").page.locator(".kpi > .hidden").all_inner_texts()
        told = [as_shown(answer["rows"][0][0], answer["decimals"]) for answer in answers]
        compared += len(told)
        wrong += [
            f"{name}: {one} is not {other}" for one, other in zip(shown, told, strict=True) if one != other
        ]
    assert compared
    assert not wrong, "\n".join(wrong)


def test_from_a_panel_to_its_rows_to_a_finding(at: Open) -> None:
    with at(HEAD) as watched:
        page = watched.open(f"/screens/{SUPERVISION}").page
        ranking = page.get_by_role("region", name="各条规则的疑点")
        ranking.get_by_role("listitem").first.get_by_role("button").click()
        rows = page.get_by_role("dialog").get_by_role("row")
        many = int(ranking.locator("li .number").first.inner_text().replace(",", ""))
        expect(rows).to_have_count(min(many, 200) + 1)
        finding = page.get_by_role("dialog").get_by_role("link").first
        path = finding.get_attribute("href")
        finding.click()
        watched.page.wait_for_url(f"**{path}")


def test_a_county_on_the_map_leads_to_its_rows(at: Open) -> None:
    with at(HEAD) as watched:
        page = watched.open(f"/screens/{CITY}").page
        page.get_by_role("region", name="近一年各县区诉求").locator("canvas").click()
        expect(page.get_by_role("dialog").get_by_text("区划为")).to_be_visible()


def test_what_is_not_granted_is_said_and_not_asked(at: Open) -> None:
    with at(LEADER) as watched:
        asked: list[str] = []
        seen: Callable[[Any], None] = lambda request: asked.append(request.post_data or "")  # noqa: E731
        watched.page.on("request", seen)
        page = watched.open(f"/screens/{CITY}").page
        closed = page.get_by_role("region", name="惠民资金疑点在哪里")
        expect(closed.get_by_text("没有授权看这个数")).to_be_visible()
        expect(closed.get_by_role("figure")).to_have_count(0)
        assert any("hotline." in one for one in asked)
        assert not any("subsidy." in one for one in asked)
