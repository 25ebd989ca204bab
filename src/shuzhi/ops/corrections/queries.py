"""Reported errors as their page shows them."""

from typing import Any, Literal

from django.db.models import Q, QuerySet

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.corrections.models import Correction
from shuzhi.ops.corrections.rights import MENDS, may, sees
from shuzhi.ops.corrections.rows import shown
from shuzhi.ops.errors import missing
from shuzhi.ops.orders import times
from shuzhi.ops.paging import counted
from shuzhi.ops.people.access import Access

Which = Literal["to_answer", "asked_by_me", "answered", "above"]
Out = dict[str, Any]


def corrections(by: Access, which: Which, *, after: str | None, limit: int) -> Out:
    """Waiting for his departments' answer, reported by himself, answered by them, or of departments below his."""
    found = _which(by, which)
    total, more = counted(found)
    if after is not None and after.isdecimal():
        found = found.filter(id__lt=int(after))
    related = found.select_related("owner", "asked_for", "asked_by", "answered_by", "ruled_by")
    read = list(related.order_by("-id")[: limit + 1])
    return {
        "rows": [_out(by, one) for one in read[:limit]],
        "next": str(read[limit - 1].pk) if len(read) > limit else None,
        "total": total,
        "more": more,
    }


def row(by: Access, number: int) -> Out:
    """The row a report is about, as the reader's own grants give it. Raises Missing."""
    one = Correction.objects.select_related("owner").filter(pk=number).first()
    if one is None or not sees(by, one):
        raise missing(Text("没有这条纠错", "there is no such correction"), f"correction:{number}")
    return {"exhibits": shown(by, one.table, one.batch, one.row, one.column)}


def _which(by: Access, which: Which) -> QuerySet[Correction]:
    all_of_them = Correction.objects.all()
    if which == "asked_by_me":
        return all_of_them.filter(asked_by=by.user)
    if which == "above":
        mine = {place.department for place in by.where("orders.supervise")}
        return all_of_them.filter(by.below("orders.supervise", "owner__path")).exclude(owner__in=mine)
    mine = {place.department for permission in MENDS for place in by.where(permission)}
    open_ = Q(state=Correction.State.ASKED)
    return all_of_them.filter(open_ if which == "to_answer" else ~open_, owner__in=mine)


def _out(by: Access, one: Correction) -> Out:
    titles = {source.name: source.title for source in city().sources}
    end = times.day(one.answered_at) if one.answered_at else today()
    return {
        "correction": one.pk,
        "table": f"standard.{one.table}",
        "title": titles.get(one.table, Text(one.table, one.table)),
        "place": one.place,
        "column": one.column,
        "owner": one.owner.name,
        "state": one.state,
        "text": one.text,
        "asked_by": one.asked_by.name,
        "asked_for": one.asked_for.name,
        "asked_at": one.asked_at,
        "due": one.due,
        "late": end > one.due,
        "answer": one.answer,
        "answered_by": one.answered_by.name if one.answered_by else None,
        "answered_at": one.answered_at,
        "dispute": one.dispute,
        "disputed_at": one.disputed_at,
        "ruling": one.ruling,
        "ruled_by": one.ruled_by.name if one.ruled_by else None,
        "ruled_at": one.ruled_at,
        "may": may(by, one),
    }
