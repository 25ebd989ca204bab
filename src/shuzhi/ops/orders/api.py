"""Orders over the API: lists, counts, one order, its files; opening one."""

import io
from typing import Annotated

from django.http import FileResponse
from ninja import Query, Router

from shuzhi.ops.clock import today
from shuzhi.ops.file_answer import file_answer
from shuzhi.ops.orders import actions, exporting, flows, queries
from shuzhi.ops.orders import schemas as s
from shuzhi.ops.orders.files import content_of
from shuzhi.ops.paging import Page
from shuzhi.ops.people.auth import Call

router = Router(tags=["orders"])

Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("", response=Page[s.OrderRow])
def orders(request: Call, asked: Annotated[s.OrdersAsked, Query()]) -> object:
    """The orders one may see, newest first."""
    what = queries.Asked(**asked.dict(exclude={"q", "after", "limit"}), words=asked.q)
    return queries.orders(request.auth, what, after=asked.after, limit=asked.limit)


@router.get("/export")
def export_orders(request: Call, asked: Annotated[s.OrdersTaken, Query()]) -> FileResponse:
    """The same list as a file: only to whoever reads statistics, and without what anybody wrote."""
    what = queries.Asked(**asked.dict(exclude={"q", "after", "limit", "form", "english"}), words=asked.q)
    made, _ = exporting.exported(request.auth, what, asked.form, english=asked.english)
    called = "orders" if asked.english else "工单"
    return file_answer(made, f"{called}-{today():%Y%m%d}", asked.form)


@router.post("", response=s.Moved)
def open_order(request: Call, said: s.OpenIn) -> object:
    """A new order about a finding, or by hand in a flow."""
    matter = actions.matter_of(by=request.auth, **said.dict(exclude={"department", "to"}))
    return actions.open_order(by=request.auth, matter=matter, department=said.department, to=said.to)


@router.get("/counts", response=s.Counts)
def counts(request: Call) -> object:
    """What waits for one, for the badges."""
    return queries.counts(request.auth)


@router.get("/tasks", response=Page[s.TaskRow])
def tasks(
    request: Call,
    whose: queries.Whose = "mine",
    overdue: bool = False,  # noqa: FBT001, FBT002
    after: str | None = None,
    limit: Limit = 20,
) -> object:
    """The tasks that wait, most urgent first: one's own, one's departments', or those nobody has claimed."""
    return queries.tasks(request.auth, whose, overdue=overdue, after=after, limit=limit)


@router.get("/flows", response=list[s.FlowChoice])
def all_flows(request: Call) -> object:  # noqa: ARG001
    """The flows of the city, to filter by and to open orders in."""
    return [
        {
            "scenario": each.scenario,
            "name": each.flow.name,
            "title": each.flow.title,
            "handles": each.flow.handles,
            "steps": [{"name": step.name, "title": step.title} for step in each.flow.steps],
        }
        for each in flows.all_flows()
    ]


@router.get("/attachments/{number}")
def attachment(request: Call, number: int) -> FileResponse:
    """A file, to whoever may see its order. Pictures are shown, all else is downloaded."""
    found = queries.attachment(request.auth, number)
    answer = FileResponse(
        io.BytesIO(content_of(found.sha256)),
        content_type=found.media_type,
        filename=found.name,
        as_attachment=not found.media_type.startswith("image/"),
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.get("/{number}", response=s.OrderOut)
def order(request: Call, number: str) -> object:
    """One order with its history, and what one may do with it now."""
    return queries.detail(request.auth, number)
