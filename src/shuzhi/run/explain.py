"""A finding taken apart: its signals, and its evidence walked back to the lines of the departments' files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from shuzhi.act.findings import EVIDENCE, FINDING, SIGNAL
from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.schema import City, Source
from shuzhi.run.ledger import BATCH
from shuzhi.run.read import Desk

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One evidence row: whose file, which record of it, and what the standard table makes of it, as masked."""

    evidence: str
    source: Source
    file: str
    sha256: str
    place: str
    values: Row


@dataclass(frozen=True, kw_only=True)
class Explanation:
    finding: Row
    signals: Sequence[Row]
    exhibits: Sequence[Exhibit]


def explain(desk: Desk, city: City, finding: str) -> Explanation:
    """All that a finding rests on, as far as the reader may see. Raises ShuzhiError if there is no such finding."""
    mine = sql.column("finding").eq(sql.literal(finding))
    found = desk.rows(exp.select("*").from_(FINDING.tree).where(mine))
    if not found:
        raise _unknown(finding)
    order = exp.Ordered(this=sql.column("weight"), desc=True)
    signals = desk.rows(exp.select("*").from_(SIGNAL.tree).where(mine).order_by(order))
    evidence = desk.rows(
        exp.select("*").from_(EVIDENCE.tree).where(mine).order_by("evidence", "_batch", "_row")
    )
    return Explanation(finding=found[0], signals=signals, exhibits=_exhibits(desk, city, evidence))


def _exhibits(desk: Desk, city: City, evidence: Sequence[Row]) -> list[Exhibit]:
    batches = _batches(desk, {row["_batch"] for row in evidence})
    sources = {source.name: source for source in city.sources}
    values: dict[tuple[str, int], Row] = {}
    wanted: dict[str, list[Row]] = defaultdict(list)
    for row in evidence:
        wanted[batches[row["_batch"]]["source"]].append(row)
    for name, rows in wanted.items():
        values |= _rows(desk, sources[name].standard, rows)
    return [
        Exhibit(
            evidence=row["evidence"],
            source=sources[batch["source"]],
            file=batch["file"],
            sha256=batch["sha256"],
            row=row["_row"],
            values=values.get((row["_batch"], row["_row"]), {}),
        )
        for row in evidence
        for batch in [batches[row["_batch"]]]
    ]


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
    found = desk.rows(exp.select("*").from_(table.tree).where(exp.or_(*conditions)))
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
