"""What the pages about people show."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from oauth2_provider.models import get_application_model

from shuzhi.ops.clock import today
from shuzhi.ops.people.models import Department, Post, Role, Session, User


def sessions_of(user: User, *, present: str | None = None) -> list[dict[str, Any]]:
    """A user's living sessions, newest first. ``present`` is the one that asks."""
    alive = Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-began")
    return [
        {
            "session": session.pk,
            "began": session.began,
            "address": session.address,
            "agent": session.agent,
            "present": session.pk == present,
        }
        for session in alive
    ]


def users(search: str = "") -> QuerySet[User]:
    """Accounts by login, or part of login or name."""
    found = User.objects.order_by("login")
    return found.filter(Q(login__contains=search.lower()) | Q(name__contains=search)) if search else found


def posts_of(logins: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Posts held today, by login."""
    held: dict[str, list[dict[str, Any]]] = {login: [] for login in logins}
    posts = (
        Post.objects.filter(user__login__in=logins)
        .filter(Q(until__isnull=True) | Q(until__gte=today()))
        .select_related("user", "department", "role")
        .order_by("department__path", "role__name")
    )
    for post in posts:
        held[post.user.login].append(
            {"post": post.pk, "department": post.department.name, "role": post.role.name, "since": post.since}
        )
    return held


def departments() -> list[dict[str, Any]]:
    """The tree, parents before children, with duties and how many people hold posts there."""
    found = Department.objects.filter(is_active=True).prefetch_related("duties", "posts").order_by("path")
    return [
        {
            "department": department.pk,
            "name": department.name,
            "kind": department.kind,
            "region": department.region,
            "parent": department.parent_id,
            "duties": sorted(duty.name for duty in department.duties.all()),
            "people": len({post.user_id for post in department.posts.all() if post.until is None}),
        }
        for department in found
    ]


def roles() -> list[dict[str, Any]]:
    return [
        {"role": role.pk, "name": role.name, "permissions": role.permissions}
        for role in Role.objects.filter(is_active=True).order_by("name")
    ]


def systems() -> list[dict[str, Any]]:
    """Registered systems, by name."""
    return [
        {"client": system.client_id, "name": system.name, "addresses": system.redirect_uris.split()}
        for system in get_application_model().objects.order_by("name")
    ]
