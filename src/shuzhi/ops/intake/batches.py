"""Batches of the sources somebody has to do with: their accounts, what is quarantined, mending, taking back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from sqlglot import exp

from shuzhi.collect.quarantine import ASIDE, REASONS
from shuzhi.core import sql
from shuzhi.core.errors import Problem, Refused
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import conflict, invalid, missing
from shuzhi.ops.intake.rights import MEND, WITHDRAW, require, require_some, seen, source_of
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.packs.platform_tables import QUARANTINE
from shuzhi.run import fixit, intake, mending, repair
from shuzhi.run.ledger import Batch, Withdrawn
from shuzhi.run.pending import Pending, ask, pending
from shuzhi.run.read import Desk, desk, policy
from shuzhi.run.repair import Repair
from shuzhi.secure.permit import Permit, permit

Row = dict[str, Any]
MOST = 200
"""Quarantined rows shown at a time."""


def batches(by: Access, *, source: str = "") -> list[Row]:
    """The accounts of every batch of his sources, and of those taken back; the last file first."""
    require_some(by)
    known, held = seen(by), lake()
    if held is None:
        return []
    waiting = pending(city())
    told = [
        _plain(batch, reasons, known[batch.source][1], waiting)
        for batch, reasons in intake.accounts(held)
        if batch.source in known and source in ("", batch.source)
    ]
    back = [
        _taken_back(each, known[each.source][1], waiting)
        for each in intake.taken_back(held)
        if each.source in known and source in ("", each.source)
    ]
    return sorted([*told, *back], key=lambda row: (row["source"], row["file"]), reverse=True)


def batch_of(by: Access, batch: str) -> Row:
    """Raises Missing for a batch of a source he has nothing to do with."""
    found = next((row for row in batches(by) if row["batch"] == batch), None)
    if found is None:
        raise missing(Text("没有这个批次", "there is no such batch"), batch)
    return found


def quarantined(by: Access, batch: str, *, after: int) -> Row:
    """Its quarantined rows, through the gateway, and the columns a mended row has. Raises Refused without a grant."""
    about = batch_of(by, batch)
    held = _desk(by)
    mine = sql.column("_batch").eq(sql.literal(batch))
    query = exp.select("*").from_(QUARANTINE.tree).where(exp.and_(mine, sql.parse(f"_row > {after:d}")))
    # A lake in which nothing was ever quarantined has no such table.
    rows = held.rows(query.order_by("_row").limit(MOST + 1)) if about["quarantined"] else []
    done = {each.row for each in repair.kept(city(), batch)}
    return {
        "columns": mending.columns_of_batch(held, city(), batch),
        "rows": [
            {
                "row": row["_row"],
                "sheet": row["sheet"] or "",
                "line": row["line"],
                "column": row["column"],
                "why": (REASONS.get(row["reason"]) or Text(row["reason"], row["reason"]))._asdict(),
                "content": row["content"] or "",
                "mended": row["_row"] in done,
            }
            for row in rows[:MOST]
        ],
        "next": rows[MOST - 1]["_row"] if len(rows) > MOST else None,
    }


@transaction.atomic
def mend(*, by: Access, batch: str, rows: Mapping[int, Mapping[str, str | None]]) -> int:
    """Say how quarantined records should have been: the next run lands them in their places. Says how many are new."""
    about = batch_of(by, batch)
    require(by, MEND, source_of(about["source"]))
    held = _desk(by)
    columns = mending.columns_of_batch(held, city(), batch)
    mine = exp.and_(
        sql.column("_batch").eq(sql.literal(batch)), sql.column("_row").isin(*map(sql.literal, rows or [0]))
    )
    asked = exp.select("_row").from_(QUARANTINE.tree).where(mine)
    there = {row["_row"] for row in held.rows(asked)} if about["quarantined"] else set()
    if not rows or there != set(rows):
        raise invalid(
            Text("这些行不在隔离区", "these rows are not quarantined"),
            batch,
            Text("刷新后重选", "reload and choose again"),
        )
    at = datetime.now(UTC).isoformat(timespec="seconds")
    repairs = [
        Repair(row=row, values={name: said or None for name, said in values.items()}, by=by.login, at=at)
        for row, values in rows.items()
    ]
    repair.check(about["source"], columns, repairs)
    record(by=by.login, action="intake.mend", object=f"batch:{batch}", about={"rows": sorted(rows)})
    return repair.keep(city(), batch, repairs)


def mend_from(*, by: Access, batch: str, sheet: Path) -> int:
    """The same from a sheet that ``quarantine_sheet`` wrote and somebody filled in."""
    repairs = mending.read_sheet(sheet, by=by.login)
    return mend(by=by, batch=batch, rows={each.row: each.values for each in repairs})


@transaction.atomic
def withdraw(*, by: Access, batch: str, because: str) -> None:
    """Take the batch back with the next run, with everything derived from it."""
    _wish(by, batch, because, does="withdraw")


@transaction.atomic
def restore(*, by: Access, batch: str, because: str) -> None:
    """Let a batch that was taken back be landed again by the next run."""
    _wish(by, batch, because, does="restore")


def quarantine_sheet(by: Access, batch: str, target: Path) -> int:
    batch_of(by, batch)
    return mending.write_sheet(_desk(by), city(), batch, target)


def report(by: Access, batch: str, target: Path) -> int:
    """The fix-it report for the sender."""
    batch_of(by, batch)
    return fixit.report(_desk(by), city(), batch, target)


def _wish(by: Access, batch: str, because: str, *, does: str) -> None:
    about = batch_of(by, batch)
    require(by, WITHDRAW, source_of(about["source"]))
    if (does == "restore") != about["withdrawn"]:
        raise conflict(Text("批次不是这个状态", "the batch is not in that state"), batch)
    if not because.strip():
        raise invalid(Text("没有写明原因", "no reason is given"), "because", Text("写明为什么", "say why"))
    wanted = Pending(
        batch=batch, does="restore" if does == "restore" else "withdraw", by=by.login, because=because.strip()
    )
    record(
        by=by.login,
        action=f"intake.{does}",
        object=f"batch:{batch}",
        about={"source": about["source"], "because": wanted.because},
    )
    ask(city(), wanted)


def _desk(by: Access) -> Desk:
    """His desk at the lake, for the purpose for which he may see what is quarantined. Raises Refused."""
    held = lake()
    if held is None:
        raise conflict(Text("还没有运行过", "there was no run yet"), "lake")
    decides = policy(city(), held)
    for name in decides.purposes:
        if isinstance(permit(decides, by.reader(name), QUARANTINE, today()), Permit):
            return desk(held, city(), by.reader(name), today())
    raise Refused(
        [
            Problem(
                what=Text("没有查看隔离行的授权", "there is no grant for quarantined rows"),
                where=str(QUARANTINE),
                todo=Text(
                    "请在 city.yml 的 grants 里授予您的岗位 quality.*",
                    "ask for a grant on quality.* in city.yml",
                ),
            )
        ]
    )


def _plain(
    batch: Batch, reasons: Mapping[str, int], rights: frozenset[str], waiting: Mapping[str, Pending]
) -> Row:
    return {
        "batch": batch.batch,
        "source": batch.source,
        "file": batch.file,
        "records": batch.records,
        "landed": batch.landed,
        "repaired": batch.repaired,
        "quarantined": batch.quarantined,
        "set_aside": batch.set_aside,
        "reasons": [
            {"why": (ASIDE.get(code) or REASONS.get(code) or Text(code, code))._asdict(), "rows": rows}
            for code, rows in sorted(reasons.items())
        ],
        "withdrawn": False,
        "because": "",
        "waits": waiting[batch.batch].does if batch.batch in waiting else None,
        "mended": max(len(repair.kept(city(), batch.batch)) - batch.repaired, 0) if batch.quarantined else 0,
        "rights": sorted(rights),
    }


def _taken_back(each: Withdrawn, rights: frozenset[str], waiting: Mapping[str, Pending]) -> Row:
    counts: Sequence[str] = ("records", "landed", "repaired", "quarantined", "set_aside", "mended")
    return {
        "batch": each.batch,
        "source": each.source,
        "file": each.file,
        **dict.fromkeys(counts, 0),
        "reasons": [],
        "withdrawn": True,
        "because": each.because,
        "waits": waiting[each.batch].does if each.batch in waiting else None,
        "rights": sorted(rights),
    }
