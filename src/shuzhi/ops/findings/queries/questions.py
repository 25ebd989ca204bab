"""What departments are asked about findings."""

from typing import Any, Literal

from shuzhi.ops.findings.models import Question
from shuzhi.ops.findings.queries.detail import question_columns, question_out
from shuzhi.ops.paging import counted
from shuzhi.ops.people.access import Access

Which = Literal["to_answer", "asked_by_me", "answered"]


def questions(by: Access, which: Which, *, after: str | None, limit: int) -> dict[str, Any]:
    """To the user's departments and still open, asked by himself, or answered by his departments; newest first."""
    found = {
        "to_answer": Question.objects.filter(department__in=by.departments, answered_at=None),
        "asked_by_me": Question.objects.filter(asked_by=by.user),
        "answered": Question.objects.filter(department__in=by.departments, answered_at__isnull=False),
    }[which]
    total, more = counted(found)
    if after is not None and after.isdecimal():
        found = found.filter(id__lt=int(after))
    asked = question_columns(found.order_by("-id"))[: limit + 1]
    rows = [question_out(by, row) for row in asked]
    return {
        "rows": rows[:limit],
        "next": str(rows[limit - 1]["question"]) if len(rows) > limit else None,
        "total": total,
        "more": more,
    }
