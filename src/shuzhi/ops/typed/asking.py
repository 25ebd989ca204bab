"""Running what an analyst typed: one SELECT, by his grants for the purpose he states, in a process of its own."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, TypeVar

import pyarrow as pa
from django.db import transaction

from shuzhi.core.ports import FileForm
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import now
from shuzhi.ops.people.access import Access
from shuzhi.ops.readable import desk_of_reader, permits
from shuzhi.ops.readable import purposes as readable_for
from shuzhi.ops.typed.models import Typed
from shuzhi.ops.vault import TYPED
from shuzhi.packs.column_titles import TITLES as COLUMN_TITLES
from shuzhi.packs.table_titles import TITLES
from shuzhi.run.read import Desk
from shuzhi.secure.gateway import Answer, write_rows
from shuzhi.secure.permit import Permit

MAY = "sql.ask"
MOST_SHOWN = 1_000
KEPT = 100
"""Queries of each person that are kept."""
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Told:
    """An answer as the page shows it: cells as text; ``more``: there were rows beyond those shown."""

    names: list[str]
    rows: list[list[str | None]]
    more: bool
    milliseconds: int


def run(by: Access, purpose: str, text: str) -> Told:
    """The answer. Raises Refused, ShuzhiError in words that quote no value."""
    answer, took = _timed(by, purpose, text, lambda asking: asking.ask(text))
    table = answer.rows.slice(0, MOST_SHOWN)
    return Told(
        names=table.column_names,
        rows=_cells(table),
        more=answer.more or answer.rows.num_rows > MOST_SHOWN,
        milliseconds=took,
    )


def plan(by: Access, purpose: str, text: str) -> list[str]:
    """How the engine would answer it, line by line. Raises Refused, ShuzhiError."""
    by.require(MAY)
    answer = desk_of_reader(by, purpose).ask(text, explain=True)
    return [line for row in answer.rows.to_pylist() for line in str(row["explain_value"]).splitlines()]


def take_out(by: Access, purpose: str, text: str, form: FileForm) -> BinaryIO:
    """The whole answer as a file, where every grant says so; recorded. Raises Refused, ShuzhiError."""
    answer, _ = _timed(by, purpose, text, lambda asking: asking.ask(text, export=True))
    with tempfile.TemporaryDirectory(prefix="shuzhi-") as folder:
        target = Path(folder) / f"made.{form}"
        write_rows(answer.rows, answer.rows.column_names, target)
        made = target.open("rb")
    with transaction.atomic():
        about = {"form": form, "purpose": purpose, "rows": answer.rows.num_rows, "cut": answer.more}
        record(by=by.login, action="sql.export", object="sql:typed", about=about)
    return made


def readable(by: Access, purpose: str) -> list[dict[str, Any]]:
    """The tables one may read for the purpose, with the columns one is shown and how much of each."""
    by.require(MAY)
    return [_readable(each) for each in permits(desk_of_reader(by, purpose))]


def purposes(by: Access) -> list[str]:
    """The purposes for which one may read anything."""
    by.require(MAY)
    return readable_for(desk_of_reader(by, ""))


def history(by: Access) -> list[dict[str, Any]]:
    """One's own last queries, the newest first."""
    by.require(MAY)
    return [
        {"purpose": each.purpose, "sql": TYPED.unlock(each.sql), "at": each.at, "rows": each.rows}
        | {"milliseconds": each.milliseconds}
        for each in Typed.objects.filter(user=by.user).order_by("-id")[:KEPT]
    ]


def _timed(by: Access, purpose: str, text: str, ask: Callable[[Desk], Answer]) -> tuple[Answer, int]:
    """The answer and its milliseconds; kept in one's history whether or not there was one."""
    by.require(MAY)
    asking, began, rows = desk_of_reader(by, purpose), monotonic(), None
    try:
        answer = ask(asking)
        rows = answer.rows.num_rows
        return answer, _since(began)
    finally:
        _keep(by, purpose, text, rows, _since(began))


def _keep(by: Access, purpose: str, text: str, rows: int | None, took: int) -> None:
    with transaction.atomic():
        Typed.objects.create(
            user=by.user, purpose=purpose, sql=TYPED.lock(text), at=now(), rows=rows, milliseconds=took
        )
        old = Typed.objects.filter(user=by.user).order_by("-id").values_list("id", flat=True)[KEPT : 2 * KEPT]
        Typed.objects.filter(id__in=list(old)).delete()


def _readable(found: Permit) -> dict[str, Any]:
    name = str(found.table)
    return {
        "table": name,
        "title": TITLES.get(found.table, Text(found.table.name, found.table.name)),
        "export": found.export,
        "smallest": found.smallest,
        "columns": [
            {"name": column, "title": COLUMN_TITLES.get(column, Text(column, column)), "level": level}
            for column, level in found.levels.items()
            if level != "full"
        ],
    }


def _cells(table: pa.Table) -> list[list[str | None]]:
    held = [
        [None if value is None else str(value) for value in column.to_pylist()] for column in table.columns
    ]
    return [list(row) for row in zip(*held, strict=True)]


def _since(began: float) -> int:
    return round((monotonic() - began) * 1000)
