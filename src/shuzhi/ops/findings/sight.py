"""Which findings somebody sees: what his roles' grants give, within the departments and regions his posts cover."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import Missing, missing
from shuzhi.ops.findings import audiences
from shuzhi.ops.findings.models import Audience, Copy, Finding, FindingText
from shuzhi.ops.people.access import Access, Place
from shuzhi.ops.people.models import Department
from shuzhi.packs.answering import jurisdiction
from shuzhi.packs.schema import City

_FORCE: list[tuple[City, date, Mapping[audiences.Key, str]]] = []
"""What is in force, for the city as read and the day: asked by every request."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One copy as somebody may read it, for its purpose: ``within`` narrows it to what his posts cover."""

    audience: Audience
    copy: Copy
    within: Q

    @property
    def purpose(self) -> str:
        return self.audience.purpose

    def shows(self, column: str) -> bool:
        """Whether the copy gives the column as it is. What is masked is neither sorted nor filtered by."""
        return column in self.copy.plain


def sights(by: Access, permission: str = "findings.read") -> list[Sight]:
    """Every copy the user reads in a role with the permission. Nothing without both the permission and a grant."""
    posts = by.where(permission)
    if not posts:
        return []
    who = {f"role:{place.role}" for place in posts} | {f"user:{by.login}"}
    force = _in_force(city(), today())
    found = Audience.objects.filter(who__in=who).select_related("copy").order_by("id")
    return [
        Sight(
            audience=audience,
            copy=audience.copy,
            within=_within(by, [post for post in posts if audience.who in {f"role:{post.role}", f"user:{by.login}"}]),
        )
        for audience in found
        # A copy made under grants that no longer stand is nobody's until it is made again.
        if force.get((audience.who, audience.purpose)) == audience.copy.grants
    ]  # fmt: skip


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
        found = Finding.objects.filter(each.within, pk=finding).first()
        shown = (
            FindingText.objects.filter(copy=each.copy, finding=finding)
            .values_list("shown", flat=True)
            .first()
        )
        if found is not None and shown is not None:
            return found, shown, each
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


def _within(by: Access, posts: Sequence[Place]) -> Q:
    covered = Q(assignee=by.user.pk)
    for post in posts:
        region = jurisdiction(post.region or None)
        if region is None:
            return Q()
        # Digits only, so that ":" is the first character after them: a prefix as a range, which an index can walk.
        covered |= Q(region__gte=region, region__lt=f"{region}:")
        covered |= Q(department__in=Department.objects.filter(path__startswith=post.path).values("pk"))
    return covered


def _in_force(of: City, day: date) -> Mapping[audiences.Key, str]:
    if not _FORCE or _FORCE[0][0] is not of or _FORCE[0][1] != day:
        _FORCE[:] = [(of, day, audiences.in_force(of, day))]
    return _FORCE[0][2]
