"""Two records are judged by keyboard and taken back; a company's profile shows who knows what, and when."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.matters import JUDGE


def test_a_pair_is_judged_and_the_answer_taken_back(at: Open) -> None:
    with at(JUDGE) as watched:
        page = watched.open("/review").page
        waiting = page.get_by_role("status").filter(has_text="对等待判断")
        before = waiting.inner_text()
        pair = page.get_by_role("region", name="待判断的一对")
        expect(pair.get_by_text("起决定作用").first).to_be_visible()
        page.keyboard.press("s")
        expect(waiting).not_to_have_text(before)
        answered = page.locator("li.answer").first
        expect(answered).to_contain_text("同一个")
        answered.get_by_role("button", name="撤回").click()
        expect(answered).to_contain_text("已撤回")
        expect(waiting).to_have_text(before)


def test_a_company_is_found_and_its_departments_tell_what_they_know(at: Open) -> None:
    with at(JUDGE) as watched:
        page = watched.open("/profiles").page
        page.get_by_role("searchbox", name="名称或姓名里的字").fill("有限公司")
        page.keyboard.press("Enter")
        page.locator(".page ul.plain a").first.click()
        expect(page.get_by_role("heading", name="主记录")).to_be_visible()
        expect(page.get_by_role("heading", name="市场监管局 · 企业登记")).to_be_visible()
        expect(page.locator(".timeline li").first).to_be_visible()
