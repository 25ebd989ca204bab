"""The row that an error is reported on, read through the gateway as the grants of whoever looks at it give it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Refused
from shuzhi.core.text import Text
from shuzhi.ops.catalogue.queries import Sight, sight
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.errors import missing
from shuzhi.ops.findings.queries.evidence import grouped
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.packs.platform_tables import BATCH
from shuzhi.packs.schema import Source
from shuzhi.run.explain import Exhibit, exhibits
from shuzhi.run.inventory import TableEntry, permits
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

BATCHES = Scope(name="ops:corrections", reads=(str(BATCH),), writes=())
"""Whose a batch is, where the row was given by a table made from it: a source's name, no value."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A row that somebody is given for a purpose. ``columns``: those of its source that he is shown."""

    source: Source
    batch: str
    row: int
    place: str
    purpose: str
    columns: tuple[str, ...]


def seen_row(by: Access, table: str, batch: str, row: int) -> Seen:
    """The row, for the first purpose for which his grants give it: of a department's table (its source's name will do),
    or of one made from it that keeps where its rows come from. Raises Missing where no grant gives it."""
    found, held = sight(by), lake()
    if found is not None and held is not None:
        source = _source(table)
        if source is not None:
            own = _own(by, found, held, source, batch, row)
            if own is not None:
                purpose, exhibit = own
                columns = tuple(name for name in source.columns if name in (exhibit.values or {}))
                return Seen(
                    source=source, batch=batch, row=row, place=exhibit.place, purpose=purpose, columns=columns
                )
        elif table in found.tables:
            made = _made_from_it(by, found, held, found.tables[table], batch, row)
            if made is not None:
                return made
    raise missing(
        Text("您的授权看不到这一行", "your grants do not give this row"),
        f"{table} {batch} {row}",
    )


def shown(by: Access, table: str, batch: str, row: int, column: str) -> Sequence[dict[str, Any]]:
    """A department's row as evidence is shown, the column marked; nothing where his grants do not give it."""
    found, held, source = sight(by), lake(), _source(table)
    own = _own(by, found, held, source, batch, row) if found and held and source else None
    return grouped([own[1]], {table: {column}} if column else {}) if own else []


def _own(
    by: Access, found: Sight, held: Lake, source: Source, batch: str, row: int
) -> tuple[str, Exhibit] | None:
    """The source's own row, and the purpose it is given for."""
    for each in permits(found.policy, found.reader, source.standard, today()):
        if each.smallest is not None:
            continue
        at = {"evidence": "", "_batch": batch, "_row": row}
        try:
            (exhibit,) = exhibits(desk_of(by, each.purpose.name, held), city(), [at], lines=False)
        except (Refused, KeyError):
            continue
        # A batch says whose it is; what was asked for has to be the same.
        if exhibit.values is not None and exhibit.source.name == source.name:
            return each.purpose.name, exhibit
    return None


def _made_from_it(
    by: Access, found: Sight, held: Lake, entry: TableEntry, batch: str, row: int
) -> Seen | None:
    """A row of a scenario's table that says which row of a file it is made from."""
    if not {"_batch", "_row"} <= {column.name for column in entry.columns}:
        return None
    at = exp.and_(sql.column("_batch").eq(sql.literal(batch)), sql.column("_row").eq(exp.Literal.number(row)))
    query = exp.select(sql.column("_row")).from_(entry.name.tree).where(at).limit(1)
    for each in permits(found.policy, found.reader, entry.name, today()):
        if each.smallest is not None:
            continue
        try:
            given = desk_of(by, each.purpose.name, held).rows(query)
        except Refused:
            continue
        source = _of_batch(held, batch) if given else None
        if source is not None:
            place = str(Text(f"{source.title.zh} 第 {row} 条记录", f"{source.title.en} record {row}"))
            return Seen(
                source=source, batch=batch, row=row, place=place, purpose=each.purpose.name, columns=()
            )
    return None


def _of_batch(held: Lake, batch: str) -> Source | None:
    asked = exp.select("source").from_(BATCH.tree).where(sql.column("batch").eq(sql.literal(batch)))
    rows = Pipeline(lake=held, scope=BATCHES).fetch(asked).to_pylist()
    return _source(rows[0]["source"]) if rows else None


def _source(table: str) -> Source | None:
    name = table.removeprefix("standard.")
    return next((source for source in city().sources if source.name == name), None)
