"""The requests of one's desks, newest first, by what they are and by words; what waits there."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, OuterRef, Subquery

from shuzhi.ops.city import city
from shuzhi.ops.desk import contacts, sight, suggester, suggestions
from shuzhi.ops.desk.actions import note_caller
from shuzhi.ops.desk.models import Request, Telling
from shuzhi.ops.desk.sight import TAKE
from shuzhi.ops.paging import CAP, counted
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department
from shuzhi.ops.search import facet, newest

Row = dict[str, Any]
State = Literal["new", "ordered", "handled", "answered", "merged"]

_COLUMNS = {
    **{
        name: name
        for name in ("id", "number", "title", "channel", "received_at", "place", "region", "category")
    },
    **{name: name for name in ("urgency", "state", "source_number")},
    "department": "department__name",
    "proposed": "proposed__name",
    "order": "order__number",
    "overdue": "order__task__overdue",
    "due": "order__task__due",
    "into": "merged_into__number",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked for; empty means any. ``to_tell``: those whose caller is still to be told something."""

    state: State | None = None
    words: str = ""
    channel: str = ""
    category: str = ""
    urgency: str = ""
    batch: int | None = None
    to_tell: bool = False

    @property
    def facets(self) -> list[set[str]]:
        told = {
            "state": self.state,
            "channel": self.channel,
            "category": self.category,
            "urgency": self.urgency,
            "batch": self.batch,
        }
        return [{facet(name, value)} for name, value in told.items() if value]


def requests(by: Access, asked: Asked, *, after: str | None, limit: int) -> Row:
    """One page of the requests of one's desks, newest first, with how many there are, counted up to 1,000."""
    by.require(TAKE)
    before = int(after) if after is not None and after.isdecimal() else None
    found = _found(by, asked, before, limit + 1)
    everything = _found(by, asked, None, CAP + 1)
    ids = found[:limit]
    return {
        "rows": _rows(ids),
        "next": str(ids[-1]) if len(found) > limit else None,
        "total": min(len(everything), CAP),
        "more": len(everything) > CAP,
    }


def _found(by: Access, asked: Asked, before: int | None, limit: int) -> list[int]:
    if asked.to_tell:
        waiting = Request.objects.filter(by.below(TAKE), tellings__told_at=None, tellings__id__isnull=False)
        waiting = waiting.filter(id__lt=before) if before is not None else waiting
        return list(waiting.order_by("-id").values_list("id", flat=True).distinct()[:limit])
    groups = [sight.seen_by(by), *asked.facets]
    return newest("desk_request", asked.words, groups, before=before, limit=limit)


def _rows(ids: list[int]) -> list[Row]:
    together = Request.objects.filter(merged_into=OuterRef("pk")).order_by().values("merged_into")
    told = (
        Request.objects.filter(id__in=ids)
        .annotate(merged_count=Subquery(together.annotate(n=Count("*")).values("n")))
        .values_list(*_COLUMNS.values(), "merged_count")
    )
    rows = {row[0]: dict(zip([*_COLUMNS, "callers"], row, strict=True)) for row in told}
    for row in rows.values():
        row["callers"] = 1 + (row["callers"] or 0)
    return [rows[number] for number in ids if number in rows]


def of_caller(by: Access, phone: str) -> list[Row]:
    """The last requests of one's desks that came from this telephone. That he asked is in the chain."""
    by.require(TAKE)
    read = contacts.read_callers([contacts.Caller(phone=phone[:80])])[0]
    if not read.caller.phone:
        return []
    key = contacts.caller_key(read.caller.phone)
    note_caller(by=by, caller=key)
    found = Request.objects.filter(by.below(TAKE), contact__caller=key).order_by("-id")
    return _rows(list(found.values_list("id", flat=True)[:10]))


def counts(by: Access) -> Row:
    """What waits at one's desks, each counted up to 1,000."""
    by.require(TAKE)
    mine = Request.objects.filter(by.below(TAKE))
    told = {state: counted(mine.filter(state=state))[0] for state in ("new", "handled")}
    waiting = Telling.objects.filter(by.below(TAKE, "request__department__path"), told_at=None)
    return {**told, "to_tell": counted(waiting)[0]}


def choices(by: Access) -> Row:
    """What a clerk chooses from: categories used before, departments, regions; and whether suggestions are there."""
    by.require(TAKE)
    return {
        "readiness": suggester.readiness(),
        "categories": suggestions.categories(),
        "departments": list(Department.objects.filter(is_active=True).order_by("path").values("id", "name")),
        "desks": [
            {"id": department.pk, "name": department.name}
            for department in Department.objects.filter(pk__in=[place.department for place in by.where(TAKE)])
        ],
        "regions": [
            {"code": region.code, "name": region.name, "level": region.level, "parent": region.parent}
            for region in city().regions
            if region.level in ("county", "town", "village") and region.until is None
        ],
    }
