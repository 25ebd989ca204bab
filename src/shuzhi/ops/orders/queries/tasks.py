"""The tasks that wait for somebody, most urgent first."""

from datetime import date
from typing import Any, Literal

from django.db.models import Q, QuerySet

from shuzhi.ops.orders.flows import titles
from shuzhi.ops.orders.models import Task
from shuzhi.ops.orders.models.task import LIVE
from shuzhi.ops.paging import CAP, counted
from shuzhi.ops.people.access import Access
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
    wanted = [found.filter(overdue=True) if overdue else found for found in _sources(by, whose)]
    later = _later_than(after)
    read = [
        dict(zip(_COLUMNS, row, strict=True))
        for found in wanted
        for row in found.filter(later).order_by("due", "id").values_list(*_COLUMNS.values())[: limit + 1]
    ]
    read = sorted(read, key=_urgency)[: limit + 1]
    rows = read[:limit]
    said = titles({row["digest"] for row in rows})
    for row in rows:
        row["flow"] = said[row["digest"]].flow
        row["step"] = said[row["digest"]].steps[row["step"]]
        row["region_name"] = region_name(row["region"])
    total = sum(sum(counted(found)) for found in wanted)
    return {
        "rows": rows,
        "next": "{}.{}".format(*_urgency(rows[-1])) if len(read) > limit else None,
        "total": min(total, CAP),
        "more": total > CAP,
    }


def _sources(by: Access, whose: Whose) -> list[QuerySet[Task, Any]]:
    """One query a department, so that each walks along the index and none has to sort."""
    live: QuerySet[Task, Any] = Task.objects.filter(LIVE)
    if whose == "mine":
        return [live.filter(handler=by.user.pk)]
    handles = sorted({place.department for place in by.where("orders.handle")})
    found = [live.filter(department=department) for department in handles]
    return [each.filter(handler=None) for each in found] if whose == "unclaimed" else found


def _urgency(row: Row) -> tuple[date, int]:
    return row["due"], row["id"]


def _later_than(after: str | None) -> Q:
    """After the row that the last page ended with; a cursor that is none of ours begins anew."""
    try:
        due, number = (after or "").split(".")
        day, last = date.fromisoformat(due), int(number)
    except ValueError:
        return Q()
    return Q(due__gte=day) & (Q(due__gt=day) | Q(id__gt=last))
