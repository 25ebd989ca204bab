"""Who has four hundred findings: looks, decides by keyboard, takes back; a finding with its evidence; the sheet."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.calls import Calls
from tests.browser.conftest import Open, People
from tests.browser.matters import OVERSEER
from tests.browser.session import Watched

ASKED = "minanle"
"""承办员 of 民政局."""
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


def test_a_department_is_asked_and_answers(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open(first_finding(watched)).page
        page.keyboard.press("q")
        dialog = page.get_by_role("dialog", name="征询部门")
        dialog.get_by_label("部门").select_option("民政局")
        dialog.get_by_label("要问什么").fill("停发是哪一天批的？")
        dialog.get_by_role("button", name="征询部门").click()
        expect(dialog).to_have_count(0)
        expect(page.locator(".voice")).to_contain_text("待答复")
    with at(ASKED) as watched:
        page = watched.open("/questions").page
        asked = page.locator(".voice").filter(has_text="停发是哪一天批的？")
        asked.get_by_label("答复").fill("没有批过停发。")
        asked.get_by_role("button", name="提交答复").click()
        expect(asked).to_have_count(0)
        page.get_by_label("范围").select_option("answered")
        expect(page.locator(".voice").first).to_contain_text("没有批过停发。")


def test_what_the_person_says_is_written_down_and_answered(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open(first_finding(watched)).page
        page.keyboard.press("n")
        dialog = page.get_by_role("dialog", name="记录申辩")
        dialog.get_by_label("当事人怎么说").fill("钱已经退回村里。")
        dialog.get_by_role("button", name="记录申辩").click()
        expect(dialog).to_have_count(0)
        heard = page.locator(".voice").filter(has_text="钱已经退回村里。")
        heard.get_by_role("radio", name="维持原结论").check()
        heard.get_by_label("答复").fill("退回凭证与本笔不符。")
        heard.get_by_role("button", name="提交答复").click()
        expect(heard.locator(".voice-answer")).to_contain_text("退回凭证与本笔不符。")


def test_one_is_handed_to_somebody_and_opened_again(at: Open) -> None:
    with at(OVERSEER) as watched:
        page = watched.open(first_finding(watched)).page
        page.keyboard.press("s")
        dialog = page.get_by_role("dialog", name="交办 1 个疑点")
        dialog.get_by_role("combobox").first.select_option("云溪区纪委监委")
        dialog.get_by_role("combobox").last.select_option("溪行远")
        dialog.get_by_role("button", name="交办").click()
        expect(dialog).to_have_count(0)
        expect(page.locator(".facts").first).to_contain_text("云溪区纪委监委 溪行远")
        page.keyboard.press("d")
        page.keyboard.press("1")
        expect(page.locator(".page-lead")).to_contain_text("排除")
        page.keyboard.press("r")
        dialog = page.get_by_role("dialog", name="重新打开")
        dialog.get_by_label("为什么重新打开").fill("有新的证据。")
        dialog.get_by_role("button", name="重新打开").click()
        expect(dialog).to_have_count(0)
        expect(page.locator(".page-lead")).not_to_contain_text("排除")


def with_another(calls: Calls) -> Any:
    """A finding whose subject has another one."""
    after: dict[str, str] = {}
    while True:
        page = calls.get("/findings", limit=100, **after)
        for row in page["rows"]:
            finding = calls.get(f"/findings/{row['finding']}")
            if finding["others"] and "merge" in finding["may"]:
                return finding
        after = {"after": page["next"]}
        assert page["next"], "no subject has two findings"


def test_two_about_the_same_subject_become_one_and_two_again(at: Open, people: People) -> None:
    with people.call(OVERSEER) as calls:
        one = with_another(calls)
    other = one["others"][0]["id"]
    with at(OVERSEER) as watched:
        page = watched.open(f"/findings/{one['finding']}").page
        page.keyboard.press("m")
        dialog = page.get_by_role("dialog", name="并入")
        dialog.get_by_role("radio").first.check()
        dialog.get_by_role("button", name="并入").click()
        expect(dialog).to_have_count(0)
        expect(page.locator(".page-lead")).to_contain_text("已并入")
        expect(page.locator(".facts").first).to_contain_text(other)
        page.keyboard.press("m")
        expect(page.locator(".page-lead")).not_to_contain_text("已并入")
