"""One's own notices over the API. As they come: /api/notices/stream, see stream.py."""

from datetime import datetime
from typing import Annotated

from ninja import Query, Router, Schema

from shuzhi.ops.errors import Said
from shuzhi.ops.notices import actions
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.paging import Page, counted
from shuzhi.ops.people.auth import Call

router = Router(tags=["notices"])


class NoticeOut(Schema):
    id: int
    kind: str
    text: Said
    link: str
    at: datetime
    read_at: datetime | None


class Unread(Schema):
    """Counted up to 1,000."""

    unread: int


class ReadIn(Schema):
    """The newest notice the user has seen."""

    up_to: int


@router.get("", response=Page[NoticeOut])
def notices(
    request: Call, after: int | None = None, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> object:
    """One's notices, newest first."""
    mine = Notice.objects.filter(user=request.auth.user)
    total, more = counted(mine)
    found = mine.filter(id__lt=after) if after is not None else mine
    rows = list(found.order_by("-id").values("id", "kind", "text", "link", "at", "read_at")[: limit + 1])
    return {
        "rows": rows[:limit],
        "next": str(rows[limit - 1]["id"]) if len(rows) > limit else None,
        "total": total,
        "more": more,
    }


@router.get("/unread", response=Unread)
def unread(request: Call) -> object:
    return {"unread": counted(Notice.objects.filter(user=request.auth.user, read_at__isnull=True))[0]}


@router.post("/read", response=Unread)
def read(request: Call, said: ReadIn) -> object:
    """The user has read his notices up to one."""
    actions.read(by=request.auth, up_to=said.up_to)
    return unread(request)
