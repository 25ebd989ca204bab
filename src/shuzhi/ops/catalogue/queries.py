"""What the pages of the catalogue show: names and what is told of tables, never a row of anybody's."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shuzhi.core.text import Text
from shuzhi.ops.catalogue.held import Held, held, used
from shuzhi.ops.clock import today
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.packs.catalogue_file import OPENING, SHARING
from shuzhi.run.inventory import At, Inventory, TableEntry, proposed, visible
from shuzhi.run.lookup import KINDS, kind_of, look_up
from shuzhi.run.read import policy
from shuzhi.secure.policy import Policy, Reader
from shuzhi.secure.usage import Uses

UNDECIDED = "undecided"
FACETS = ("kind", "owner", "grade", "sharing")
NOBODY_DECIDED = Text("未定", "not decided")
Out = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sight:
    """The catalogue as one reader is told of it."""

    held: Held
    tables: Mapping[str, TableEntry]
    policy: Policy
    reader: Reader

    @property
    def inventory(self) -> Inventory:
        return self.held.inventory


def sight(by: Access) -> Sight | None:
    """What ``by`` is told of; None before the first run."""
    now = held()
    if now is None:
        return None
    decides, reader = policy(now.city, lake()), by.reader("")
    day = today()
    tables = {
        name: entry for name, entry in now.inventory.tables.items() if visible(entry, decides, reader, day)
    }
    return Sight(held=now, tables=tables, policy=decides, reader=reader)


def listing(by: Access, question: str, chosen: Mapping[str, str], *, after: int, limit: int) -> Out:
    """Tables, or what answers the question: tables and columns, best first. ``chosen``: a value of each facet."""
    seen = sight(by)
    if seen is None:
        return {"rows": [], "next": None, "total": 0, "more": False}
    if question.strip():
        found = [at for at in look_up(seen.held.lookup, question) if at.table in seen.tables]
    else:
        found = [At(name, "") for name in sorted(seen.tables, key=lambda name: _order(seen.tables[name]))]
    kept = [at for at in found if _fits(seen.tables[at.table], chosen)]
    uses = used()
    return {
        "rows": [row(seen.tables[at.table], at.column, uses) for at in kept[after : after + limit]],
        "next": str(after + limit) if after + limit < len(kept) else None,
        "total": len(kept),
        "more": False,
    }


def choices(by: Access) -> dict[str, list[Out]]:
    """Each facet's values with how many tables have them."""
    seen = sight(by)
    entries = list(seen.tables.values()) if seen else []
    counted = {facet: Counter(_facet(entry, facet) for entry in entries) for facet in FACETS}
    return {
        facet: [
            {"value": value, "title": _title(facet, value), "tables": number}
            for value, number in sorted(values.items(), key=lambda each: (-each[1], each[0]))
        ]
        for facet, values in counted.items()
    }


def row(entry: TableEntry, column: str, uses: Uses) -> Out:
    """A table, or one column of it, in a list."""
    about = entry.about
    named = next((each for each in entry.columns if each.name == column), None)
    use = uses.of.get(str(entry.name))
    return {
        "table": str(entry.name),
        "column": column or None,
        "title": entry.title,
        "label": named.label if named else None,
        "owner": about["owner"],
        "kind": KINDS[kind_of(entry)],
        "grade": named.grade if named else entry.grade,
        "rows": about["rows"],
        "cadence": about["cadence"],
        "arrived": about["arrived"],
        "sharing": sharing_of(entry),
        "score": entry.score,
        "last_used": use.last if use else None,
    }


def sharing_of(entry: TableEntry) -> Text:
    return SHARING.get(entry.about["sharing"], NOBODY_DECIDED)


def decided(entry: TableEntry) -> Out:
    """How it is shared and whether it is open; where nobody decided, what is proposed and why."""
    about = entry.about
    kind, why = proposed(entry)
    return {
        "sharing": sharing_of(entry),
        "sharing_basis": about["sharing_basis"],
        "sharing_condition": about["sharing_condition"],
        "proposed": None if about["sharing"] else SHARING[kind],
        "proposed_why": None if about["sharing"] else why,
        "opening": OPENING.get(about["opening"], NOBODY_DECIDED),
        "opening_basis": about["opening_basis"],
    }


def _fits(entry: TableEntry, chosen: Mapping[str, str]) -> bool:
    return all(not value or _facet(entry, facet) == value for facet, value in chosen.items())


def _facet(entry: TableEntry, facet: str) -> str:
    if facet == "kind":
        return kind_of(entry)
    return str(entry.about[facet] or UNDECIDED)


def _title(facet: str, value: str) -> Text:
    named: Mapping[str, Text] = {"kind": KINDS, "sharing": SHARING}.get(facet, {})
    return named.get(value, NOBODY_DECIDED if value == UNDECIDED else Text(value, value))


def _order(entry: TableEntry) -> tuple[int, str, str]:
    return list(KINDS).index(kind_of(entry)), entry.about["owner"], str(entry.name)


def entries_of(seen: Sight) -> Sequence[TableEntry]:
    """The tables one is told of, in the order of the list."""
    return sorted(seen.tables.values(), key=_order)
