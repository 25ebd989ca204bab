"""The tasks that wait for somebody, most urgent first."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Q, QuerySet

from shuzhi.ops.orders.flows import titles
from shuzhi.ops.orders.models import Task
from shuzhi.ops.orders.models.task import LIVE
from shuzhi.ops.paging import CAP
from shuzhi.ops.people.access import Access
from shuzhi.ops.prepared import prepared
from shuzhi.ops.regions import region_name

Row = dict[str, Any]
Whose = Literal["mine", "department", "unclaimed"]

_COLUMNS = {
    "id": "id",
    "kind": "kind",
    "state": "state",
    "due": "due",
    "overdue": "overdue",
    "escalation": "escalation",
    "opened_at": "opened_at",
    "claimed_at": "claimed_at",
    "step": "step",
    "department": "department__name",
    "handler": "handler__name",
    "number": "order__number",
    "title": "order__title",
    "origin": "order__origin",
    "region": "order__region",
    "place": "order__place",
    "digest": "order__flow__digest",
}


def tasks(by: Access, whose: Whose, *, overdue: bool = False, after: str | None, limit: int) -> Row:
    """One page of the live tasks ``by`` has, or his departments have, by deadline."""
    which = Which(whose=whose, overdue=overdue)
    wanted = _holders(by, whose)
    day, last = _place(after)
    read = [
        dict(zip(_COLUMNS, row, strict=True))
        for one in wanted
        for row in _some(which, day, limit + 1, last=last, **one)
    ]
    read = sorted(read, key=_urgency)[: limit + 1]
    rows = read[:limit]
    said = titles({row["digest"] for row in rows})
    for row in rows:
        row["flow"] = said[row["digest"]].flow
        row["step"] = said[row["digest"]].steps[row["step"]]
        row["region_name"] = region_name(row["region"])
    total = sum(_all.count(which, **one) for one in wanted)
    return {
        "rows": rows,
        "next": "{}.{}".format(*_urgency(rows[-1])) if len(read) > limit else None,
        "total": min(total, CAP),
        "more": total > CAP,
    }


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which of somebody's tasks."""

    whose: Whose
    overdue: bool


def _holders(by: Access, whose: Whose) -> list[dict[str, int]]:
    """One question a department, so that each walks along the index and none has to sort."""
    if whose == "mine":
        return [{"handler": by.user.pk}]
    return [
        {"department": each} for each in sorted({place.department for place in by.where("orders.handle")})
    ]


def _live(which: Which, **one: int) -> QuerySet[Task]:
    found = Task.objects.filter(LIVE, **one)
    if which.whose == "unclaimed":
        found = found.filter(handler=None)
    return found.filter(overdue=True) if which.overdue else found


@prepared
def _all(which: Which, **one: int) -> QuerySet[Task, Any]:
    return _live(which, **one).values_list("pk")[: CAP + 1]


@prepared
def _some(which: Which, day: date | None, limit: int, *, last: int | None, **one: int) -> QuerySet[Task, Any]:
    found = _live(which, **one)
    if day is not None:
        found = found.filter(Q(due__gte=day) & (Q(due__gt=day) | Q(id__gt=last)))
    return found.order_by("due", "id").values_list(*_COLUMNS.values())[:limit]


def _urgency(row: Row) -> tuple[date, int]:
    return row["due"], row["id"]


def _place(after: str | None) -> tuple[date | None, int | None]:
    """The day and the id that the last page ended with; of a cursor that is none of ours nothing."""
    try:
        due, number = (after or "").split(".")
        return date.fromisoformat(due), int(number)
    except ValueError:
        return None, None
