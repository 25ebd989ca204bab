"""A department asks for another's table by clicking; what it owes holds it up until somebody above excepts it."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.matters import STEWARD
from tests.browser.pages import GRADER, SIGNER

TABLE, PURPOSE, WHY = "standard.残疾登记", "社会救助资格核对", "入户核对要用"
NOT_YET, EXCEPTION = "以供换用：暂不能批准", "救助不能等"


def test_what_is_asked_for_is_held_up_excepted_and_granted(at: Open) -> None:
    with at(STEWARD) as asking:
        page = asking.open(f"/catalogue/{TABLE}").page
        page.get_by_role("button", name="申请共享").click()
        page.get_by_label("用途").select_option(PURPOSE)
        choose(page, "给哪个岗位用", "数据专员")
        page.get_by_label("用到哪天").fill("2099-12-31")
        page.get_by_label("为什么需要").fill(WHY)
        asking.picture("asking-for-a-table")
        page.get_by_role("button", name="提出申请").click()
        expect(page.get_by_text("已提出，可在“共享申请”里看进展")).to_be_visible()
    with at(GRADER) as owner:
        owner.expected.add("409 (Conflict)")
        card = request(owner.open("/sharing").page)
        expect(card).to_contain_text(NOT_YET)
        grant(card)
        expect(card.get_by_role("alert")).to_contain_text("签批例外")
    with at(SIGNER) as above:
        card = request(above.open("/sharing?which=to_lift").page)
        card.get_by_label("为什么例外").fill(EXCEPTION)
        card.get_by_role("button", name="签批例外").click()
        expect(card).to_contain_text(EXCEPTION)
        expect(card.get_by_role("button", name="签批例外")).to_have_count(0)
    with at(GRADER) as owner:
        page = owner.open("/sharing").page
        card = request(page)
        expect(card).not_to_contain_text(NOT_YET)
        grant(card)
        expect(card).to_have_count(0)
    with at(STEWARD) as told:
        expect(request(told.open("/sharing?which=asked").page)).to_contain_text("已批准")


def request(page: Page) -> Locator:
    return page.locator(".card").filter(has_text=WHY)


def grant(card: Locator) -> None:
    choose(card, "答复", "批准")
    choose(card, "给到什么程度", "部分遮盖")
    card.get_by_label("意见").fill("同意，按用途使用")
    card.get_by_role("button", name="答复").click()


def choose(within: Page | Locator, label: str, option: str) -> None:
    within.get_by_role("radiogroup", name=label).get_by_text(option, exact=True).click()
