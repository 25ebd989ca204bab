"""Words that tests of the desk share."""

from collections.abc import Callable

from shuzhi.ops.audit.models import Record
from shuzhi.ops.desk.models import Request
from shuzhi.ops.people.access import Access

By = Callable[[str], Access]
Taken = Callable[..., Request]


def fresh(request: Request) -> Request:
    """As the database has it now."""
    return Request.objects.select_related("order__task", "merged_into", "department").get(pk=request.pk)


def records(request: Request) -> list[tuple[str, str]]:
    """Who did what to it, as the chain has it."""
    found = Record.objects.filter(object=f"request:{request.number}").order_by("number")
    return [(who, action.removeprefix("desk.")) for who, action in found.values_list("by", "action")]
