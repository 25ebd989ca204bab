"""Who sees a request, and how much of it.

In full: the desk that took it in, and whoever has its order before him. Masked: everybody else who sees the order.
"""

from collections.abc import Collection

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.desk.models import Request
from shuzhi.ops.errors import missing
from shuzhi.ops.orders import sight as orders
from shuzhi.ops.orders.models import Task
from shuzhi.ops.people.access import Access
from shuzhi.ops.search import facet, terms

TAKE = "requests.take"


def clerk_of(by: Access, request: Request) -> bool:
    """Whether he takes requests in the department that took this one, or in one above it."""
    return any(request.department.path.startswith(place.path) for place in by.where(TAKE))


def handles(by: Access, request: Request, *, himself: bool = False) -> bool:
    """Whether its order lies with his department now; ``himself``: whether he has claimed it."""
    if request.order_id is None:
        return False
    mine = {place.department for place in by.where("orders.handle")}
    tasks = Task.objects.filter(order=request.order_id, department__in=mine, ended_at__isnull=True)
    return (tasks.filter(handler=by.user) if himself else tasks).exists()


def sees(by: Access, request: Request) -> bool:
    """Whether he may know of it at all."""
    if clerk_of(by, request):
        return True
    main = request.merged_into or request
    return main.order is not None and orders.sees(by, main.order)


def sees_whole(by: Access, request: Request) -> bool:
    """Whether he reads what was said as it was said."""
    return clerk_of(by, request) or handles(by, request.merged_into or request)


def no_request(number: str) -> ShuzhiError:
    return missing(Text(f"没有诉求 {number}", f"there is no request {number}"), f"request:{number}")


def seen_by(by: Access) -> set[str]:
    """The facets of the requests whose desk he works at: one of them is on each. Empty: none."""
    return {facet("department", place.department) for place in by.where(TAKE)}


def index(request: Request) -> None:
    """Bring search to what the request is now. The caller saves."""
    request.terms = terms(
        request.number,
        request.title,
        request.place,
        request.body,
        request.source_number,
        facets=_facets(request),
    )


def _facets(request: Request) -> Collection[str]:
    values: set[tuple[str, object]] = {
        ("state", request.state),
        ("channel", request.channel),
        ("category", request.category),
        ("urgency", request.urgency),
        ("batch", request.batch_id or ""),
        *(("department", int(number)) for number in request.department.path.strip("/").split("/")),
    }
    return {facet(name, value) for name, value in values if value}
