"""Who has four hundred findings: looks, decides by keyboard, takes back; a finding with its evidence; the sheet."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.matters import OVERSEER
from tests.browser.session import Watched

RULE = "/findings?rule=paid_after_death"


def first_finding(watched: Watched) -> str:
    """The path of the first finding of the list."""
    path = watched.open(RULE).page.locator("[data-row] a").first.get_attribute("href")
    assert path
    return path


def test_the_evidence_stands_by_department_with_what_decided_marked(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open(first_finding(watched)).page
        deaths = page.get_by_role("region", name="公安局")
        expect(deaths.get_by_role("rowheader", name="死亡日期 关键")).to_be_visible()
        expect(deaths.get_by_role("rowheader", name="身份证号", exact=True)).to_be_visible()
        page.get_by_role("button", name="查到文件的那一行").click()
        expect(page.locator(".evidence-place").first).to_contain_text("行")


def chosen_rows(page: Page) -> int:
    return page.locator("[data-row][data-chosen]").count()


def test_many_are_dismissed_by_keyboard_and_taken_back(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open(RULE).page
        total = page.locator(".list-foot [role=status]").inner_text()
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("x")
        assert chosen_rows(page) == 2
        page.keyboard.press("d")
        expect(page.get_by_role("dialog", name="排除 2 个疑点")).to_be_visible()
        page.keyboard.press("1")
        expect(page.get_by_role("status").filter(has_text="排除：2 个疑点")).to_be_visible()
        expect(page.locator(".list-foot [role=status]")).not_to_have_text(total)
        page.keyboard.press("u")
        expect(page.get_by_role("status").filter(has_text="已撤销：2 个疑点")).to_be_visible()
        expect(page.locator(".list-foot [role=status]")).to_have_text(total)


def test_a_finding_becomes_a_lead_and_its_history_says_who(at: Open) -> None:
    with at(OVERSEER) as watched:
        path = first_finding(watched)
        page = watched.open(path).page
        page.keyboard.press("a")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        history = page.locator(".finding-course")
        expect(history).to_contain_text("列为线索")
        expect(history).to_contain_text("司鉴清")
        page.keyboard.press("u")
        expect(history).to_contain_text("已撤销")
