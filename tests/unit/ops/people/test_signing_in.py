"""Signing in: passwords, lockout, one-time codes, sessions one can see and end."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.people import two_factor
from shuzhi.ops.people.models import SecondFactor, User

pytestmark = pytest.mark.django_db

Call = Callable[..., Any]
PASSWORD = "一个足够长的口令 2026"


@pytest.fixture
def user(people: dict[str, User]) -> User:
    user = people["jiandu"]
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(api: Call, password: str = PASSWORD, **more: str) -> Any:
    return api(None).post("session", {"login": "jiandu", "password": password, **more})


def turned_on(user: User) -> str:
    """The secret of a second factor that is on, made in a step that is past."""
    made = two_factor.enrol(by=user)
    two_factor.confirm(by=user, code=two_factor.code_at(made.secret, time.time()))
    SecondFactor.objects.update(last_step=0)
    return made.secret


@pytest.mark.usefixtures("user")
def test_a_right_password_signs_in_and_a_wrong_one_says_nothing_more(api: Call) -> None:
    assert sign_in(api).status_code == 200
    wrong, unknown = sign_in(api, "wrong"), api(None).post("session", {"login": "nobody", "password": "x"})
    assert (wrong.status_code, wrong.json()) == (401, unknown.json())


@pytest.mark.usefixtures("user")
def test_five_mistakes_lock_the_account_for_the_right_password_too(api: Call) -> None:
    answers = [sign_in(api, "wrong").status_code for _ in range(5)]
    assert answers[:4] == [401] * 4
    assert sign_in(api).status_code == 429


@pytest.mark.usefixtures("user")
def test_what_was_typed_as_a_login_is_not_written_down(api: Call) -> None:
    api(None).post("session", {"login": "my password by mistake", "password": "x"})
    assert "mistake" not in str(list(Record.objects.values_list("object", "about")))


def test_a_first_password_opens_nothing_but_its_own_change(api: Call, user: User) -> None:
    user.must_change_password = True
    user.save()
    signed_in = api("jiandu")
    assert signed_in.get("me").status_code == 401
    told = signed_in.post("password", {"old": PASSWORD, "new": "jiandu"})
    assert told.status_code == 400
    assert signed_in.post("password", {"old": PASSWORD, "new": "另一个足够长的口令"}).status_code == 400
    assert (
        signed_in.post("password", {"old": PASSWORD, "new": "另一个足够长的口令，十二位"}).status_code == 204
    )
    assert signed_in.get("me").status_code == 200


def test_with_a_second_factor_the_password_alone_asks_for_the_code(api: Call, user: User) -> None:
    secret = turned_on(user)
    asked = sign_in(api)
    assert (asked.status_code, asked.json()) == (202, {"needs": "code"})
    assert sign_in(api, code="000000").status_code == 401
    assert sign_in(api, code=two_factor.code_at(secret, time.time())).status_code == 200


def test_a_code_is_good_once(api: Call, user: User) -> None:
    code = two_factor.code_at(turned_on(user), time.time())
    assert [sign_in(api, code=code).status_code for _ in range(2)] == [200, 401]


def test_a_recovery_code_is_good_once(api: Call, user: User) -> None:
    made = two_factor.enrol(by=user)
    codes = two_factor.confirm(by=user, code=two_factor.code_at(made.secret, time.time()))
    assert len(set(codes)) == 10
    assert [sign_in(api, code=codes[3]).status_code for _ in range(2)] == [200, 401]


def test_the_secret_is_not_stored_in_the_clear(user: User) -> None:
    secret = turned_on(user)
    assert secret not in SecondFactor.objects.get(user=user).secret


def test_a_session_is_seen_and_ended_from_another_one(api: Call) -> None:
    here, there = api("jiandu"), api("jiandu")
    listed = here.get("sessions").json()
    assert [session["present"] for session in listed].count(True) == 1
    other = next(session["session"] for session in listed if not session["present"])
    assert here.delete(f"sessions/{other}").status_code == 204
    assert (here.get("me").status_code, there.get("me").status_code) == (200, 401)


def test_nobody_ends_anothers_session_but_the_security_administrator(api: Call) -> None:
    victim = api("jiandu")
    session = victim.get("sessions").json()[0]["session"]
    assert api("pangguan").delete(f"sessions/{session}").status_code == 404
    assert api("security").delete(f"sessions/{session}").status_code == 204
    assert victim.get("me").status_code == 401


def test_a_forged_request_changes_nothing(user: User) -> None:
    from django.test import Client  # noqa: PLC0415  needs Django set up

    browser = Client(enforce_csrf_checks=True)
    told = {"login": user.login, "password": PASSWORD}
    assert browser.post("/api/session", told, content_type="application/json").status_code == 403
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.delete("/api/session").status_code == 403


def test_nobody_changes_a_password_without_signing_in(api: Call) -> None:
    answer = api(None).post("password", {"old": PASSWORD, "new": PASSWORD + "！"})
    assert answer.status_code == 401
    assert "尚未登录" in answer.json()["problems"][0]["what"]["zh"]
