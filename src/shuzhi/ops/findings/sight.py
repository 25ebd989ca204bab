"""Which findings somebody sees: what his roles' grants give, within the departments and regions his posts cover."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import Missing, missing
from shuzhi.ops.findings import audiences
from shuzhi.ops.findings.models import Audience, Copy, Finding
from shuzhi.ops.people.access import Access, Place
from shuzhi.ops.people.models import Department
from shuzhi.ops.prepared import prepared
from shuzhi.packs.answering import jurisdiction
from shuzhi.packs.schema import City

Reach = tuple[tuple[str, str], ...] | None
"""What posts cover: of each its region and the path of its department. None: everything."""

_FORCE: list[tuple[City, date, Mapping[audiences.Key, str]]] = []
"""What is in force, for the city as read and the day: asked by every request."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One copy as somebody may read it, for its purpose: ``within`` narrows it to what his posts cover.

    ``me`` is whoever looks, where ``reach`` does not cover everything: what was given to him he sees as well.
    """

    audience: Audience
    copy: Copy
    reach: Reach
    me: int | None

    @property
    def within(self) -> Q:
        return within(self.reach, self.me)

    @property
    def purpose(self) -> str:
        return self.audience.purpose

    def shows(self, column: str) -> bool:
        """Whether the copy gives the column as it is. What is masked is neither sorted nor filtered by."""
        return column in self.copy.plain

    def reason(self, shown: Mapping[str, Any]) -> str | None:
        """The finding's sentence. None where it is masked: stars or a number of letters tell nobody anything."""
        return shown["reason"] if self.shows("reason") else None


def sights(by: Access, permission: str = "findings.read") -> list[Sight]:
    """Every copy the user reads in a role with the permission. Nothing without both the permission and a grant."""
    posts = by.where(permission)
    if not posts:
        return []
    who = {f"role:{place.role}" for place in posts} | {f"user:{by.login}"}
    force = _in_force(city(), today())
    there = []
    for number, audience, purpose, *copied in _audiences(who=sorted(who)):
        copy = Copy.from_db(DEFAULT_DB_ALIAS, _COPY, copied)
        # A copy made under grants that no longer stand is nobody's until it is made again.
        if force.get((audience, purpose)) == copy.grants:
            reach = _reach(post for post in posts if audience in {f"role:{post.role}", f"user:{by.login}"})
            held = Audience(id=number, who=audience, purpose=purpose, copy_id=copy.pk)
            there.append(
                Sight(audience=held, copy=copy, reach=reach, me=None if reach is None else by.user.pk)
            )
    return there


def sight(by: Access, audience: int | None = None, permission: str = "findings.read") -> Sight | None:
    """The one asked for, or the first. None where he has none. Raises Refused without the permission."""
    by.require(permission)
    there = sights(by, permission)
    if audience is None:
        return there[0] if there else None
    return next((each for each in there if each.audience.pk == audience), None)


def seen(
    by: Access, finding: str, permission: str = "findings.read"
) -> tuple[Finding, dict[str, Any], Sight]:
    """A finding, what of it the user may read, and in which copy. Raises Refused without the permission, Missing."""
    by.require(permission)
    for each in sights(by, permission):
        row = _seen.first(each.reach, me=each.me, copy=each.copy.pk, finding=finding)
        if row is not None:
            return Finding.from_db(DEFAULT_DB_ALIAS, _FINDING, row[:-1]), row[-1], each
    raise no_finding(finding)


def no_finding(finding: str) -> Missing:
    return missing(Text("没有这个疑点", "there is no such finding"), f"finding:{finding}")


def covers(places: Sequence[Place], department: Department) -> bool:
    """Whether a department is below one of these posts: in the tree, or in the region it answers for."""
    for place in places:
        region = jurisdiction(place.region or None)
        if region is None or department.path.startswith(place.path) or department.region.startswith(region):
            return True
    return False


def within(reach: Reach, me: int | None) -> Q:
    """A filter of findings: what is covered, and what was given to whoever looks."""
    if reach is None:
        return Q()
    covered = Q(assignee=me)
    for region, path in reach:
        # Digits only, so that ":" is the first character after them: a prefix as a range, which an index can walk.
        covered |= Q(region__gte=region, region__lt=f"{region}:")
        covered |= Q(department__in=Department.objects.filter(path__startswith=path).values("pk"))
    return covered


def _reach(posts: Iterable[Place]) -> Reach:
    covered = []
    for post in posts:
        region = jurisdiction(post.region or None)
        if region is None:
            return None
        covered.append((region, post.path))
    return tuple(covered)


_COPY = ("id", "grants", "plain", "scenarios", "run")
_FINDING = tuple(field.attname for field in Finding._meta.concrete_fields)  # noqa: SLF001  Django's own name for it


@prepared
def _audiences(*, who: list[str]) -> QuerySet[Audience, Any]:
    found = Audience.objects.filter(who__in=who).order_by("id")
    return found.values_list("id", "who", "purpose", *(f"copy__{name}" for name in _COPY))


@prepared
def _seen(reach: Reach, *, me: int | None, copy: int, finding: str) -> QuerySet[Finding, Any]:
    found = Finding.objects.filter(within(reach, me), pk=finding, texts__copy=copy)
    return found.values_list(*_FINDING, "texts__shown")


def _in_force(of: City, day: date) -> Mapping[audiences.Key, str]:
    if not _FORCE or _FORCE[0][0] is not of or _FORCE[0][1] != day:
        _FORCE[:] = [(of, day, audiences.in_force(of, day))]
    return _FORCE[0][2]
