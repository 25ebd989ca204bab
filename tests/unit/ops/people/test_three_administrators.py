"""三员分立: accounts, rights and the audit are three people's work, and nobody holds two of the three."""

from collections.abc import Callable
from typing import Any

import pytest

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.ops.audit.models import Record
from shuzhi.ops.people import administration
from shuzhi.ops.people.models import Department, Post, Role, Session, User

pytestmark = pytest.mark.django_db

Call = Callable[..., Any]


def grant(by: User, login: str) -> Post:
    return administration.grant_post(
        by=by,
        login=login,
        department=Department.objects.get(name="民政局").pk,
        role=Role.objects.get(name="科长").pk,
    )


def a_post(login: str) -> int:
    return Post.objects.get(user__login=login, until=None).pk


def appoint_new_one(by: User) -> User:
    User.objects.create(login="fresh", name="新人")
    return administration.appoint(by=by, login="fresh", administrator="audit")


DOES: dict[str, tuple[str, Callable[[User], object]]] = {
    "create a user": ("system", lambda by: administration.create_user(by=by, login="new", name="新来")),
    "put out of use": ("system", lambda by: administration.set_active(by=by, login="jiandu", active=False)),
    "grant a post": ("security", lambda by: grant(by, "pangguan")),
    "end a post": ("security", lambda by: administration.end_post(by=by, post=a_post("pangguan"))),
    "appoint": ("security", appoint_new_one),
    "reset a password": ("security", lambda by: administration.reset_password(by=by, login="jiandu")),
    "register a system": (
        "security",
        lambda by: administration.register_system(by=by, name="县平台", addresses=["https://x.example/back"]),
    ),
}


@pytest.fixture(autouse=True)
def _signing_key(settings: Any) -> None:
    settings.OAUTH2_PROVIDER = {**settings.OAUTH2_PROVIDER, "OIDC_RSA_PRIVATE_KEY": "a key, not used here"}


@pytest.mark.parametrize("doing", DOES)
@pytest.mark.parametrize("login", ["system", "security", "audit", "jiandu"])
def test_each_change_is_one_administrators(people: dict[str, User], login: str, doing: str) -> None:
    whose, change = DOES[doing]
    before = Record.objects.count()
    if login == whose:
        change(people[login])
        assert Record.objects.count() == before + 1
    else:
        with pytest.raises(Refused):
            change(people[login])
        assert Record.objects.count() == before


@pytest.mark.usefixtures("people")
def test_an_administrator_gets_no_post() -> None:
    security = User.objects.get(login="security")
    with pytest.raises(ShuzhiError, match="不得兼任"):
        grant(security, "audit")


def test_who_holds_a_post_gets_no_office(people: dict[str, User]) -> None:
    with pytest.raises(ShuzhiError, match="业务岗位"):
        administration.appoint(by=people["security"], login="jiandu", administrator="audit")


def test_nobody_gives_himself_anything(people: dict[str, User]) -> None:
    with pytest.raises(Refused):
        grant(people["security"], "security")
    with pytest.raises(Refused):
        administration.appoint(by=people["security"], login="security", administrator="audit")


def test_the_security_administrator_is_not_made_or_ended_from_a_page(people: dict[str, User]) -> None:
    with pytest.raises(Refused):
        administration.appoint(by=people["security"], login="audit", administrator="security")


def test_a_taken_post_and_an_account_out_of_use_count_at_once(
    people: dict[str, User], api: Call, by: Call
) -> None:
    signed_in = api("pangguan")
    grant(people["security"], "pangguan")
    assert by("pangguan").may("statistics.read")
    for post in Post.objects.filter(user__login="pangguan"):
        administration.end_post(by=people["security"], post=post.pk)
    assert by("pangguan").places == ()
    administration.set_active(by=people["system"], login="pangguan", active=False)
    assert signed_in.get("me").status_code == 401
    assert not Session.objects.filter(user__login="pangguan").exists()


def test_administrators_see_their_own_pages_and_no_others(api: Call) -> None:
    assert [api(login).get("users").status_code for login in ("system", "security", "audit", "jiandu")] == [
        200,
        200,
        403,
        403,
    ]
    assert [api(login).get("audit/records").status_code for login in ("system", "security", "audit")] == [
        403,
        403,
        200,
    ]
    assert [api(login).get("systems").status_code for login in ("system", "security", "audit")] == [
        403,
        200,
        403,
    ]
