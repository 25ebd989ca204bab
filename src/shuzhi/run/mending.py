"""Quarantined rows as a sheet that a person mends, and back again."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlglot import exp

from shuzhi.collect.quarantine import REASONS
from shuzhi.collect.workbook import read_sheets
from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.core.workbook import new_workbook
from shuzhi.packs.platform_tables import BATCH, QUARANTINE
from shuzhi.packs.schema import City
from shuzhi.run.read import Desk
from shuzhi.run.repair import PROVENANCE, Repair
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Scope

FIXED = ("记录号", "工作表", "行", "原因", "原文", "改好了填1")
"""What stands before the columns of the file."""


def write_sheet(desk: Desk, city: City, batch: str, target: Path) -> int:
    """The batch's quarantined rows, one a line: why, what stands there, and a column for each of the file's.

    Whoever mends a row fills its columns and puts a 1 before them. Returns the rows. Raises Refused without a grant.
    """
    mine = sql.column("_batch").eq(sql.literal(batch))
    rows = desk.rows(exp.select("*").from_(QUARANTINE.tree).where(mine).order_by("_row"), export=True)
    columns = columns_of_batch(desk, city, batch)
    with new_workbook(target) as book:
        page, text = book.add_worksheet("修复"), book.add_format({"num_format": "@"})
        # Mended as text: the office program must not take an id for a quantity once more.
        page.set_column(0, len(FIXED) + len(columns), 18, text)
        page.write_row(0, 0, [*FIXED, *columns])
        for line, row in enumerate(rows, start=1):
            why = str(REASONS.get(row["reason"], Text(row["reason"], row["reason"])))
            told = [str(row["_row"]), row["sheet"] or "", str(row["line"]), why, row["content"] or "", ""]
            for place, cell in enumerate(told):
                page.write_string(line, place, cell, text)
        page.freeze_panes(1, 0)
    return len(rows)


def read_sheet(path: Path, *, by: str) -> list[Repair]:
    """The rows of the sheet that somebody marked as mended. Raises ShuzhiError when it is no such sheet."""
    sheet = next(iter(read_sheets(path, path.name)))
    rows = [sheet.row(index) for index in range(len(sheet))]
    header = [cell or "" for cell in rows[0]] if rows else []
    if tuple(header[: len(FIXED)]) != FIXED:
        raise ShuzhiError([_no_sheet(path.name)])
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return [
        Repair(row=int(row[0] or 0), values=_values(header, row), by=by, at=at)
        for row in rows[1:]
        if row[len(FIXED) - 1] is not None and (row[0] or "").isdecimal()
    ]


def _values(header: Sequence[str], row: Sequence[str | None]) -> dict[str, str | None]:
    return {name: cell for name, cell in zip(header[len(FIXED) :], row[len(FIXED) :], strict=True) if name}


def columns_of_batch(desk: Desk, city: City, batch: str) -> list[str]:
    """The headers of the batch's source. They are names, not anybody's data."""
    found = desk.rows(
        exp.select("source").from_(BATCH.tree).where(sql.column("batch").eq(sql.literal(batch)))
    )
    source = next((each for each in city.sources if found and each.name == found[0]["source"]), None)
    if source is None:
        raise ShuzhiError([_no_sheet(batch)])
    pipeline = Pipeline(
        lake=desk.lake, scope=Scope(name="run:mending", reads=(str(source.landed),), writes=())
    )
    return [name for name in pipeline.columns(source.landed) if name not in PROVENANCE]


def _no_sheet(name: str) -> Problem:
    return Problem(
        what=Text("不是修复表，或没有这个批次", "no sheet of repairs, or no such batch"),
        where=name,
        todo=Text(
            "先用 shuzhi intake quarantine 写出修复表，表头不要改",
            "write one with `shuzhi intake quarantine`, and leave its header as it is",
        ),
    )
