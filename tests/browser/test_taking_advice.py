"""Who tunes rules reads on a rule's page what its dismissals advise, takes it, and exactly that is written."""

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from shuzhi.packs.loader import load_city
from tests.browser.conftest import PASSWORD
from tests.browser.session import Look, chose_password, sign_in, window
from tests.expenses import decide, expenses_city, run
from tests.serving import serving

WHO, RULE, LIMIT = "anrushi", "/rules/expenses/over_limit", "单笔限额"


def test_what_the_page_shows_is_what_the_next_run_obeys(
    pages: None, browser: Browser, tmp_path: Path
) -> None:
    city = expenses_city(tmp_path / "expenses")
    run(city)
    decide(city)
    run(city)
    with serving(city) as served, window(browser, served.address, Look()) as watched:
        page, first = watched.page, served.passwords[WHO]
        watched.open("/")
        sign_in(watched, WHO, first)
        chose_password(watched, first, PASSWORD)
        watched.open(RULE)
        advised = page.get_by_role("heading", name=re.compile(LIMIT))
        expect(advised).to_contain_text("1000")
        watched.picture("advice")
        page.get_by_role("button", name="接受", exact=False).click()
        page.get_by_role("dialog").get_by_role("button", name="接受", exact=False).click()
        expect(page.get_by_text(re.compile("已按建议由 1000 改为 3"))).to_be_visible()
        expect(advised).to_have_count(0)
        watched.picture("advice-taken")
    written = load_city(city).scenarios[0].parameters[LIMIT].values
    assert len(written) == 2
    assert 3400 <= float(max(written.values())) <= 3700, "where leads begin"
