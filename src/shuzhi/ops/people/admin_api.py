"""The administrators' pages: accounts for the system administrator, rights for the security administrator."""

from datetime import date
from typing import Literal

from ninja import Router, Schema, Status

from shuzhi.ops.paging import Page, counted
from shuzhi.ops.people import administration, queries
from shuzhi.ops.people.access import not_allowed
from shuzhi.ops.people.api import SignedInOut
from shuzhi.ops.people.auth import Call
from shuzhi.ops.people.models import User

router = Router(tags=["administration"])

_PAGE = 50


class PostHeld(Schema):
    post: int
    department: str
    role: str
    since: date


class UserOut(Schema):
    login: str
    name: str
    email: str
    administrator: str | None
    is_active: bool
    posts: list[PostHeld]


class TreeDepartment(Schema):
    department: int
    name: str
    kind: str
    region: str
    parent: int | None
    duties: list[str]
    people: int


class RoleOut(Schema):
    role: int
    name: str
    permissions: list[str]


class NewUser(Schema):
    login: str
    name: str
    email: str = ""


class FirstPassword(Schema):
    """Shown once; nobody can see it again."""

    login: str
    password: str


class Active(Schema):
    active: bool


class NewPost(Schema):
    department: int
    role: int


class SystemOut(Schema):
    client: str
    name: str
    addresses: list[str]


class SystemSecret(Schema):
    """Shown once; nobody can see it again."""

    client: str
    secret: str


class NewSystem(Schema):
    name: str
    addresses: list[str]


class Office(Schema):
    administrator: Literal["system", "audit"] | None


@router.get("/users", response=Page[UserOut])
def users(request: Call, search: str = "", after: str = "") -> object:
    """Accounts with their posts, by login."""
    _either(request.auth.user)
    found = queries.users(search)
    total, more = counted(found)
    rows = list(found.filter(login__gt=after)[: _PAGE + 1])
    shown = rows[:_PAGE]
    posts = queries.posts_of([user.login for user in shown])
    return {
        "rows": [{**_user(user), "posts": posts[user.login]} for user in shown],
        "next": shown[-1].login if len(rows) > _PAGE else None,
        "total": total,
        "more": more,
    }


@router.post("/users", response=FirstPassword)
def create_user(request: Call, said: NewUser) -> object:
    user, password = administration.create_user(
        by=request.auth.user, login=said.login, name=said.name, email=said.email
    )
    return {"login": user.login, "password": password}


@router.get("/users/{login}", response=UserOut)
def user(request: Call, login: str) -> object:
    _either(request.auth.user)
    found = administration.account(login)
    return {**_user(found), "posts": queries.posts_of([login])[login]}


@router.put("/users/{login}/active", response={204: None})
def set_active(request: Call, login: str, said: Active) -> object:
    administration.set_active(by=request.auth.user, login=login, active=said.active)
    return Status(204, None)


@router.post("/users/{login}/posts", response={204: None})
def grant_post(request: Call, login: str, said: NewPost) -> object:
    administration.grant_post(by=request.auth.user, login=login, department=said.department, role=said.role)
    return Status(204, None)


@router.delete("/posts/{post}", response={204: None})
def end_post(request: Call, post: int) -> object:
    administration.end_post(by=request.auth.user, post=post)
    return Status(204, None)


@router.put("/users/{login}/administrator", response={204: None})
def appoint(request: Call, login: str, said: Office) -> object:
    administration.appoint(by=request.auth.user, login=login, administrator=said.administrator)
    return Status(204, None)


@router.post("/users/{login}/password", response=FirstPassword)
def reset_password(request: Call, login: str) -> object:
    return {"login": login, "password": administration.reset_password(by=request.auth.user, login=login)}


@router.get("/users/{login}/sessions", response=list[SignedInOut])
def sessions(request: Call, login: str) -> object:
    administration.require(request.auth.user, administration.SECURITY)
    return queries.sessions_of(administration.account(login))


@router.get("/systems", response=list[SystemOut])
def systems(request: Call) -> object:
    """Other systems whose users sign in here."""
    administration.require(request.auth.user, administration.SECURITY)
    return queries.systems()


@router.post("/systems", response=SystemSecret)
def register_system(request: Call, said: NewSystem) -> object:
    client, secret = administration.register_system(
        by=request.auth.user, name=said.name, addresses=said.addresses
    )
    return {"client": client, "secret": secret}


@router.delete("/systems/{client}", response={204: None})
def remove_system(request: Call, client: str) -> object:
    administration.remove_system(by=request.auth.user, client=client)
    return Status(204, None)


@router.get("/departments", response=list[TreeDepartment])
def departments(request: Call) -> object:  # noqa: ARG001
    """The tree. Everybody signed in may see who is responsible for what."""
    return queries.departments()


@router.get("/roles", response=list[RoleOut])
def roles(request: Call) -> object:
    _either(request.auth.user)
    return queries.roles()


def _user(user: User) -> dict[str, object]:
    return {
        "login": user.login,
        "name": user.name,
        "email": user.email,
        "administrator": user.administrator,
        "is_active": user.is_active,
    }


def _either(user: User) -> None:
    if user.administrator not in {administration.SYSTEM, administration.SECURITY}:
        raise not_allowed("administrator")
