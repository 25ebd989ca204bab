"""Signing in and out, and who one is."""

from datetime import datetime
from typing import Literal

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Schema, Status
from ninja.errors import AuthenticationError

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import Problems, Said, problems_out
from shuzhi.ops.people import actions, administration, queries, single_sign_on, two_factor
from shuzhi.ops.people.access import access_of
from shuzhi.ops.people.auth import Call, anybody, signed_in
from shuzhi.ops.people.models import User

router = Router(tags=["people"])


class Credentials(Schema):
    login: str
    password: str
    code: str | None = None


class Code(Schema):
    code: str


class EnrolmentOut(Schema):
    secret: str
    address: str


class RecoveryCodes(Schema):
    codes: list[str]


class SignedInOut(Schema):
    session: str
    began: datetime | None
    address: str | None
    agent: str
    present: bool


class PostOut(Schema):
    department: str
    role: str


class Me(Schema):
    login: str
    name: str
    administrator: str | None
    must_change_password: bool
    second_factor: bool
    permissions: list[str]
    posts: list[PostOut]


class SessionOut(Schema):
    city: Said
    user: Me | None
    single_sign_on: str | None
    """What the button for another identity provider says; None where there is none."""


class Needs(Schema):
    """The password was right; sign in again with the one-time code beside it."""

    needs: Literal["code"]


class NewPassword(Schema):
    old: str
    new: str


@router.get("/session", response=SessionOut, auth=None)
def session(request: HttpRequest) -> dict[str, object]:
    """Who is signed in, if anybody; sets the cookie that later requests must answer with."""
    get_token(request)
    user = request.user if isinstance(request.user, User) else None
    name = city().name
    return {
        "city": {"zh": name.zh, "en": name.en},
        "user": _me(user) if user else None,
        "single_sign_on": single_sign_on.label(),
    }


@router.post("/session", response={200: SessionOut, 202: Needs, 401: Problems, 429: Problems}, auth=anybody)
def sign_in(request: HttpRequest, said: Credentials) -> object:
    """A new session, or 401 with the reason in words that tell an attacker nothing."""
    user = authenticate(
        request, username=said.login.lower(), login=said.login.lower(), password=said.password
    )
    if getattr(request, "axes_locked_out", False):
        return Status(429, problems_out([_locked()]))
    if not isinstance(user, User):
        actions.note_refusal(login=said.login)
        return Status(401, problems_out([_wrong()]))
    if two_factor.needed(user):
        if not said.code:
            return Status(202, {"needs": "code"})
        if not two_factor.passes(user, said.code):
            # A wrong code counts like a wrong password: five lock the account.
            user_login_failed.send(sender=__name__, request=request, credentials={"username": user.login})
            actions.note_refusal(login=user.login)
            return Status(401, problems_out([_wrong_code()]))
    single_sign_on.sign_in(request, user)
    return session(request)


@router.delete("/session", response={204: None}, auth=anybody)
def sign_out(request: HttpRequest) -> object:
    logout(request)
    return Status(204, None)


@router.post("/password", response={204: None}, auth=anybody)
def change_password(request: HttpRequest, said: NewPassword) -> object:
    """One's own password. Everybody signed in may, and must before anything else where it was given to him."""
    if not isinstance(request.user, User):
        raise AuthenticationError
    actions.change_password(by=request.user, old=said.old, new=said.new)
    login(request, request.user, backend="django.contrib.auth.backends.ModelBackend")
    return Status(204, None)


@router.post("/second-factor", response=EnrolmentOut, auth=signed_in)
def enrol(request: Call) -> object:
    """Begin to use an authenticator: its secret, shown once."""
    return two_factor.enrol(by=request.auth.user)


@router.post("/second-factor/confirm", response=RecoveryCodes, auth=signed_in)
def confirm(request: Call, said: Code) -> object:
    """Turn it on with its first code; answers the recovery codes, shown once."""
    return {"codes": two_factor.confirm(by=request.auth.user, code=said.code)}


@router.post("/second-factor/off", response={204: None}, auth=signed_in)
def second_factor_off(request: Call, said: Code) -> object:
    two_factor.turn_off(by=request.auth.user, code=said.code)
    return Status(204, None)


@router.get("/sessions", response=list[SignedInOut], auth=signed_in)
def sessions(request: Call) -> object:
    """Where one is signed in."""
    return queries.sessions_of(request.auth.user, present=request.session.session_key)


@router.delete("/sessions/{session}", response={204: None}, auth=signed_in)
def end_session(request: Call, session: str) -> object:
    administration.end_session(by=request.auth.user, session=session)
    return Status(204, None)


@router.get("/me", response=Me, auth=signed_in)
def me(request: Call) -> dict[str, object]:
    return _me(request.auth.user)


def _me(user: User) -> dict[str, object]:
    access = access_of(user, today())
    posts = user.posts.select_related("department", "role").filter(until__isnull=True)
    return {
        "login": user.login,
        "name": user.name,
        "administrator": user.administrator,
        "must_change_password": user.must_change_password,
        "second_factor": two_factor.needed(user),
        "permissions": sorted({permission for place in access.places for permission in place.permissions}),
        "posts": [{"department": post.department.name, "role": post.role.name} for post in posts],
    }


def _wrong() -> Problem:
    return Problem(
        what=Text("用户名或密码不对", "the user name or the password is wrong"),
        where="login",
        todo=Text(
            "再输一次；连续输错五次将锁定十五分钟",
            "type it again; five mistakes lock the account for 15 minutes",
        ),
    )


def _locked() -> Problem:
    return Problem(
        what=Text("连续输错，账号已锁定", "too many mistakes: the account is locked"),
        where="login",
        todo=Text(
            "十五分钟后再试，或请安全管理员解锁", "try again in 15 minutes, or ask the security administrator"
        ),
    )


def _wrong_code() -> Problem:
    return Problem(
        what=Text("验证码不对", "the code is wrong"),
        where="code",
        todo=Text("等下一个验证码再试，或用一枚恢复码", "wait for the next code, or use a recovery code"),
    )
