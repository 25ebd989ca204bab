"""The row that an error is reported on, read through the gateway as the grants of whoever looks at it give it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shuzhi.core.errors import Refused
from shuzhi.core.text import Text
from shuzhi.ops.catalogue.queries import sight
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.errors import Missing, missing
from shuzhi.ops.findings.queries.evidence import grouped
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.packs.schema import Source
from shuzhi.run.explain import Exhibit, exhibits
from shuzhi.run.inventory import permits


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A row that somebody is given for a purpose."""

    source: Source
    batch: str
    row: int
    place: str
    purpose: str
    columns: tuple[str, ...]
    exhibit: Exhibit


def seen_row(by: Access, table: str, batch: str, row: int) -> Seen:
    """The row, for the first purpose for which his grants give it. Raises Missing where none does."""
    found, source = sight(by), _source(table)
    held = lake()
    if found is not None and source is not None and held is not None:
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
                columns = tuple(name for name in source.columns if name in exhibit.values)
                return Seen(
                    source=source, batch=batch, row=row, place=exhibit.place, purpose=each.purpose.name,
                    columns=columns, exhibit=exhibit,
                )  # fmt: skip
    raise missing(
        Text("您的授权看不到这一行", "your grants do not give this row"),
        f"{table} {batch} {row}",
    )


def shown(by: Access, table: str, batch: str, row: int, column: str) -> Sequence[dict[str, Any]]:
    """The row as evidence is shown, the column marked; nothing where his grants do not give it."""
    try:
        seen = seen_row(by, table, batch, row)
    except Missing:
        return []
    return grouped([seen.exhibit], {table: {column}} if column else {})


def _source(table: str) -> Source | None:
    name = table.removeprefix("standard.")
    return next((source for source in city().sources if source.name == name), None)
