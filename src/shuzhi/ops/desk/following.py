"""A request goes where its order goes: closed, cancelled or opened again, it waits for the desk accordingly."""

from django.db import transaction
from django.db.models import F, Q

from shuzhi.ops.audit.actions import record
from shuzhi.ops.desk import open_requests, sight
from shuzhi.ops.desk.models import Request
from shuzhi.ops.people.actions import SYSTEM

_SOME = 200

_BEHIND = (
    Q(state="ordered", order__closed_at__isnull=False)
    | Q(state="handled", order__closed_at__isnull=True)
    | Q(state="handled", order__state="cancelled")
    | Q(state="answered", order__closed_at__isnull=True, order__reopened__gt=F("answered_round"))
)
"""Requests whose order has gone on without them."""


def follow_orders() -> int:
    """Bring every request to where its order is. Says how many had to move."""
    behind = list(Request.objects.filter(_BEHIND).order_by("id").values_list("id", flat=True)[:_SOME])
    moved = 0
    for number in behind:
        with transaction.atomic():
            held = (
                Request.objects.select_for_update(of=("self",))
                .select_related("order", "department")
                .get(pk=number)
            )
            moved += follow(held)
    return moved


def follow(request: Request) -> bool:
    """Bring one request, held by the caller's transaction, to where its order is. Says whether it had to move."""
    order = request.order
    if order is None:
        return False
    live, before = order.closed_at is None, request.state
    if order.state == "cancelled" and before in ("ordered", "handled"):
        request.state, request.order = Request.State.NEW, None
    elif not live and before == "ordered":
        request.state = Request.State.HANDLED
    elif live and (before == "handled" or (before == "answered" and order.reopened > request.answered_round)):
        request.state, request.answered_at = Request.State.ORDERED, None
    if request.state == before:
        return False
    request.version += 1
    sight.index(request)
    request.save()
    record(
        by=SYSTEM,
        action="desk.follow_order",
        object=f"request:{request.number}",
        about={"order": order.number, "state": request.state},
    )
    transaction.on_commit(lambda: open_requests.changed([request.pk]))
    return True
