"""What is told of the orders about broken quality rules."""

from collections.abc import Mapping

from shuzhi.ops.orders.case import no_order
from shuzhi.ops.orders.models import Order, Sight
from shuzhi.ops.orders.sight import sees, tokens
from shuzhi.ops.people.access import Access
from shuzhi.ops.quality.models import Count, Mending
from shuzhi.ops.quality.queries import Out


def orders(by: Access) -> Mapping[tuple[str, str], Out]:
    """The last order about each rule, by table and rule; its number only where ``by`` may see it."""
    kept = Mending.objects.select_related("order__task")
    mine = set(
        Sight.objects.filter(order__in=kept.values("order"), who__in=tokens(by)).values_list(
            "order", flat=True
        )
    )
    return {(one.table, one.rule): _told(one.order, seen=one.order_id in mine) for one in kept}


def of_order(by: Access, number: str) -> Out:
    """What the runs counted of the rule that the order is about. Raises Missing."""
    order = Order.objects.filter(number=number, origin=Order.Origin.QUALITY).first()
    mending = Mending.objects.filter(order=order).first() if order and sees(by, order) else None
    if mending is None:
        raise no_order(number)
    counts = Count.objects.filter(order=order).order_by("id")
    return {
        "table": f"standard.{mending.table}",
        "rule": mending.rule,
        "counts": list(counts.values("day", "checked", "failing")),
    }


def _told(order: Order, *, seen: bool) -> Out:
    assert order.task is not None
    return {
        "number": order.number if seen else None,
        "state": order.state,
        "due": order.task.due,
        "overdue": order.closed_at is None and order.task.overdue,
    }
