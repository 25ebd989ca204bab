"""How every change of a request begins and ends."""

from django.db import transaction

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.desk import following, open_requests, sight
from shuzhi.ops.desk.models import Request
from shuzhi.ops.errors import conflict
from shuzhi.ops.people.access import Access, not_allowed


def take_up(by: Access, number: str, *, version: int | None = None) -> Request:
    """The request, held until the transaction ends, for a clerk of its desk.

    Raises Missing when ``by`` may not know of it, Refused when it is not his desk's, Conflict when it has changed
    since ``version``.
    """
    held = held_ones([number]).get(number)
    if held is None or not sight.sees(by, held):
        raise sight.no_request(number)
    if not sight.clerk_of(by, held):
        raise not_allowed(sight.TAKE)
    following.follow(held)
    if version is not None and held.version != version:
        raise conflict(
            Text("诉求在您打开之后已有变化", "the request has changed since you opened it"),
            f"request:{number}",
            Text("刷新，看清现在的状态再办", "reload, see how it stands, then go on"),
        )
    return held


def held_ones(numbers: list[str]) -> dict[str, Request]:
    """Requests by number, locked in the order of their ids: two mergings never wait for each other."""
    found = (
        Request.objects.select_for_update(of=("self",))
        .select_related("department", "order", "merged_into__order", "proposed")
        .filter(number__in=numbers)
        .order_by("id")
    )
    return {request.number: request for request in found}


def keep(by: Access, request: Request, action: str, **about: object) -> Request:
    """Save a changed request under its next version, with its record in the chain."""
    request.version += 1
    sight.index(request)
    request.save()
    note(by, request, action, **about)
    transaction.on_commit(lambda: open_requests.changed([request.pk]))
    return request


def note(by: Access, request: Request, action: str, **about: object) -> None:
    """The record of something that leaves the request itself as it is."""
    record(by=by.login, action=f"desk.{action}", object=f"request:{request.number}", about=about)


def not_now(request: Request, why: Text) -> ShuzhiError:
    return conflict(why, f"request:{request.number}")
