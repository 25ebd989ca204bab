"""Words that tests of orders share."""

from collections.abc import Callable, Mapping
from typing import Any

from shuzhi.ops.audit.models import Record
from shuzhi.ops.orders import actions
from shuzhi.ops.orders.models import Order
from shuzhi.ops.people.access import Access

By = Callable[[str], Access]
Made = Callable[..., Order]


def fresh(order: Order) -> Order:
    """As the database has it now."""
    return Order.objects.select_related("task__department", "task__handler", "flow", "department").get(
        pk=order.pk
    )


def records(order: Order) -> list[tuple[str, str]]:
    """Who did what to it, as the chain has it."""
    found = Record.objects.filter(object=f"order:{order.number}").order_by("number")
    return [(who, action.removeprefix("orders.")) for who, action in found.values_list("by", "action")]


def claimed(by: Access, order: Order) -> Order:
    return actions.claim(by=by, order=order.number, version=fresh(order).version)


def done(by: Access, order: Order, result: str, form: Mapping[str, Any] | None = None, **more: Any) -> Order:
    """Claimed and completed in one go."""
    claimed(by, order)
    version = fresh(order).version
    actions.complete(by=by, order=order.number, version=version, result=result, form=form or {}, **more)
    return fresh(order)
