"""What the catalogue says of each table, gathered from the run and from the city's files: rows of ``meta.table``."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from shuzhi.core.elements import GRADES, Grade, element
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.files import StepCall
from shuzhi.packs.links import fused_title
from shuzhi.packs.outcome_sources import collected
from shuzhi.packs.platform_tables import CHANGE, PLATFORM, TABLE
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, Scenario, Source, TableFile
from shuzhi.packs.signatures import in_force
from shuzhi.packs.table_titles import TITLES
from shuzhi.run.ledger import Batch

OURS = "数治"
"""Who answers for tables the platform makes of itself."""
Row = dict[str, Any]
Grades = Mapping[tuple[TableName, str], Grade]

TABLE_SCHEMA = pa.schema(
    [(name, pa.int64() if kind == "integer" else pa.string()) for name, kind in PLATFORM[TABLE].items()]
)
CHANGE_SCHEMA = pa.schema(
    [(name, pa.date32() if kind == "date" else pa.string()) for name, kind in PLATFORM[CHANGE].items()]
)
WATCHED = {
    TABLE: ("owner", "basis", "cadence", "licence", "grade", "sharing", "opening"),
    None: ("element", "type", "grade", "lowered"),
}
"""What of a table, and of a column (None), is worth a word when it changes."""


def described(
    city: City,
    held: Mapping[TableName, Mapping[str, str]],
    grades: Grades,
    rows: Mapping[TableName, int],
    batches: Sequence[Batch],
) -> list[Row]:
    """A row of ``meta.table`` for every table a reader could ask for, by name."""
    sources = {source.standard: source for source, _ in collected(city)}
    fused = {source.fused: source for source in city.sources}
    makers = {table.name: (scenario, table) for scenario in city.scenarios for table in scenario.tables}
    calls = {
        full_name(call.output): (scenario, call) for scenario in city.scenarios for call in scenario.steps
    }
    arrived: dict[str, list[str]] = defaultdict(list)
    for batch in batches:
        arrived[batch.source].append(batch.arrived)
    told = []
    for table in sorted(held):
        if table in sources:
            about = _of_source(sources[table], arrived[sources[table].name])
        elif table in fused:
            about = _of_source(fused[table], arrived[fused[table].name]) | _titled(fused_title(fused[table]))
        elif table in makers or table in calls:
            about = _of_scenario(*(makers.get(table) or calls[table]))
        else:
            about = _ours(table)
        told.append(
            dict.fromkeys(PLATFORM[TABLE])
            | about
            | {"table": str(table), "rows": rows.get(table), "grade": _highest(table, held[table], grades)}
            | decided(city, table)
        )
    return told


def _of_source(source: Source, arrived: Sequence[str]) -> Row:
    return _titled(source.title) | {
        "made": "file",
        "owner": source.owner,
        "basis": source.basis,
        "source": source.name,
        "cadence": source.cadence,
        "licence": source.licence,
        "batches": len(arrived),
        "arrived": max(arrived, default=None),
    }


def _of_scenario(scenario: Scenario, maker: TableFile | StepCall) -> Row:
    python = isinstance(maker, StepCall)
    title = full_name(maker.output).name if isinstance(maker, StepCall) else maker.title
    return _titled(title if isinstance(title, Text) else Text(title, title)) | {
        "made": "python" if python else "sql",
        "owner": scenario.owner,
        "basis": scenario.purpose.basis,
        "scenario": scenario.name,
    }


def _ours(table: TableName) -> Row:
    return _titled(TITLES.get(table, Text(table.name, table.name))) | {"made": "platform", "owner": OURS}


def _titled(title: Text) -> Row:
    return {"title": title.zh, "title_en": title.en}


def _highest(table: TableName, columns: Mapping[str, str], grades: Grades) -> Grade:
    """The table's grade is its most sensitive column's."""
    found = [grades.get((table, name)) or element(kind).grade for name, kind in columns.items()]
    return max(found, key=GRADES.index, default=GRADES[0])


def decided(city: City, table: TableName) -> Row:
    """How it is shared and open, as far as it is in force."""
    listed = in_force(city, table)
    sharing, opening = listed.sharing, listed.opening
    return {
        "sharing": sharing and sharing.kind,
        "sharing_basis": sharing and sharing.basis,
        "sharing_condition": sharing and sharing.condition,
        "opening": opening and opening.kind,
        "opening_basis": opening and opening.basis,
    }


def changes(before: Sequence[Row], now: Sequence[Row], *, columns: bool, as_of: date) -> list[Row]:
    """Rows of ``meta.change``: tables (or, with ``columns``, columns) that came, went, or are told otherwise."""
    key = ("table", "column") if columns else ("table",)
    was, is_ = ({tuple(row[name] for name in key): row for row in rows} for rows in (before, now))
    found = [(at, "added" if at in is_ else "removed", None, None) for at in sorted(was.keys() ^ is_.keys())]
    found += [
        (at, what, was[at][what], is_[at][what])
        for at in sorted(was.keys() & is_.keys())
        for what in WATCHED[None if columns else TABLE]
        if was[at][what] != is_[at][what]
    ]
    return [
        {
            "as_of": as_of,
            "table": at[0],
            "column": at[1] if columns else None,
            "what": what,
            "before": old,
            "now": new,
        }
        for at, what, old, new in found
    ]
