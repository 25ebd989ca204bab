"""A change of the catalogue by clicking: a department asks, whoever may sign is told where he looks, and signs."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.matters import STEWARD
from tests.browser.pages import SIGNER

TABLE = "standard.享受备案"
BASIS, WHY, OPINION = "示例条例", "核查时要用", "同意，范围相符"


def test_what_is_asked_for_is_told_to_its_signer_and_signed(at: Open) -> None:
    with at(STEWARD) as asking:
        page = asking.open(f"/catalogue/{TABLE}").page
        page.get_by_role("button", name="提请变更").click()
        choose(page, "共享属性", "无条件共享")
        page.get_by_label("共享依据").fill(BASIS)
        page.get_by_label("理由").fill(WHY)
        page.get_by_role("button", name="提请", exact=True).click()
        expect(page.get_by_text("已提请", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="签批", exact=True)).to_have_count(0)
    with at(SIGNER) as signing:
        page = signing.open("/").page
        expect(page.get_by_role("link", name="待签批目录变更")).to_be_visible()
        page.get_by_role("button", name="通知").click()
        page.get_by_role("link", name="享受救助备案").click()
        expect(page.get_by_text(WHY)).to_be_visible()
        choose(page, "结论", "同意")
        page.get_by_label("意见").fill(OPINION)
        signing.picture("signing-a-change")
        page.get_by_role("button", name="签批", exact=True).click()
        expect(page.get_by_text(OPINION)).to_be_visible()
        expect(page.get_by_text("没有等待签批的变更。")).to_be_visible()
    with at(STEWARD) as told:
        page = told.open(f"/catalogue/{TABLE}").page
        expect(page.get_by_text(BASIS).first).to_be_visible()
        page.get_by_role("button", name="通知").click()
        expect(page.get_by_role("link", name="您提请的目录变更已签批")).to_be_visible()


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("radiogroup", name=label).get_by_text(option, exact=True).click()
