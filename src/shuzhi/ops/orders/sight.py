"""Who sees an order: the departments that had a part in it, and whoever supervises them or a department above."""

from collections.abc import Collection

from shuzhi.ops.orders.models import Order, Sight
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department
from shuzhi.ops.search import facet, terms
from shuzhi.packs.answering import county_of, town_of, village_of

WORKS = frozenset({"orders.open", "orders.handle", "requests.take"})
"""Permissions of those who see what their own department has a part in."""


def tokens(by: Access) -> list[str]:
    """What the user is among those who see orders. Empty: he sees none."""
    supervised = {f"b{place.department}" for place in by.where("orders.supervise")}
    working = {
        f"d{place.department}"
        for place in by.places
        if place.permissions & WORKS and f"b{place.department}" not in supervised
    }
    return sorted(supervised | working)


def sees(by: Access, order: Order) -> bool:
    """Whether the user may know of the order at all."""
    return Sight.objects.filter(order=order, who__in=tokens(by)).exists()


def is_overdue(order: Order) -> bool:
    """Whether the order waits for somebody who is late."""
    return order.closed_at is None and order.task is not None and order.task.overdue


def involve(order: Order, department: Department) -> None:
    """From now on the department, and whoever supervises it, sees the order."""
    above = [f"b{number}" for number in department.path.strip("/").split("/")]
    live, overdue = order.closed_at is None, is_overdue(order)
    Sight.objects.bulk_create(
        [
            Sight(order=order, who=who, is_open=live, is_overdue=overdue)
            for who in (f"d{department.id}", *above)
        ],
        ignore_conflicts=True,
    )


def follow(order: Order) -> None:
    """Bring lists and search to what the order is now. Called at the end of every change of it."""
    live, overdue = order.closed_at is None, is_overdue(order)
    sights = Sight.objects.filter(order=order)
    sights.exclude(is_open=live, is_overdue=overdue).update(is_open=live, is_overdue=overdue)
    said = terms(
        order.title,
        order.number,
        order.place,
        order.text,
        facets=facets(order, set(sights.values_list("who", flat=True))),
    )
    if said != order.terms:
        order.terms = said
        order.save(update_fields=("terms",))


def facets(order: Order, who: Collection[str]) -> set[str]:
    """The exact values an order is found by, those who see it among them."""
    task = order.task
    regions = {order.region, county_of(order.region), town_of(order.region), village_of(order.region)}
    values = {
        ("state", order.state),
        ("flow", f"{order.flow.scenario}/{order.flow.name}"),
        ("rule", order.rule),
        ("category", order.category),
        ("step", task.step if task else ""),
        ("department", task.department_id if task else ""),
        ("overdue", is_overdue(order) or ""),
        ("asking", order.asking),
        *(("region", region) for region in regions),
        *(("who", each) for each in who),
    }
    return {facet(name, value) for name, value in values if value}
