"""The orders somebody may see, newest first, by what they are and by words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q, QuerySet

from shuzhi.ops.orders import sight
from shuzhi.ops.orders.flows import titles
from shuzhi.ops.orders.models import Extension, Order, Sight, Task
from shuzhi.ops.orders.models.task import LIVE
from shuzhi.ops.paging import CAP
from shuzhi.ops.people.access import Access
from shuzhi.ops.prepared import prepared
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
    if asked.walks:
        found, total = _walked(who, asked, before, limit + 1), _seen(who, asked)
    else:
        everything = _searched(who, asked, None, CAP + 1)
        found = everything if before is None else _searched(who, asked, before, limit + 1)
        total = len(everything)
    ids = found[:limit]
    return {
        "rows": _rows(ids),
        "next": str(ids[-1]) if len(found) > limit else None,
        "total": min(total, CAP),
        "more": total > CAP,
    }


def every(by: Access, asked: Asked, most: int) -> list[Row]:
    """The whole list, newest first, up to ``most``."""
    who, found = sight.tokens(by), list[int]()
    look = _walked if asked.walks else _searched
    while len(found) < most and (some := look(who, asked, found[-1] if found else None, CAP)):
        found += some
    return [row for at in range(0, len(found[:most]), CAP) for row in _rows(found[at : at + CAP])]


def counts(by: Access) -> dict[str, int]:
    """What waits for ``by``, for the badges: each counted up to 1,000."""
    me = by.user.pk
    handles = {place.department for place in by.where("orders.handle")}
    decides = {place.department for place in by.where("orders.supervise")}
    asks = {place.department for place in (*by.where("requests.take"), *by.where("orders.open"))}
    who = sight.tokens(by)
    counted = {
        "mine": _mine.count("all", me=me),
        "mine_overdue": _mine.count("overdue", me=me),
        "unclaimed": _unclaimed.count(departments=sorted(handles)),
        "to_decide": _to_decide.count(departments=sorted(decides)),
        "to_ask": _to_ask.count(departments=sorted(asks)),
        "open": _seen(who, Asked(state="open")),
        "overdue": _seen(who, Asked(state="overdue")),
    }
    return {name: min(CAP, number) for name, number in counted.items()}


@prepared
def _mine(which: Literal["all", "overdue"], *, me: int) -> QuerySet[Task, Any]:
    found = Task.objects.filter(LIVE, handler=me)
    return (found.filter(overdue=True) if which == "overdue" else found).values_list("pk")[:CAP]


@prepared
def _unclaimed(*, departments: list[int]) -> QuerySet[Task, Any]:
    return Task.objects.filter(LIVE, department__in=departments, handler=None).values_list("pk")[:CAP]


@prepared
def _to_decide(*, departments: list[int]) -> QuerySet[Extension, Any]:
    return Extension.objects.filter(state="asked", department__in=departments).values_list("pk")[:CAP]


@prepared
def _to_ask(*, departments: list[int]) -> QuerySet[Order, Any]:
    found = Order.objects.filter(asking_due__isnull=False, department__in=departments)
    return found.values_list("pk")[:CAP]


@prepared
def _along(state: State | None, limit: int, *, who: str, before: int | None) -> QuerySet[Sight, Any]:
    """Orders along the index of who sees what, newest first."""
    seen = Sight.objects.filter(_WALKS[state], who=who)
    if before is not None:
        seen = seen.filter(order__lt=before)
    return seen.order_by("-order_id").values_list("order_id")[:limit]


def _seen(who: Sequence[str], asked: Asked) -> int:
    """How many orders along a walk somebody sees, counted up to 1,001."""
    if len(who) == 1:
        return _along.count(asked.state, CAP + 1, who=who[0], before=None)
    return len(_walked(who, asked, None, CAP + 1))


def _walked(who: Iterable[str], asked: Asked, before: int | None, limit: int) -> list[int]:
    found = {order for each in who for (order,) in _along(asked.state, limit, who=each, before=before)}
    return sorted(found, reverse=True)[:limit]


def _searched(who: Iterable[str], asked: Asked, before: int | None, limit: int) -> list[int]:
    """Ids along the search index, which knows who sees what as well."""
    mine = {facet("who", each) for each in who}
    return newest("orders_order", asked.words, [mine, *asked.facets], before=before, limit=limit)


@prepared
def _read(*, ids: list[int]) -> QuerySet[Order, Any]:
    return Order.objects.filter(id__in=ids).order_by("-id").values_list(*_COLUMNS.values())


def _rows(ids: list[int]) -> list[Row]:
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in _read(ids=ids)]
    said = titles({row["digest"] for row in rows})
    for row in rows:
        row["flow"] = said[row["digest"]].flow
        row["step"] = said[row["digest"]].steps[row["step"]]
        row["region_name"] = region_name(row["region"])
    return rows
