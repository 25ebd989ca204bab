"""The orders somebody may see, newest first, by what they are and by words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q

from shuzhi.ops.orders import sight
from shuzhi.ops.orders.flows import titles
from shuzhi.ops.orders.models import Extension, Order, Sight, Task
from shuzhi.ops.orders.models.task import LIVE
from shuzhi.ops.paging import CAP, counted
from shuzhi.ops.people.access import Access
from shuzhi.ops.regions import region_name
from shuzhi.ops.search import facet, newest

Row = dict[str, Any]
State = Literal["open", "overdue", "closed", "cancelled", "suspended"]

_FACETS: Mapping[State, tuple[tuple[str, object], ...]] = {
    "open": (("state", "open"), ("state", "suspended")),
    "overdue": (("overdue", True),),
    "closed": (("state", "closed"),),
    "cancelled": (("state", "cancelled"),),
    "suspended": (("state", "suspended"),),
}
_WALKS: Mapping[State | None, Q] = {
    None: Q(),
    "open": Q(is_open=True),
    "overdue": Q(is_overdue=True),
}
"""States that a walk along who sees what answers; every other question goes to the search index."""

_COLUMNS = {
    "id": "id",
    "number": "number",
    "title": "title",
    "state": "state",
    "origin": "origin",
    "rule": "rule",
    "category": "category",
    "region": "region",
    "opened_at": "opened_at",
    "closed_at": "closed_at",
    "asking": "asking",
    "conclusion": "conclusion",
    "digest": "flow__digest",
    "step": "task__step",
    "department": "task__department__name",
    "handled_by": "handled_by__name",
    "handler": "task__handler__name",
    "due": "task__due",
    "overdue": "task__overdue",
    "escalation": "task__escalation",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked for; empty means any. ``region`` is a county, town or village with all that lies in it."""

    state: State | None = None
    words: str = ""
    flow: str = ""
    step: str = ""
    rule: str = ""
    category: str = ""
    region: str = ""
    department: int | None = None
    asking: str = ""

    @property
    def facets(self) -> list[set[str]]:
        """Of each group one must hold."""
        told = {
            "flow": self.flow,
            "step": self.step,
            "rule": self.rule,
            "category": self.category,
            "region": self.region,
            "department": self.department,
            "asking": self.asking,
        }
        groups = [{facet(name, value)} for name, value in told.items() if value]
        if self.state is not None:
            groups.append({facet(name, value) for name, value in _FACETS[self.state]})
        return groups

    @property
    def walks(self) -> bool:
        """Whether nothing is asked but a state that a walk answers."""
        return self == Asked(state=self.state) and self.state in _WALKS


def orders(by: Access, asked: Asked, *, after: str | None, limit: int) -> Row:
    """One page of the orders ``by`` may see, with how many there are, counted up to 1,000."""
    before = int(after) if after is not None and after.isdecimal() else None
    who = sight.tokens(by)
    find = _walked if asked.walks else _searched
    found = find(who, asked, before, limit + 1)
    everything = find(who, asked, None, CAP + 1)
    ids = found[:limit]
    return {
        "rows": _rows(ids),
        "next": str(ids[-1]) if len(found) > limit else None,
        "total": min(len(everything), CAP),
        "more": len(everything) > CAP,
    }


def counts(by: Access) -> dict[str, int]:
    """What waits for ``by``, for the badges: each counted up to 1,000."""
    me = by.user.pk
    handles = {place.department for place in by.where("orders.handle")}
    decides = {place.department for place in by.where("orders.supervise")}
    asks = {place.department for place in (*by.where("requests.take"), *by.where("orders.open"))}
    live = Task.objects.filter(LIVE)
    who = sight.tokens(by)
    return {
        "mine": counted(live.filter(handler=me))[0],
        "mine_overdue": counted(live.filter(handler=me, overdue=True))[0],
        "unclaimed": counted(live.filter(department__in=handles, handler=None))[0] if handles else 0,
        "to_decide": counted(Extension.objects.filter(state="asked", department__in=decides))[0]
        if decides
        else 0,
        "to_ask": counted(Order.objects.filter(asking_due__isnull=False, department__in=asks))[0]
        if asks
        else 0,
        "open": min(CAP, len(_walked(who, Asked(state="open"), None, CAP))),
        "overdue": min(CAP, len(_walked(who, Asked(state="overdue"), None, CAP))),
    }


def _walked(who: Iterable[str], asked: Asked, before: int | None, limit: int) -> list[int]:
    """Ids along the index of who sees what."""
    found: set[int] = set()
    for each in who:
        seen = Sight.objects.filter(_WALKS[asked.state], who=each)
        if before is not None:
            seen = seen.filter(order__lt=before)
        found.update(seen.order_by("-order_id").values_list("order_id", flat=True)[:limit])
    return sorted(found, reverse=True)[:limit]


def _searched(who: Iterable[str], asked: Asked, before: int | None, limit: int) -> list[int]:
    """Ids along the search index, which knows who sees what as well."""
    mine = {facet("who", each) for each in who}
    return newest("orders_order", asked.words, [mine, *asked.facets], before=before, limit=limit)


def _rows(ids: list[int]) -> list[Row]:
    columns = list(_COLUMNS.values())
    read = Order.objects.filter(id__in=ids).order_by("-id").values_list(*columns)
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in read]
    said = titles({row["digest"] for row in rows})
    for row in rows:
        row["flow"] = said[row["digest"]].flow
        row["step"] = said[row["digest"]].steps[row["step"]]
        row["region_name"] = region_name(row["region"])
    return rows
