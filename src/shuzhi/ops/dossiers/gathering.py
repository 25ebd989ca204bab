"""What a dossier holds: of the lake only what may be taken out, of people what they decided, asked, said and did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from shuzhi.act.findings import FINDING
from shuzhi.core import sql
from shuzhi.core.errors import Refused
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.entities import profiles
from shuzhi.ops.entities.kinds import KINDS
from shuzhi.ops.errors import Missing, conflict
from shuzhi.ops.findings.queries.detail import detail
from shuzhi.ops.findings.queries.evidence import grouped
from shuzhi.ops.lake import lake, last_run
from shuzhi.ops.orders.queries.detail import detail as order_detail
from shuzhi.ops.people.access import Access
from shuzhi.run.explain import explain
from shuzhi.run.read import Desk

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """``exhibits`` and ``facts`` are None where the grants let none of them out."""

    finding: Row
    done: Row
    signals: Sequence[Row]
    exhibits: Sequence[Row] | None
    facts: Sequence[Row] | None
    orders: Sequence[Row]
    run: str
    snapshot: str


def gathered(by: Access, finding: str) -> Gathered:
    """Raises Refused where the finding itself may not be taken out, Missing, Conflict where the lake lost it."""
    done, held = detail(by, finding), lake()
    if held is None or done["gone"] is not None:
        raise conflict(
            Text("数据湖里已没有这个疑点，不能成卷", "the lake no longer has this finding: no dossier"),
            f"finding:{finding}",
        )
    at = desk_of(by, done["purpose"], held).leaving()
    mine = sql.column("finding").eq(sql.literal(finding))
    rows = at.rows(exp.select("*").from_(FINDING.tree).where(mine))
    if not rows:
        raise conflict(
            Text("您的授权里没有这个疑点", "your grants do not give this finding"), f"finding:{finding}"
        )
    signals, exhibits = _evidence(at, finding)
    run = last_run(held)
    return Gathered(
        finding=rows[0],
        done=done,
        signals=signals,
        exhibits=exhibits,
        facts=_facts(by, done),
        orders=[_order(by, each) for each in done["orders"]],
        run=run.name if run else "",
        snapshot=held.engine.snapshot() or "",
    )


def _evidence(at: Desk, finding: str) -> tuple[Sequence[Row], Sequence[Row] | None]:
    try:
        told = explain(at, city(), finding)
    except Refused:
        return [], None
    return told.signals, grouped(told.exhibits, {})


def _facts(by: Access, done: Row) -> Sequence[Row] | None:
    """What sources say of the subject, where the case lets its reader open that page and take it along."""
    if done["subject_kind"] not in KINDS or not done["subject"]:
        return None
    try:
        return profiles.facts_to_take(by, done["subject_kind"], done["subject"], done["purpose"])
    except Refused:
        return None


def _order(by: Access, row: Row) -> Row:
    """The order with its steps; to whoever may not open it, that there is one."""
    try:
        return order_detail(by, row["number"])
    except Missing:
        return {**row, "tasks": [], "conclusion": None, "recovered": None}
