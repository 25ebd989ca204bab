"""Changes to people: each one function, by somebody, atomic, audited."""

import secrets
from collections.abc import Sequence
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from shuzhi.core.errors import Refused
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.errors import invalid
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department, Duty, Post, Role, User
from shuzhi.packs.schema import City

SYSTEM = "shuzhi"
"""Who acts when no person does: the start of the process, its scheduler."""
NOBODY = Access(user=User(login=SYSTEM), places=())
"""The same, where an action asks who acts."""


@transaction.atomic
def follow_city(city: City) -> None:
    """Bring departments, duties and roles to what city.yml says. What it no longer names goes out of use, and stays."""
    changed = [*_follow_departments(city), *_follow_roles(city)]
    if changed:
        record(by=SYSTEM, action="people.follow_city", object="city:departments", about={"changed": changed})


def _follow_departments(city: City) -> list[str]:
    said = {department.name: department for department in city.departments}
    kept = {department.name: department for department in Department.objects.all()}
    changed: list[str] = []

    def follow(name: str, seen: dict[str, Department]) -> Department:
        if name in seen:
            return seen[name]
        asked = said[name]
        parent = follow(asked.parent, seen) if asked.parent else None
        made = seen[name] = kept.get(name) or Department(name=name)
        region = asked.region or (parent.region if parent else "")
        before = (made.kind, made.region, made.parent_id, made.is_active)
        made.kind, made.region, made.parent, made.is_active = asked.kind, region, parent, True
        if made.pk is None or before != (asked.kind, region, parent.pk if parent else None, True):
            made.save()
            changed.append(name)
        path = f"{parent.path if parent else '/'}{made.pk}/"
        if made.path != path:
            made.path = path
            made.save(update_fields=("path",))
        changed.extend(_follow_duties(made, asked.duties))
        return made

    seen: dict[str, Department] = {}
    for name in said:
        follow(name, seen)
    gone = Department.objects.filter(is_active=True).exclude(name__in=said)
    changed.extend(gone.values_list("name", flat=True))
    gone.update(is_active=False)
    return changed


def _follow_duties(department: Department, names: Sequence[str]) -> list[str]:
    kept = set(department.duties.values_list("name", flat=True))
    Duty.objects.bulk_create(Duty(department=department, name=name) for name in names if name not in kept)
    department.duties.exclude(name__in=names).delete()
    return [f"{department.name}：{name}" for name in sorted(kept ^ set(names))]


def _follow_roles(city: City) -> list[str]:
    changed = []
    for said in city.roles:
        may = list(said.may)
        role, made = Role.objects.get_or_create(name=said.name, defaults={"permissions": may})
        if made or role.permissions != may or not role.is_active:
            role.permissions, role.is_active = may, True
            role.save()
            changed.append(said.name)
    gone = Role.objects.filter(is_active=True).exclude(name__in=[said.name for said in city.roles])
    changed.extend(gone.values_list("name", flat=True))
    gone.update(is_active=False)
    return changed


@transaction.atomic
def first_administrators() -> list[tuple[str, str, str]]:
    """The three administrators of a new installation: (login, name, password told once). Empty when there are users."""
    if User.objects.exists():
        return []
    told = []
    for login, kind in (("system", "system"), ("security", "security"), ("audit", "audit")):
        label = User.Administrator(kind).label
        told.append((login, label, _new_user(login=login, name=label, administrator=kind)))
    return told


@transaction.atomic
def seed_people(city: City, *, today: date) -> list[tuple[str, str, str]]:
    """The demo people of city.yml that are not there yet: (login, name and posts, password told once)."""
    known = set(User.objects.values_list("login", flat=True))
    told = []
    for login in dict.fromkeys(person.login for person in city.people if person.login not in known):
        lines = [person for person in city.people if person.login == login]
        kind = next((kind for kind, label in User.Administrator.choices if label == lines[0].role), None)
        password = _new_user(login=login, name=lines[0].name, administrator=kind, must_change=False)
        user = User.objects.get(login=login)
        if kind is None:
            Post.objects.bulk_create(
                Post(
                    user=user,
                    department=Department.objects.get(name=line.department),
                    role=Role.objects.get(name=line.role),
                    since=today,
                )
                for line in lines
            )
        posts = "、".join(f"{line.department} {line.role}" for line in lines)
        told.append((login, f"{lines[0].name} · {posts}", password))
    return told


@transaction.atomic
def change_password(*, by: User, old: str, new: str) -> None:
    """A user's own new password. Raises Refused on a wrong old one, ShuzhiError with every rule it breaks."""
    if not by.check_password(old):
        raise Refused(
            invalid(
                Text("原密码不对", "the old password is wrong"), "password", Text("再输一次", "type it again")
            ).problems
        )
    try:
        validate_password(new, by)
    except ValidationError as error:
        words = "；".join(error.messages)
        raise invalid(
            Text(f"新密码不合要求：{words}", f"the new password breaks a rule: {words}"),
            "password",
            Text(
                "至少 12 位，不要用姓名、常见词或纯数字",
                "at least 12 characters; no name, common word or digits alone",
            ),
        ) from None
    by.set_password(new)
    by.must_change_password = False
    by.password_changed_at = timezone.now()
    by.save()
    record(by=by.login, action="people.change_password", object=f"user:{by.login}", about={})


@transaction.atomic
def note_sign_in(*, by: User, address: str) -> None:
    record(by=by.login, action="people.sign_in", object=f"user:{by.login}", about={"address": address})


@transaction.atomic
def note_refusal(*, login: str) -> None:
    """A refused sign-in. What was typed as login may be anything, a password even: only a known login is named."""
    known = User.objects.filter(login=login.lower()).exists()
    record(
        by=SYSTEM, action="people.sign_in_refused", object=f"user:{login.lower() if known else '?'}", about={}
    )


def give_password(user: User) -> str:
    """A fresh random password, to be changed at the first sign-in. The caller saves."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    user.set_password(password)
    user.must_change_password = True
    return password


def _new_user(*, login: str, name: str, administrator: str | None, must_change: bool = True) -> str:
    user = User(login=login, name=name, administrator=administrator)
    password = give_password(user)
    user.must_change_password = must_change
    user.save()
    record(
        by=SYSTEM, action="people.create_user", object=f"user:{login}", about={"administrator": administrator}
    )
    return password


def told_once(people: Sequence[tuple[str, str, str]]) -> str:
    """The lines that show new logins with their passwords."""
    return "\n".join(f"  {login:<14} {password}   {who}" for login, who, password in people)
