"""The first rows of a department's table, as the reader's grants give them for a purpose."""

from typing import Any

from sqlglot import exp

from shuzhi.core.errors import Refused
from shuzhi.core.text import Text
from shuzhi.ops.catalogue.queries import sight
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.errors import missing
from shuzhi.ops.findings.queries.evidence import grouped
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.run.explain import exhibits
from shuzhi.run.inventory import permits

FEW = 10
Out = dict[str, Any]


def sample(by: Access, table: str, purpose: str) -> Out:
    """A few rows for the purpose, or for the first for which there are any. Raises Missing where there is no table."""
    seen, held = sight(by), lake()
    entry = seen.tables.get(table) if seen else None
    if seen is None or held is None or entry is None:
        raise missing(Text("目录里没有这张表", "there is no such table in the catalogue"), table)
    given = permits(seen.policy, seen.reader, entry.name, today())
    there = [each.purpose.name for each in given if each.smallest is None]
    told: Out = {"purpose": None, "purposes": there, "exhibits": []}
    chosen = purpose or next(iter(there), "")
    if entry.about["source"] is None or chosen not in there:
        return told
    asking = desk_of(by, chosen, held)
    first = exp.select("_batch", "_row").from_(entry.name.tree).order_by("_batch", "_row").limit(FEW)
    try:
        rows = [{"evidence": "", **row} for row in asking.rows(first)]
        found = exhibits(asking, city(), rows, lines=False)
    except Refused:
        # Rows without their batches are of no known file.
        return told
    return {**told, "purpose": chosen, "exhibits": grouped(found, {})}
