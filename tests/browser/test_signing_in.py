"""Signing in and out at the page: password, one-time code, refusals told, the address kept."""

import base64
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import expect

from tests.browser.conftest import Open, People
from tests.browser.session import sign_in

CLERK, INSPECTOR = "lingtingyu", "yuwendao"
STEP = 30


def code_at(secret: str, moment: float) -> str:
    """What an authenticator shows."""
    return TOTP(base64.b32decode(secret), 6, SHA1(), STEP).generate(int(moment)).decode()


def test_a_wrong_password_is_told(at: Open) -> None:
    with at() as watched:
        watched.expected |= {"status of 401"}
        watched.open("/")
        sign_in(watched, CLERK, "不是这个口令")
        expect(watched.page.get_by_role("alert")).to_contain_text("用户名或密码不对")
        assert watched.violations() == []


def test_empty_fields_are_told_beside_them(at: Open) -> None:
    with at() as watched:
        watched.open("/")
        watched.page.get_by_role("button", name="登录").click()
        expect(watched.page.get_by_text("请输入用户名")).to_be_visible()
        assert watched.violations() == []


def test_by_keyboard_alone_and_in_english(at: Open, people: People) -> None:
    with at(CLERK) as watched:
        watched.page.context.clear_cookies()
        watched.open("/")
        watched.page.get_by_role("button", name="English").press("Enter")
        watched.page.get_by_label("User name").focus()
        watched.page.keyboard.type(CLERK)
        watched.page.keyboard.press("Tab")
        watched.page.keyboard.type(people.password(CLERK))
        watched.page.keyboard.press("Enter")
        expect(watched.page.get_by_role("navigation", name="Menu")).to_be_visible()
        assert watched.page.evaluate("document.documentElement.lang") == "en"


def test_one_is_then_where_one_wanted_to_be(at: Open, people: People) -> None:
    with at(CLERK) as watched:
        watched.page.context.clear_cookies()
        watched.open("/account")
        sign_in(watched, CLERK, people.password(CLERK))
        expect(watched.page.get_by_role("heading", name="我的账号")).to_be_visible()


def test_signing_out_leaves_nothing_half_filled_behind(at: Open, people: People) -> None:
    with at(CLERK) as watched:
        page = watched.page
        watched.open("/specimen")
        page.get_by_label("联系人").fill("江晚晴")
        page.locator(".band-tools").get_by_role("button").last.click()
        page.get_by_role("menuitem", name="退出登录").click()
        expect(page.get_by_role("heading", name="登录")).to_be_visible()
        sign_in(watched, CLERK, people.password(CLERK))
        expect(page.get_by_role("navigation", name="菜单")).to_be_visible()
        watched.open("/specimen")
        expect(page.get_by_label("联系人")).to_have_value("")


def test_the_one_time_code_is_asked_for(at: Open, people: People) -> None:
    with at(INSPECTOR) as watched:
        page = watched.page
        watched.open("/account")
        page.get_by_role("button", name="启用").click()
        secret = page.get_by_role("dialog").locator("code").inner_text()
        page.get_by_role("dialog").get_by_role("textbox").fill(code_at(secret, time.time()))
        page.get_by_role("dialog").get_by_role("button", name="确认").click()
        expect(page.get_by_role("dialog").locator("li")).not_to_have_count(0)
        page.context.clear_cookies()
        watched.open("/")
        sign_in(watched, INSPECTOR, people.password(INSPECTOR))
        page.get_by_label("动态验证码").fill("000000")
        watched.expected |= {"status of 401"}
        page.get_by_role("button", name="验证").click()
        expect(page.get_by_role("alert")).to_be_visible()
        # No code is accepted twice, so the next one.
        page.get_by_label("动态验证码").fill(code_at(secret, time.time() + STEP))
        page.get_by_role("button", name="验证").click()
        expect(page.get_by_role("navigation", name="菜单")).to_be_visible()
