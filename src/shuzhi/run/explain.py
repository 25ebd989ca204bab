"""A finding taken apart: its signals, and its evidence walked back to the lines of the departments' files."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlglot import exp

from shuzhi.act.findings import EVIDENCE, FINDING, SIGNAL
from shuzhi.collect.intake import plain_file
from shuzhi.collect.locate import Place, locate
from shuzhi.collect.scan import scan
from shuzhi.core import sql
from shuzhi.core.errors import Problem, Refused, ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.platform_tables import BATCH
from shuzhi.packs.schema import City, Source
from shuzhi.run.land import known_headers
from shuzhi.run.read import Desk

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One evidence row: whose file, which record and line of it, and what the standard table makes of it, as masked.

    ``values`` is None where the reader may not read the row.
    """

    evidence: str
    source: Source
    batch: str
    file: str
    record: int
    place: str
    values: Row | None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    finding: Row
    signals: Sequence[Row]
    exhibits: Sequence[Exhibit]


def explain(desk: Desk, city: City, finding: str, *, lines: bool = True) -> Explanation:
    """All that a finding rests on, as far as the reader may see. Raises ShuzhiError if there is no such finding.

    ``lines``: records are looked up in the departments' files, which are read whole for it.
    """
    mine = sql.column("finding").eq(sql.literal(finding))
    found = desk.rows(exp.select("*").from_(FINDING.tree).where(mine))
    if not found:
        raise _unknown(finding)
    order = exp.Ordered(this=sql.column("weight"), desc=True)
    signals = desk.rows(exp.select("*").from_(SIGNAL.tree).where(mine).order_by(order))
    evidence = desk.rows(
        exp.select("*").from_(EVIDENCE.tree).where(mine).order_by("evidence", "_batch", "_row")
    )
    return Explanation(
        finding=found[0], signals=signals, exhibits=exhibits(desk, city, evidence, lines=lines)
    )


def exhibits(desk: Desk, city: City, evidence: Sequence[Row], *, lines: bool) -> list[Exhibit]:
    """The rows that ``evidence`` names by ``_batch`` and ``_row``, with their places, as the reader may see them.

    Raises Refused where he may not know of batches.
    """
    batches = _batches(desk, {row["_batch"] for row in evidence})
    sources = {source.name: source for source in city.sources}
    values: dict[tuple[str, int], Row] = {}
    places: dict[tuple[str, int], str] = {}
    for batch, about in batches.items():
        source = sources[about["source"]]
        refs = [row for row in evidence if row["_batch"] == batch]
        values |= _rows(desk, source.standard, refs)
        places |= _places(city, source, about, refs, lines=lines)
    return [
        Exhibit(
            evidence=row["evidence"],
            source=sources[batches[row["_batch"]]["source"]],
            batch=row["_batch"],
            file=batches[row["_batch"]]["file"],
            record=row["_row"],
            place=places[row["_batch"], row["_row"]],
            values=values.get((row["_batch"], row["_row"])),
        )
        for row in evidence
    ]


def _places(
    city: City, source: Source, batch: Row, refs: Sequence[Row], *, lines: bool
) -> dict[tuple[str, int], str]:
    """File and line of each record; the record's number where the file is gone, changed or has no lines."""
    path = city.data / batch["file"]
    rows = {ref["_row"] for ref in refs}
    found: Mapping[int, Place] = {}
    with tempfile.TemporaryDirectory() as unpacked, tempfile.TemporaryDirectory() as temp:
        if (
            lines
            and path.exists()
            and scan(plain := plain_file(path, Path(unpacked))).sha256 == batch["sha256"]
        ):
            recipe = city.recipes.get(source.name)
            found = locate(
                plain,
                rows,
                name=batch["file"],
                temp=Path(temp),
                known=known_headers(source),
                layouts=recipe.layouts if recipe is not None else (),
            )
    told = {}
    for row in rows:
        if row in found:
            where = Text(f"第 {found[row].line} 行", f"line {found[row].line}")
        elif not lines:
            where = Text(f"第 {row} 条记录", f"record {row}")
        else:
            where = Text(f"第 {row} 条记录（原文件已不在）", f"record {row} (the file is gone)")
        told[batch["batch"], row] = f"{batch['file']} {where}"
    return told


def _batches(desk: Desk, names: Iterable[str]) -> dict[str, Row]:
    batch = sql.column("batch").isin(*map(sql.literal, sorted(names)))
    return {row["batch"]: row for row in desk.rows(exp.select("*").from_(BATCH.tree).where(batch))}


def _rows(desk: Desk, table: TableName, refs: Sequence[Row]) -> dict[tuple[str, int], Row]:
    conditions = [
        exp.and_(
            sql.column("_batch").eq(sql.literal(ref["_batch"])),
            sql.column("_row").eq(sql.literal(ref["_row"])),
        )
        for ref in refs
    ]
    try:
        found = desk.rows(exp.select("*").from_(table.tree).where(exp.or_(*conditions)))
    except Refused:
        # Somebody may read findings and signals without the rows of every department they rest on.
        return {}
    return {
        (row["_batch"], row["_row"]): {name: value for name, value in row.items() if not name.startswith("_")}
        for row in found
    }


def _unknown(finding: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("没有这个疑点", "there is no such finding"),
                where=finding,
                todo=Text("用 shuzhi findings 查看编号", "`shuzhi findings` lists the ids"),
            )
        ]
    )
