"""One request with all that happened to it, as somebody may see it."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery

from shuzhi.ops.audit.models import Record
from shuzhi.ops.clock import today
from shuzhi.ops.desk import sight
from shuzhi.ops.desk.actions import note_reading
from shuzhi.ops.desk.masking import masked
from shuzhi.ops.desk.models import Contact, Reply, Request, RequestReading, Telling
from shuzhi.ops.orders import sight as orders
from shuzhi.ops.orders.flows import titles
from shuzhi.ops.orders.models import Order
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department, User
from shuzhi.ops.regions import region_name

Row = dict[str, Any]

_SAME = (
    "number", "version", "channel", "received_at", "title", "place", "region", "category", "proposed_because",
    "urgency", "state", "taken_at", "answered_at", "satisfaction", "source_number",
)  # fmt: skip


def detail(by: Access, number: str) -> Row:
    """A request as ``by`` may see it, by its number or its order's. His first reading of each day is in the chain."""
    request = (
        Request.objects.select_related(
            "department", "taken_by", "proposed", "batch", "order__task", "order__flow", "merged_into__order",
            "merged_into__department",
        )
        .filter(Q(number=number) | Q(order__number=number))
        .first()
    )  # fmt: skip
    if request is None or not sight.sees(by, request):
        raise sight.no_request(number)
    if not RequestReading.objects.filter(user=by.user, request=request, day=today()).exists():
        note_reading(by=by, request=request)
    whole, clerk = sight.sees_whole(by, request), sight.clerk_of(by, request)
    title, body = (request.title, request.body) if whole else masked([request.title, request.body])
    return {
        **{name: getattr(request, name) for name in _SAME},
        "region_name": region_name(request.region) if request.region else "",
        "title": title,
        "body": body,
        "whole": whole,
        "department": request.department.name,
        "taken_by": request.taken_by.name,
        "proposed": _department(request.proposed),
        "batch": {"id": request.batch.pk, "name": request.batch.name} if request.batch and clerk else None,
        "order": _order(request.order),
        "into": request.merged_into.number if request.merged_into else None,
        "contact": _contact(Contact.objects.filter(request=request).first()),
        "may": _may(by, request, clerk=clerk),
        "merged": _merged(request) if clerk else [],
        "tellings": _tellings(request) if clerk else [],
        "replies": _replies(request, drafts=clerk),
        "timeline": _timeline(request),
    }


def to_judge(by: Access, number: str) -> Row:
    """What a reply to it is compared with, for its desk."""
    request = Request.objects.select_related("department").filter(number=number).first()
    if request is None or not sight.clerk_of(by, request):
        raise sight.no_request(number)
    return {"title": request.title, "body": request.body, "received_at": request.received_at}


def _department(department: Department | None) -> Row | None:
    return {"id": department.pk, "name": department.name} if department else None


def _order(order: Order | None) -> Row | None:
    if order is None or order.task is None:
        return None
    told = titles({order.flow.digest})[order.flow.digest]
    return {
        "number": order.number,
        "state": order.state,
        "due": order.task.due,
        "overdue": order.task.overdue,
        "flow": told.flow,
        "step": told.steps[order.task.step],
        "asking": order.asking,
    }


def _contact(contact: Contact | None) -> Row | None:
    if contact is None:
        return None
    return {"name": contact.name_masked, "phone": contact.phone_masked, "other": bool(contact.other)}


def _may(by: Access, request: Request, *, clerk: bool) -> list[str]:
    """What he may do with it now; a page shows these and no others."""
    order, state = request.order, request.state
    rated = order.asking == "due" if order else state == "answered" and request.satisfaction is None
    told = {
        "correct": clerk and state != "merged",
        "merge": clerk and state == "new",
        "unmerge": clerk and state == "merged",
        "open_order": clerk and state == "new" and by.may("orders.open"),
        "reply": clerk and state in ("new", "ordered", "handled"),
        "tell": clerk,
        "rate": clerk and rated,
        "contact": clerk or sight.handles(by, request.merged_into or request, himself=True),
        "order": order is not None and orders.sees(by, order),
    }
    return [name for name, may in told.items() if may]


def _merged(request: Request) -> list[Row]:
    columns = ("number", "title", "received_at", "channel")
    return [
        dict(zip(columns, row, strict=True)) for row in request.merged.order_by("id").values_list(*columns)
    ]


def _tellings(request: Request) -> list[Row]:
    """What is still to be told, or was, to its caller and to those of the requests merged into it."""
    found = Telling.objects.filter(Q(request=request) | Q(request__merged_into=request)).order_by("id")
    return [
        {
            "id": telling.pk,
            "request": telling.request.number,
            "about": telling.about,
            "since": telling.since,
            "told_at": telling.told_at,
            "told_by": telling.told_by.name if telling.told_by else None,
            "contact": _contact(getattr(telling.request, "contact", None)),
        }
        for telling in found.select_related("request__contact", "told_by")
    ]


def _replies(request: Request, *, drafts: bool) -> list[Row]:
    found = Reply.objects.filter(request=request.merged_into or request).order_by("id")
    if not drafts:
        found = found.filter(state=Reply.State.SENT)
    return [
        {
            **{name: getattr(reply, name) for name in ("state", "text", "sources", "written_at", "sent_at")},
            **{name: getattr(reply, name) for name in ("score", "floor", "marks", "reason")},
            "written_by": reply.written_by.name,
            "sent_by": reply.sent_by.name if reply.sent_by else None,
        }
        for reply in found.select_related("written_by", "sent_by")
    ]


def _timeline(request: Request) -> list[Row]:
    """What happened, oldest first, out of the chain. Readings are the auditor's business."""
    name = User.objects.filter(login=OuterRef("by")).values("name")[:1]
    objects = [f"request:{request.number}", *([f"import:{request.batch_id}"] if request.batch_id else [])]
    records = Record.objects.filter(object__in=objects).exclude(action="desk.read")
    rows = (
        records.annotate(name=Subquery(name))
        .order_by("number")
        .values_list("at", "by", "name", "action", "about")
    )
    return [
        {"at": at, "by": by, "name": name or by, "action": action.removeprefix("desk."), "about": about}
        for at, by, name, action, about in rows[:500]
    ]
