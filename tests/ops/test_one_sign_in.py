"""One sign-in for many systems: a city signs its users in through another's OpenID Connect provider."""

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from shuzhi.packs.init import write_city
from tests.serving import Served, serving


class Browser:
    """A browser as far as signing in goes: cookies, and the header that answers the forgery cookie."""

    def __init__(self) -> None:
        self.session = requests.Session()

    def call(self, method: str, address: str, body: object | None = None) -> requests.Response:
        host = urlsplit(address).hostname or ""
        tokens = [
            cookie.value
            for cookie in self.session.cookies
            if cookie.name == "csrftoken" and cookie.domain.startswith(host)
        ]
        headers = {"X-CSRFToken": tokens[0] or ""} if tokens else {}
        return self.session.request(
            method, address, json=body, headers=headers, timeout=20, allow_redirects=False
        )

    def sign_in(self, served: Served, login: str, password: str) -> "Browser":
        self.call("GET", f"{served.address}/api/session")
        answer = self.call("POST", f"{served.address}/api/session", {"login": login, "password": password})
        assert answer.status_code == 200, answer.text
        return self

    def follow(self, address: str) -> requests.Response:
        """Where all redirects end."""
        return self.session.get(address, timeout=20)


OWN = "一个足够长的新口令 2026"
"""The password everybody chooses in place of the first one."""


def choose_password(served: Served, login: str, first: str) -> Browser:
    browser = Browser().sign_in(served, login, first)
    assert (
        browser.call("POST", f"{served.address}/api/password", {"old": first, "new": OWN}).status_code == 204
    )
    return browser


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Served]]:
    """The province (provider) and a county (client), two processes; the county is registered at the province."""
    folder: Path = tmp_path_factory.mktemp("sign-in")
    for name in ("province", "county"):
        write_city(folder / name)
    with ExitStack() as running:
        province = running.enter_context(serving(folder / "province", demo=False))
        signed_in = {
            login: choose_password(province, login, first) for login, first in province.passwords.items()
        }
        # The two must differ in host: cookies do not tell ports apart.
        county_port = 18_733
        county_address = f"http://localhost:{county_port}"
        made = signed_in["security"].call(
            "POST",
            f"{province.address}/api/systems",
            {"name": "县平台", "addresses": [f"{county_address}/sso/callback"]},
        )
        assert made.status_code == 200, made.text
        county = running.enter_context(
            serving(
                folder / "county",
                demo=False,
                port=county_port,
                environment={
                    "SHUZHI_OIDC_ISSUER": f"{province.address}/oidc",
                    "SHUZHI_OIDC_CLIENT": made.json()["client"],
                    "SHUZHI_OIDC_SECRET": made.json()["secret"],
                    "SHUZHI_OIDC_LABEL": "省统一身份认证",
                },
            )
        )
        yield province, Served(address=county_address, passwords=county.passwords, process=county.process)


def test_who_is_signed_in_at_the_province_is_signed_in_at_the_county(cities: tuple[Served, Served]) -> None:
    province, county = cities
    browser = Browser().sign_in(province, "audit", OWN)
    offered = browser.call("GET", f"{county.address}/api/session").json()
    assert offered["single_sign_on"] == "省统一身份认证"
    browser.follow(f"{county.address}/sso/start")
    assert browser.call("GET", f"{county.address}/api/session").json()["user"]["login"] == "audit"


def test_an_account_the_county_does_not_have_is_not_made(cities: tuple[Served, Served]) -> None:
    province, county = cities
    system = Browser().sign_in(province, "system", OWN)
    made = system.call("POST", f"{province.address}/api/users", {"login": "stranger", "name": "外来人"})
    stranger = choose_password(province, "stranger", made.json()["password"])
    ended = stranger.follow(f"{county.address}/sso/start")
    assert ended.url == f"{county.address}/login?sso=unknown"
    assert stranger.call("GET", f"{county.address}/api/session").json()["user"] is None


def test_an_answer_nobody_asked_for_signs_nobody_in(cities: tuple[Served, Served]) -> None:
    _, county = cities
    browser = Browser()
    forged = browser.follow(f"{county.address}/sso/callback?code=abc&state=guessed")
    assert forged.url == f"{county.address}/login?sso=failed"
    assert browser.call("GET", f"{county.address}/api/session").json()["user"] is None


def test_a_system_nobody_registered_is_sent_nowhere(cities: tuple[Served, Served]) -> None:
    province, _ = cities
    browser = Browser().sign_in(province, "audit", OWN)
    asked = f"{province.address}/oidc/authorize/?response_type=code&client_id=unknown&scope=openid"
    answer = browser.follow(f"{asked}&redirect_uri=http://attacker.invalid/")
    assert (answer.status_code, urlsplit(answer.url).hostname) == (400, "127.0.0.1")


def test_the_province_tells_login_name_and_posts_and_nothing_else(cities: tuple[Served, Served]) -> None:
    province, _ = cities
    told = requests.get(f"{province.address}/oidc/.well-known/openid-configuration", timeout=20).json()
    assert set(told["claims_supported"]) == {"sub", "preferred_username", "name", "posts"}
    key = requests.get(told["jwks_uri"], timeout=20).json()["keys"][0]
    assert len(base64.urlsafe_b64decode(key["n"] + "==")) * 8 >= 3072, json.dumps(key)
