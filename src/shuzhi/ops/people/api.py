"""Signing in and out, and who one is."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Schema, Status

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import now, today
from shuzhi.ops.errors import Problems, Said, problems_out
from shuzhi.ops.people import actions
from shuzhi.ops.people.access import access_of
from shuzhi.ops.people.auth import Call, anybody, signed_in
from shuzhi.ops.people.models import User

router = Router(tags=["people"])


class Credentials(Schema):
    login: str
    password: str
    code: str | None = None


class PostOut(Schema):
    department: str
    role: str


class Me(Schema):
    login: str
    name: str
    administrator: str | None
    must_change_password: bool
    permissions: list[str]
    posts: list[PostOut]


class SessionOut(Schema):
    city: Said
    user: Me | None


class NewPassword(Schema):
    old: str
    new: str


@router.get("/session", response=SessionOut, auth=None)
def session(request: HttpRequest) -> dict[str, object]:
    """Who is signed in, if anybody; sets the cookie that later requests must answer with."""
    get_token(request)
    user = request.user if isinstance(request.user, User) else None
    name = city().name
    return {"city": {"zh": name.zh, "en": name.en}, "user": _me(user) if user else None}


@router.post("/session", response={200: SessionOut, 401: Problems, 429: Problems}, auth=anybody)
def sign_in(request: HttpRequest, said: Credentials) -> object:
    """A new session, or 401 with the reason in words that tell an attacker nothing."""
    user = authenticate(
        request, username=said.login.lower(), login=said.login.lower(), password=said.password
    )
    if getattr(request, "axes_locked_out", False):
        return Status(429, problems_out([_locked()]))
    if not isinstance(user, User):
        return Status(401, problems_out([_wrong()]))
    request.session["began"] = now().isoformat()
    request.session["address"] = request.META.get("REMOTE_ADDR")
    request.session["agent"] = request.headers.get("User-Agent", "")[:200]
    login(request, user)
    return session(request)


@router.delete("/session", response={204: None}, auth=anybody)
def sign_out(request: HttpRequest) -> object:
    logout(request)
    return Status(204, None)


@router.post("/password", response={204: None}, auth=anybody)
def change_password(request: HttpRequest, said: NewPassword) -> object:
    """One's own password. Everybody signed in may, and must before anything else where it was given to him."""
    if not isinstance(request.user, User):
        return Status(401, problems_out([_wrong()]))
    actions.change_password(by=request.user, old=said.old, new=said.new)
    login(request, request.user, backend="django.contrib.auth.backends.ModelBackend")
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
