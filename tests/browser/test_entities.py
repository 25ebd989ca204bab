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
        page.get_by_role("searchbox", name="名称、姓名或地址里的字").fill("远顺")
        page.keyboard.press("Enter")
        page.locator(".page ul.plain a").first.click()
        expect(page.get_by_role("heading", name="主记录")).to_be_visible()
        expect(page.get_by_role("heading", name="市场监管局 · 企业登记")).to_be_visible()
        expect(page.locator(".timeline li").first).to_be_visible()


def test_a_shell_company_is_related_to_the_others_of_its_ring(at: Open) -> None:
    with at(JUDGE) as watched:
        page = watched.open("/profiles").page
        page.get_by_role("searchbox", name="名称、姓名或地址里的字").fill("远顺")
        page.keyboard.press("Enter")
        page.locator(".page ul.plain a").first.click()
        relations = page.get_by_role("region", name="关系", exact=True)
        expect(relations.get_by_role("row").filter(has_text="是它的法定代表人")).to_contain_text("企业登记")
        shared = relations.get_by_role("row").filter(has_text="同一电话").first
        expect(page.get_by_role("heading", name="谁持有它（穿透）")).to_be_visible()
        company = shared.get_by_role("link")
        other, entity = (
            company.inner_text(),
            str(company.get_attribute("href")).split("/")[-1].partition("?")[0],
        )
        page.get_by_role("searchbox", name="另一家企业名称里的字").fill(other)
        page.keyboard.press("Enter")
        namesake = page.get_by_role("listitem").filter(has_text=entity)
        namesake.get_by_role("button", name=other).click()
        way = page.get_by_role("region", name=f"通往“{other}”的第 1 条")
        expect(way.get_by_role("row").last).to_contain_text(other)


def test_who_acts_in_concert_is_told_with_who_controls_a_company(at: Open) -> None:
    with at(JUDGE) as watched:
        page = watched.open("/profiles").page
        page.get_by_role("searchbox", name="名称、姓名或地址里的字").fill("帆源泰")
        page.keyboard.press("Enter")
        page.locator(".page ul.plain a").first.click()
        control = page.get_by_role("region", name="谁控制它")
        expect(control.get_by_role("row").filter(has_text="2 方一致行动")).to_have_count(2)
        relations = page.get_by_role("region", name="关系", exact=True)
        expect(relations.get_by_role("row").filter(has_text="同一车辆").first).to_be_visible()
