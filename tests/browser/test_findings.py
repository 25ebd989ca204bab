"""Who has four hundred findings: looks, decides by keyboard, takes back; a finding with its evidence; the sheet."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.pages import OVERSEER
from tests.browser.session import HANDHELD, LOOKS, WIDE, Watched

RULE = "/findings?rule=paid_after_death"


def first_finding(watched: Watched) -> str:
    """The path of the first finding of the list."""
    path = watched.open(RULE).page.locator("[data-row] a").first.get_attribute("href")
    assert path
    return path


def test_a_finding_is_accessible_with_all_it_rests_on(at: Open) -> None:
    for size in (WIDE, HANDHELD):
        looks = [look for look in LOOKS if look.size == size]
        with at(OVERSEER, looks[0]) as watched:
            path = first_finding(watched)
            wrong = []
            for name, address in (("finding", path), ("sheet", f"{path}/sheet")):
                watched.open(address)
                watched.page.locator(".evidence-source").first.wait_for()
                for look in looks:
                    watched.choose(look)
                    watched.picture(f"{name}-whole-{look}")
                    wrong += [f"{name} {look}: {found}" for found in watched.violations()]
                    if (over := watched.overflows()) > 0:
                        wrong.append(f"{name} {look}: wider than its window by {over} px")
            assert not wrong, "\n".join(wrong)


def test_the_evidence_stands_by_department_with_what_decided_marked(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open(first_finding(watched)).page
        expect(page.get_by_role("region", name="公安局")).to_be_visible()
        expect(page.get_by_role("columnheader", name="死亡日期 关键")).or_(
            page.get_by_role("rowheader", name="死亡日期 关键")
        )
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
        expect(page.locator(".finding-side")).to_contain_text("列为线索")
        expect(page.locator(".finding-side")).to_contain_text("司鉴清")
        page.keyboard.press("u")
        expect(page.locator(".finding-side")).to_contain_text("已撤销")
