"""Taking a request in, and correcting what was taken down."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import hold_chain
from shuzhi.ops.city import city
from shuzhi.ops.clock import now
from shuzhi.ops.desk.actions.keeping import keep, not_now, take_up
from shuzhi.ops.desk.contacts import Caller, contact_of, read_caller
from shuzhi.ops.desk.models import Contact, Request
from shuzhi.ops.desk.sight import TAKE
from shuzhi.ops.errors import invalid
from shuzhi.ops.orders import actions as orders
from shuzhi.ops.people.access import Access, not_allowed
from shuzhi.ops.people.models import Department
from shuzhi.ops.wording import said

LONGEST_BODY = 20_000
_TITLE_FROM_BODY = 30


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the caller said, as the clerk took it down. Without a title, the body's beginning is one."""

    channel: str
    body: str
    title: str = ""
    place: str = ""
    region: str = ""
    category: str = ""
    proposed: int | None = None
    proposed_because: str = ""
    urgency: str = "normal"
    received_at: datetime | None = None
    contact: Caller | None = field(default=None, repr=False)


@transaction.atomic
def take(*, by: Access, request: Said, department: int | None = None) -> Request:
    """A new request. ``department``: at which of his desks ``by`` takes it, when he works at several."""
    desk = desk_of(by, department)
    # Judged before the chain is held: it takes a moment.
    read = read_caller(request.contact) if request.contact else None
    hold_chain()
    made = Request(
        number=next_numbers(1)[0],
        department=desk,
        taken_by=by.user,
        taken_at=now(),
        received_at=_received(request.received_at),
    )
    _write(made, request)
    made.save()
    contact = contact_of(made, read) if read else None
    if contact is not None:
        contact.save()
    made.version = 0
    return keep(by, made, "take", channel=made.channel, category=made.category, contact=contact is not None)


@transaction.atomic
def correct(*, by: Access, number: str, version: int, request: Said) -> Request:
    """What was taken down, taken down better. Without a contact in it the contact stays as it is."""
    held = take_up(by, number, version=version)
    if held.state == Request.State.MERGED:
        raise not_now(held, Text("诉求已并入另一件，请改那一件", "it was merged: correct the other one"))
    read = read_caller(request.contact) if request.contact else None
    before = _plain(held)
    _write(held, request)
    if request.received_at is not None:
        held.received_at = _received(request.received_at)
    if read is not None:
        Contact.objects.filter(request=held).delete()
        contact = contact_of(held, read)
        if contact is not None:
            contact.save()
    changed = sorted(name for name, value in _plain(held).items() if value != before[name])
    if held.order is not None and held.order.closed_at is None and {"title", "body", "place"} & set(changed):
        orders.comment(by=by, order=held.order.number, text=f"诉求内容已更正，见诉求 {held.number}。")
    return keep(by, held, "correct", changed=changed, contact=read is not None)


def desk_of(by: Access, department: int | None) -> Department:
    """The department he takes requests at. Raises Refused when there is none, ShuzhiError when there are several."""
    desks = {place.department for place in by.where(TAKE) if department in (None, place.department)}
    if not desks:
        raise not_allowed(TAKE)
    if len(desks) > 1:
        raise invalid(
            Text("您在几个部门都能受理", "you take requests in several departments"),
            "department",
            Text("选择以哪个部门受理", "choose for which one you take it"),
        )
    return Department.objects.get(pk=desks.pop())


def next_numbers(count: int) -> list[str]:
    """The next numbers of the year. The caller holds the chain until they are in use."""
    year = now().year
    last = (
        Request.objects.filter(number__startswith=f"S{year}-")
        .order_by("-id")
        .values_list("number", flat=True)
    )[:1]
    first = int(last[0].split("-")[1]) + 1 if last else 1
    return [f"S{year}-{number:06d}" for number in range(first, first + count)]


def title_of(title: str, body: str) -> str:
    """The title as it is kept: what was told, else how the body begins."""
    told = " ".join(title.split()) or " ".join(body.split())[:_TITLE_FROM_BODY]
    return said(told, "title", most=200)


def _write(held: Request, told: Said) -> None:
    for name, known in (("channel", Request.Channel.values), ("urgency", Request.Urgency.values)):
        if getattr(told, name) not in known:
            raise _unknown(name, "、".join(known))
    if told.region and told.region not in {region.code for region in city().regions}:
        raise _unknown("region", city().name.zh)
    held.channel, held.urgency, held.region = told.channel, told.urgency, told.region
    held.body = said(told.body, "body", most=LONGEST_BODY)
    held.title = title_of(told.title, held.body)
    held.place = said(told.place, "place", needed=False, most=200)
    held.category = said(told.category, "category", needed=False, most=100)
    held.proposed = _proposed(told.proposed)
    held.proposed_because = told.proposed_because.strip()[:300] if held.proposed else ""


def _proposed(department: int | None) -> Department | None:
    found = (
        Department.objects.filter(pk=department, is_active=True).first() if department is not None else None
    )
    if department is not None and found is None:
        raise _unknown("proposed", "departments")
    return found


def _received(at: datetime | None) -> datetime:
    """When it came. Clocks differ by minutes; a day that has not come is a mistake."""
    if at is None:
        return now()
    if at.tzinfo is None or at > now() + timedelta(minutes=10):
        raise invalid(
            Text("来电时间晚于现在", "it is said to have come later than now"),
            "received_at",
            Text("改正后再提交", "correct it and send it again"),
        )
    return at


def _plain(held: Request) -> dict[str, object]:
    return {name: getattr(held, name) for name in _names()} | {"proposed": held.proposed_id}


def _names() -> Iterator[str]:
    return (each.name for each in fields(Said) if each.name not in {"contact", "proposed"})


def _unknown(where: str, known: str) -> Exception:
    return invalid(
        Text("不是可选的值", "not one of the values to choose from"),
        where,
        Text(f"从中选择：{known}", f"choose one of: {known}"),
    )
