"""Which departments answer for a matter, and who in them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from shuzhi.ops.clock import today
from shuzhi.ops.people.models import Department, Duty, User
from shuzhi.packs.answering import departments_for
from shuzhi.packs.flow_file import Who


@dataclass(frozen=True, kw_only=True)
class Answering:
    """A department as the question of who answers for a matter sees it."""

    id: int
    name: str
    region: str
    duties: frozenset[str]


def answering(who: Who, *, region: str, origin: str) -> list[Answering]:
    """The departments in use that ``who`` means for a matter in ``region``, opened by the department ``origin``."""
    duties: dict[int, set[str]] = {}
    for department, duty in Duty.objects.values_list("department_id", "name"):
        duties.setdefault(department, set()).add(duty)
    rows = Department.objects.filter(is_active=True).order_by("path").values_list("id", "name", "region")
    there = [
        Answering(id=number, name=name, region=where, duties=frozenset(duties.get(number, ())))
        for number, name, where in rows
    ]
    return departments_for(who, there, region=region or None, origin=origin)


def people_in(
    departments: Iterable[int], *, permission: str, roles: Collection[str] | None = None
) -> list[User]:
    """Everybody who today holds a post with the permission in one of the departments, in one of the roles if named."""
    day = today()
    held = Q(posts__department__in=list(departments), posts__role__is_active=True, posts__since__lte=day)
    held &= Q(posts__until__isnull=True) | Q(posts__until__gte=day)
    if roles is not None:
        held &= Q(posts__role__name__in=list(roles))
    found = User.objects.filter(held, is_active=True).order_by("id")
    posts = found.values_list("id", "posts__role__permissions").distinct()
    able = {user for user, permissions in posts if permission in permissions}
    return list(User.objects.filter(id__in=able).order_by("id"))
