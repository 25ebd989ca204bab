"""问数: a question's words, then the number the API answers; what follows it; what is asked back; what is not known."""

from playwright.sync_api import expect

from tests.browser.conftest import Open, People
from tests.browser.matters import HEAD

QUESTION = "热线诉求量有多少"


def test_a_question_is_answered_followed_asked_back_or_said_not_to_be_understood(
    at: Open, people: People
) -> None:
    with people.call(HEAD) as head:
        answer = head.post("/indicators/ask", question=QUESTION)["answer"]
    ((number,),) = answer["rows"]
    with at(HEAD) as watched:
        page = watched.open("/ask").page
        page.get_by_role("textbox", name="问题").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator(".ask-said")).to_contain_text(answer["said"]["zh"])
        expect(page.locator(".kpi > .hidden")).to_have_text(f"{number:,}")
        page.get_by_role("textbox", name="接着问").fill("各区县呢")
        page.keyboard.press("Enter")
        expect(page.locator(".ask-said")).to_have_count(2)
        expect(page.locator(".ask-said").last).to_contain_text("按县区")
        page.get_by_role("textbox", name="换个问题").fill("热线诉求量增长多少")
        page.keyboard.press("Enter")
        page.get_by_role("group", name="请选一个").get_by_role("button", name="环比").click()
        expect(page.locator(".ask-said").first).to_contain_text("环比")
        watched.open("/ask?q=今年房价")
        expect(page.locator(".ask-said")).to_contain_text("没有回答 不明白“房价”")
        expect(page.get_by_role("heading", name="您可以问的指标")).to_be_visible()
