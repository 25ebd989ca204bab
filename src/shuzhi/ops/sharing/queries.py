"""Requests for sharing as their page shows them, and what one may ask for on a table's page."""

from collections.abc import Mapping
from typing import Any, Literal

from django.db.models import Q, QuerySet

from shuzhi.ops.catalogue.queries import sight
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.contribution.owing import Owed, owing_of, policy
from shuzhi.ops.errors import missing
from shuzhi.ops.orders import times
from shuzhi.ops.paging import counted
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department, Post
from shuzhi.ops.sharing.models import SharingRequest
from shuzhi.ops.sharing.rights import ASK, DECIDE, LIFT, NO_TABLE, State, in_the_way, kind_of, lifters, may
from shuzhi.packs.owners import owner_of
from shuzhi.packs.scenario_reader import full_name

Which = Literal["to_answer", "asked", "answered", "to_lift"]
Out = dict[str, Any]


def requests(by: Access, which: Which, *, after: str | None, limit: int) -> Out:
    """Waiting for his departments' answer, asked by his departments, answered by them, or of those below his."""
    found = _which(by, which)
    total, more = counted(found)
    if after is not None and after.isdecimal():
        found = found.filter(id__lt=int(after))
    related = found.select_related("owner", "department", "asked_by", "answered_by", "lifted_by")
    read = list(related.order_by("-id")[: limit + 1])
    seen = sight(by)
    titles = {name: entry.title for name, entry in seen.tables.items()} if seen else {}
    known = owing_of({one.department.name for one in read if one.state == State.ASKED})
    return {
        "rows": [_out(by, one, known) | {"title": titles.get(one.table)} for one in read[:limit]],
        "next": str(read[limit - 1].pk) if len(read) > limit else None,
        "total": total,
        "more": more,
    }


def waiting(by: Access) -> int:
    """How many wait for him: to be answered, or held up and his to except."""
    open_ = SharingRequest.objects.filter(state=State.ASKED).select_related("owner", "department")
    mine = list(open_.filter(by.below(DECIDE, "owner__path") | by.below(LIFT, "department__path")))
    known = owing_of({one.department.name for one in mine})
    return sum(bool(may(by, one, in_the_way(one, known))) for one in mine)


def asking(by: Access, table: str) -> Out | None:
    """What the form on a table's page needs; None where he has nothing to ask for. Raises Missing."""
    seen = sight(by)
    if seen is None or table not in seen.tables:
        raise missing(NO_TABLE, table)
    kind, owner = kind_of(table), owner_of(full_name(table), city())
    mine = Department.objects.filter(pk__in=[place.department for place in by.where(ASK)]).order_by("path")
    department = next((each for each in mine if each.name != owner), None)
    if kind not in ("conditional", "unconditional") or department is None:
        return None
    day = today()
    held = Post.objects.filter(department=department, since__lte=day).exclude(until__lt=day)
    purposes = [*city().purposes, *(scenario.purpose for scenario in city().scenarios)]
    probe = SharingRequest(table=table, department=department, purpose="")
    return {
        "department": department.name,
        "owner": owner,
        "days": city().catalogue.request_days,
        "purposes": [{"name": each.name, "basis": each.basis} for each in purposes],
        "roles": sorted(set(held.values_list("role__name", flat=True))),
        "owing": [vars(each) for each in in_the_way(probe)],
        "policy": policy() if kind == "conditional" else None,
    }


def _which(by: Access, which: Which) -> QuerySet[SharingRequest]:
    every = SharingRequest.objects.all()
    if which == "asked":
        return every.filter(
            Q(asked_by=by.user) | Q(department__in=[each.department for each in by.where(ASK)])
        )
    if which == "to_lift":
        mine = {place.department for place in by.where(LIFT)}
        return every.filter(by.below(LIFT, "department__path"), state=State.ASKED).exclude(
            department__in=mine
        )
    open_ = Q(state=State.ASKED)
    return every.filter(open_ if which == "to_answer" else ~open_).filter(by.below(DECIDE, "owner__path"))


def _out(by: Access, one: SharingRequest, known: Mapping[str, list[Owed]]) -> Out:
    end = times.day(one.answered_at) if one.answered_at else today()
    owed = in_the_way(one, known) if one.state == State.ASKED else []
    return {
        "request": one.pk,
        "table": one.table,
        "owner": one.owner.name,
        "department": one.department.name,
        "purpose": one.purpose,
        "role": one.role,
        "until": one.until,
        "reason": one.reason,
        "state": one.state,
        "asked_by": one.asked_by.name,
        "asked_at": one.asked_at,
        "due": one.due,
        "late": end > one.due,
        "mask": one.mask or None,
        "answer": one.answer,
        "answered_by": one.answered_by.name if one.answered_by else None,
        "answered_at": one.answered_at,
        "lifted": one.lifted,
        "lifted_by": one.lifted_by.name if one.lifted_by else None,
        "lifted_at": one.lifted_at,
        "owing": [vars(each) for each in owed],
        "lifters": lifters(one) if owed else "",
        "may": may(by, one, owed),
    }
