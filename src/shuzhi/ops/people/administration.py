"""The administrators' changes: accounts (system), rights (security). Neither can do the other's part alone."""

from django.core.exceptions import ValidationError
from django.db import transaction
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import get_access_token_model, get_application_model

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import today
from shuzhi.ops.errors import conflict, invalid, missing
from shuzhi.ops.people.access import not_allowed
from shuzhi.ops.people.actions import give_password
from shuzhi.ops.people.models import Department, Post, Role, SecondFactor, Session, User

SYSTEM, SECURITY, AUDIT = User.Administrator.SYSTEM, User.Administrator.SECURITY, User.Administrator.AUDIT


@transaction.atomic
def create_user(*, by: User, login: str, name: str, email: str = "") -> tuple[User, str]:
    """An account without any right, and its first password, told once. Raises Conflict when the login is taken."""
    require(by, SYSTEM)
    login = login.strip().lower()
    if User.objects.filter(login=login).exists():
        raise conflict(
            Text("登录名已被使用", "the login is taken"), login, Text("换一个登录名", "choose another")
        )
    user = User(login=login, name=name.strip(), email=email)
    password = give_password(user)
    user.save()
    record(by=by.login, action="people.create_user", object=f"user:{login}", about={"name": user.name})
    return user, password


@transaction.atomic
def set_active(*, by: User, login: str, active: bool) -> User:
    """Put an account out of use, or back. Out of use ends its sessions. Nobody puts himself out of use."""
    require(by, SYSTEM)
    user = _other(by, login)
    user.is_active = active
    user.save(update_fields=("is_active",))
    if not active:
        Session.objects.filter(user=user).delete()
        get_access_token_model().objects.filter(user=user).delete()
    record(by=by.login, action="people.set_active", object=f"user:{login}", about={"active": active})
    return user


@transaction.atomic
def grant_post(*, by: User, login: str, department: int, role: int) -> Post:
    """Give somebody a role in a department. Nobody gives himself one; an administrator holds none (三员分立)."""
    require(by, SECURITY)
    user = _other(by, login)
    if user.administrator:
        raise conflict(
            Text("管理员不得兼任业务岗位", "an administrator holds no post"),
            login,
            Text("先解除管理员身份", "end the administrator's office first"),
        )
    where = Department.objects.filter(pk=department, is_active=True).first()
    what = Role.objects.filter(pk=role, is_active=True).first()
    if where is None or what is None:
        raise missing(
            Text("没有这个部门或角色", "there is no such department or role"), f"{department}/{role}"
        )
    post, made = Post.objects.get_or_create(
        user=user, department=where, role=what, until=None, defaults={"since": today()}
    )
    if made:
        record(
            by=by.login,
            action="people.grant_post",
            object=f"user:{login}",
            about={"department": where.name, "role": what.name, "post": post.pk},
        )
    return post


@transaction.atomic
def end_post(*, by: User, post: int) -> None:
    """Take a post away from today on."""
    require(by, SECURITY)
    held = (
        Post.objects.select_for_update()
        .select_related("user", "department", "role")
        .filter(pk=post, until=None)
        .first()
    )
    if held is None:
        raise missing(Text("没有这个岗位，或已经结束", "there is no such post, or it has ended"), str(post))
    # A post that ends today still counts today; taken away means at once.
    held.delete()
    record(
        by=by.login,
        action="people.end_post",
        object=f"user:{held.user.login}",
        about={"department": held.department.name, "role": held.role.name, "since": held.since.isoformat()},
    )


@transaction.atomic
def appoint(*, by: User, login: str, administrator: str | None) -> User:
    """Make somebody an administrator, or end it. One office each; nobody with posts; the security administrator is
    appointed at the machine's own command line only."""
    require(by, SECURITY)
    user = _other(by, login)
    if SECURITY in {administrator, user.administrator}:
        raise not_allowed("people.appoint_security")
    if administrator is not None and user.posts.filter(until=None).exists():
        raise conflict(
            Text("此人还有业务岗位，不能任管理员", "this user still holds posts"),
            login,
            Text("先结束其岗位", "end the posts first"),
        )
    before = user.administrator
    user.administrator = administrator
    user.save(update_fields=("administrator",))
    Session.objects.filter(user=user).delete()
    record(
        by=by.login,
        action="people.appoint",
        object=f"user:{login}",
        about={"before": before, "after": administrator},
    )
    return user


@transaction.atomic
def reset_password(*, by: User, login: str) -> str:
    """A new first password, told once; sessions and the second factor end. For who lost his."""
    require(by, SECURITY)
    user = _other(by, login)
    password = give_password(user)
    user.save()
    SecondFactor.objects.filter(user=user).delete()
    Session.objects.filter(user=user).delete()
    record(by=by.login, action="people.reset_password", object=f"user:{login}", about={})
    return password


@transaction.atomic
def end_session(*, by: User, session: str) -> None:
    """End one's own session elsewhere, or, as the security administrator, anybody's."""
    found = Session.objects.select_related("user").filter(pk=session).first()
    if found is None or (found.user_id != by.pk and by.administrator != SECURITY):
        raise missing(Text("没有这个会话", "there is no such session"), "session")
    whose = found.user.login if found.user else ""
    found.delete()
    record(
        by=by.login, action="people.end_session", object=f"user:{whose}", about={"began": str(found.began)}
    )


@transaction.atomic
def register_system(*, by: User, name: str, addresses: list[str]) -> tuple[str, str]:
    """Let another system of the city sign its users in here: its client id, and its secret, told once.

    ``addresses`` are where it may be sent back to, each whole and exact.
    """
    require(by, SECURITY)
    secret = generate_client_secret()
    made = get_application_model()(
        name=name.strip(),
        redirect_uris=" ".join(addresses),
        client_type="confidential",
        authorization_grant_type="authorization-code",
        algorithm="RS256",
        client_secret=secret,
        # Registered by the security administrator: users are not asked again.
        skip_authorization=True,
    )
    try:
        made.full_clean()
    except ValidationError as error:
        words = "；".join(error.messages)
        todo = Text("写完整的 https 地址，一行一个", "whole https addresses, one a line")
        raise invalid(Text(f"登记有误：{words}", f"cannot be registered: {words}"), name, todo) from None
    made.save()
    record(
        by=by.login, action="people.register_system", object=f"system:{made.client_id}", about={"name": name}
    )
    return made.client_id, secret


@transaction.atomic
def remove_system(*, by: User, client: str) -> None:
    """End another system's right to sign users in here, and every token it holds."""
    require(by, SECURITY)
    found = get_application_model().objects.filter(client_id=client).first()
    if found is None:
        raise missing(Text("没有登记这个系统", "no such system is registered"), client)
    found.delete()
    record(by=by.login, action="people.remove_system", object=f"system:{client}", about={"name": found.name})


def require(user: User, administrator: str) -> None:
    """Raises Refused unless the user holds this one of the three offices."""
    if not user.is_active or user.administrator != administrator:
        raise not_allowed(f"administrator.{administrator}")


def account(login: str) -> User:
    """The account of this login. Raises Missing."""
    user = User.objects.filter(login=login).first()
    if user is None:
        raise missing(Text("没有这个账号", "there is no such account"), login)
    return user


def _other(by: User, login: str) -> User:
    # Locked until the change is done: an office and a post given at the same moment must not both succeed.
    user = User.objects.select_for_update().get(pk=account(login).pk)
    if user.pk == by.pk:
        raise not_allowed("people.not_oneself")
    return user
