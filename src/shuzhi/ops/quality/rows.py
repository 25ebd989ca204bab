"""The rows that break a rule, read through the gateway as the reader's grants give them."""

from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Refused
from shuzhi.govern.measured import EXAMPLE
from shuzhi.govern.quality import PROBLEM
from shuzhi.govern.rules import EXAMPLES
from shuzhi.ops.catalogue.queries import sight
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.findings.queries.evidence import grouped
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.ops.quality.queries import Broken, of_column
from shuzhi.run.explain import exhibits
from shuzhi.run.inventory import permits
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

PLACES = Scope(name="ops:quality", reads=(str(EXAMPLE), str(PROBLEM)), writes=())
Out = dict[str, Any]


def purposes(by: Access, each: Broken) -> list[str]:
    """For what the reader may see rows of the table."""
    seen = sight(by)
    if seen is None:
        return []
    found = permits(seen.policy, seen.reader, each.entry.name, today())
    return [permit.purpose.name for permit in found if permit.smallest is None]


def examples(by: Access, each: Broken, purpose: str, *, lines: bool) -> Out:
    """Rows that break the rule, its own columns marked, masked as the purpose gives them; none without a grant."""
    held, there = lake(), purposes(by, each)
    chosen = purpose or next(iter(there), "")
    told: Out = {"purpose": None, "purposes": there, "exhibits": [], "withheld": False}
    rows = [{"evidence": each.result["zh"], **row} for row in _places(held, each)] if held else []
    if held is None or not rows:
        return told
    if chosen not in there:
        return {**told, "withheld": True}
    try:
        found = exhibits(desk_of(by, chosen, held), city(), rows, lines=lines)
    except Refused:
        return {**told, "withheld": True}
    columns = set(each.result["columns"].split("、"))
    return {**told, "purpose": chosen, "exhibits": grouped(found, {each.result["table"]: columns})}


def _places(held: Lake, each: Broken) -> list[Out]:
    """Batch and row of some that break the rule: those the run kept, or where invalid and disputed values stand."""
    if each.result["kind"] in ("valid", "believed"):
        asked = exp.select("_batch", "_row").distinct().from_(PROBLEM.tree).where(of_column(each))
    else:
        mine = exp.and_(
            sql.column("table").eq(sql.literal(each.result["table"])),
            sql.column("rule").eq(sql.literal(each.result["rule"])),
        )
        asked = exp.select("_batch", "_row").from_(EXAMPLE.tree).where(mine)
    asked = asked.order_by("_batch", "_row").limit(EXAMPLES)
    rows: list[Out] = Pipeline(lake=held, scope=PLACES).fetch(asked).to_pylist()
    return rows
