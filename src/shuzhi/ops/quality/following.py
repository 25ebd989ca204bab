"""What a run counted becomes orders: a broken rule is its department's to mend, and the next batch says whether it is.

Nobody opens or closes these orders. Read again with nothing changed, nothing changes.
"""

import logging
from dataclasses import dataclass

from django.db import transaction

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.govern.rules import DIMENSIONS, SEVERITIES, Severity
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.lake import Run, lake, last_run
from shuzhi.ops.orders import actions
from shuzhi.ops.orders.models import Order
from shuzhi.ops.people.actions import SYSTEM
from shuzhi.ops.people.models import Department
from shuzhi.ops.quality.models import Count, Mending
from shuzhi.ops.quality.queries import Out, results

log = logging.getLogger(__name__)

GONE = Text(
    "质量规则已撤销，或已低于立单的严重程度，不再核对",
    "the quality rule is gone, or counts for less than makes an order",
)


class Follower:
    """Follows the last finished run, once. A new process knows nothing, and looks again."""

    def __init__(self) -> None:
        self._followed: tuple[str, Severity | None] | None = None

    def __call__(self) -> None:
        held = lake()
        run = last_run(held) if held else None
        if run is None:
            return
        asked = (run.name, city().quality_orders)
        if asked != self._followed:
            follow(run)
            self._followed = asked


def follow(run: Run) -> None:
    """Bring the orders to what the run counted. What fails for one rule is logged, and the others go on."""
    sources = {source.name for source in city().sources}
    makes = _makes_orders(city().quality_orders)
    told = {
        (row["table"], row["rule"]): row
        for row in results()
        if row["severity"] in makes and row["table"] in sources
    }
    kept = {(one.table, one.rule): one for one in Mending.objects.select_related("order")}
    for key, row in told.items():
        if row["failing"] or key in kept:
            _tried(_Step(run=run, row=row, mending=kept.get(key)))
    for key, mending in kept.items():
        if key not in told and mending.order.closed_at is None:
            actions.drop_by_data(order=mending.order_id, reason=GONE.zh)


@dataclass(frozen=True, kw_only=True)
class _Step:
    """A rule as the run counted it, and what was kept of it before."""

    run: Run
    row: Out
    mending: Mending | None


def _makes_orders(least: Severity | None) -> tuple[Severity, ...]:
    return SEVERITIES[: SEVERITIES.index(least) + 1] if least else ()


def _tried(step: _Step) -> None:
    try:
        with transaction.atomic():
            _follow(step)
    except ShuzhiError as error:
        log.warning("quality rule %s of %s: %s", step.row["rule"], step.row["table"], error)


def _follow(step: _Step) -> None:
    row, mending = step.row, step.mending
    # Of rows that are not there nobody knows whether they are right: a table that stays away closes nothing.
    if row["checked"] == 0:
        return
    order = mending.order if mending else None
    if row["failing"] and (order is None or order.state == Order.State.CANCELLED):
        order = _open(row)
        Mending.objects.update_or_create(table=row["table"], rule=row["rule"], defaults={"order": order})
        _keep(step, order)
    elif order is not None and _is_other(step, order):
        _keep(step, order)
        _move(step, order)


def _move(step: _Step, order: Order) -> None:
    """The order does what the new count says."""
    row = step.row
    about = {"checked": row["checked"], "failing": row["failing"], "run": step.run.name}
    if row["failing"] and order.state == Order.State.CLOSED:
        actions.reopen_by_data(order=order.pk, **about)
    elif not row["failing"] and order.closed_at is None:
        actions.close_by_data(order=order.pk, **about)
    else:
        record(by=SYSTEM, action="orders.count", object=f"order:{order.number}", about=about)


def _is_other(step: _Step, order: Order) -> bool:
    """Whether the run counted otherwise than the last one did."""
    last = Count.objects.filter(order=order).order_by("-id").first()
    return last is None or (last.checked, last.failing) != (step.row["checked"], step.row["failing"])


def _keep(step: _Step, order: Order) -> None:
    row = step.row
    Count.objects.create(
        order=order, run=step.run.name, day=step.run.finished, checked=row["checked"], failing=row["failing"]
    )


def _open(row: Out) -> Order:
    source = next(source for source in city().sources if source.name == row["table"])
    dimension = DIMENSIONS[row["dimension"]]
    return actions.open_by_data(
        rule=row["rule"],
        title=f"{source.title.zh}：{row['zh']}"[:200],
        text=f"{row['zh']}（{dimension.zh}）：核对 {row['checked']:,} 行，{row['failing']:,} 行不合。"
        "请改正后重新报送；由下一批数据复核，数据合规即自动办结。",
        department=Department.objects.get(name=row["owner"]),
    )
