"""Files of requests that were imported, and their rows that were not taken."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from shuzhi.ops.desk.models import BadRow, ImportBatch
from shuzhi.ops.desk.sight import TAKE, no_request
from shuzhi.ops.paging import CAP, counted
from shuzhi.ops.people.access import Access

Row = dict[str, Any]


def imports(by: Access, *, after: str | None, limit: int) -> Row:
    """The files imported at one's desks, the last first."""
    by.require(TAKE)
    found: QuerySet[ImportBatch] = ImportBatch.objects.filter(by.below(TAKE)).order_by("-id")
    total, more = counted(found)
    if after is not None and after.isdecimal():
        found = found.filter(id__lt=int(after))
    rows = [plain_import(batch) for batch in found.select_related("imported_by")[: limit + 1]]
    return {
        "rows": rows[:limit],
        "next": str(rows[limit - 1]["id"]) if len(rows) > limit else None,
        "total": total,
        "more": more,
    }


def import_of(by: Access, number: int) -> ImportBatch:
    """One imported file. Raises Missing when it is not of one's desks."""
    by.require(TAKE)
    batch = ImportBatch.objects.filter(by.below(TAKE), pk=number).select_related("imported_by").first()
    if batch is None:
        raise no_request(f"import {number}")
    return batch


def plain_import(batch: ImportBatch) -> Row:
    """What came of it."""
    told: Mapping[str, object] = {
        name: getattr(batch, name)
        for name in ("id", "name", "channel", "columns", "records", "taken", "repeated", "bad", "at")
    }
    return {**told, "imported_by": batch.imported_by.name}


def bad_rows(batch: ImportBatch, *, after: str | None, limit: int) -> Row:
    """The rows that were not taken, as they stand but for whom they name."""
    found = BadRow.objects.filter(batch=batch).order_by("id")
    rows = found.filter(id__gt=int(after)) if after is not None and after.isdecimal() else found
    some = list(rows[: limit + 1])
    return {
        "rows": [{"line": row.line, "why": row.why, "content": row.shown} for row in some[:limit]],
        "next": str(some[limit - 1].pk) if len(some) > limit else None,
        "total": min(batch.bad, CAP),
        "more": batch.bad > CAP,
    }
