"""Measures as pages show them: what was registered before the start, and what the last run found of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlglot import exp

from shuzhi.analyse.indicators.periods import DAY, moved
from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.evaluate.measure_tables import ALONE, MEASURE, PERIOD, PLACEBO
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import missing
from shuzhi.ops.lake import lake, last_run
from shuzhi.ops.people.access import Access
from shuzhi.packs.indicators import Entry, indicators, labels
from shuzhi.packs.measure_file import MeasureFile
from shuzhi.packs.schema import Scenario
from shuzhi.run.read import desk

Row = dict[str, Any]


def measures(by: Access) -> list[Row]:
    """Every measure his grants tell of, by scenario and start, the newest first."""
    catalogue = _catalogue()
    rows = [_row(of, row, catalogue) for of in city().scenarios for row in _rows(by, of, MEASURE)]
    return sorted(rows, key=lambda row: (row["scenario"], row["start"]), reverse=True)


def measure(by: Access, scenario: str, name: str) -> Row:
    """One measure, with its number period by period beside what would have been, and the placebos. Raises Missing."""
    of = next((each for each in city().scenarios if each.name == scenario), None)
    found = _rows(by, of, MEASURE, name) if of is not None else []
    if of is None or not found:
        raise missing(
            Text("没有这个措施，或对您不开放", "there is no such measure, or it is not for you to see"),
            f"measure:{scenario}/{name}",
        )
    (row,) = found
    told = MeasureFile.model_validate_json(row["told"])
    catalogue = _catalogue()
    entry = catalogue.get(f"{scenario}.{told.indicator}")
    names = _names(entry, told.dimension)
    run = last_run(held) if (held := lake()) else None
    return {
        **_row(of, row, catalogue),
        **{
            name: row[name]
            for name in ("seen", "before", "others", "without", "chance", "placebo", "power", "smallest")
        },
        "what": told.what,
        "because": told.because,
        "registered": told.registered,
        "method": told.method,
        "alone": told.method == ALONE,
        "definition": entry.declared.definition if entry else Text("—", "—"),
        "only": [
            {"title": _dimension(entry, each), "values": list(values)} for each, values in told.only.items()
        ],
        "where": [names.get(place, place) for place in told.where],
        "compared": [names.get(place, place) for place in told.compared],
        "run": run.finished if run else None,
        "series": sorted(_rows(by, of, PERIOD, name), key=lambda one: str(one["period"])),
        "placebos": [
            {"place": names.get(one["place"], one["place"]), "effect": one["effect"]}
            for one in sorted(_rows(by, of, PLACEBO, name), key=lambda one: abs(one["effect"]), reverse=True)
        ],
    }


def _row(of: Scenario, row: Row, catalogue: Mapping[str, Entry]) -> Row:
    told = MeasureFile.model_validate_json(row["told"])
    entry = catalogue.get(f"{of.name}.{told.indicator}")
    return {
        **{
            name: row[name]
            for name in (
                "scenario", "measure", "state", "why", "witnessed", "changed", "withdrawn", "after", "effect",
                "lower", "upper",
            )
        },
        "scenario_title": of.title,
        "title": told.title,
        "owner": told.owner,
        "indicator": entry.declared.title if entry else Text(told.indicator, told.indicator),
        "unit": entry.declared.unit if entry else Text("", ""),
        "grain": told.grain,
        "start": told.start,
        "until": moved(told.start, told.grain, told.periods) - DAY,
        "periods": told.periods,
        "expected": told.expected,
    }  # fmt: skip


def _catalogue() -> Mapping[str, Entry]:
    return indicators(city(), _day())


def _day() -> date:
    return city().as_of or today()


def _names(entry: Entry | None, dimension: str) -> Mapping[str, str]:
    if entry is None or dimension not in entry.declared.dimensions:
        return {}
    return {code: name.zh for code, name in (labels(entry, dimension, city()) or {}).items()}


def _dimension(entry: Entry | None, name: str) -> Text:
    found = entry.declared.dimensions.get(name) if entry else None
    return found.title if found else Text(name, name)


def _rows(by: Access, of: Scenario, table: TableName, name: str | None = None) -> list[Row]:
    """The scenario's rows of a table of measures; none where no grant gives it, or no run has made it yet."""
    held = lake()
    if held is None:
        return []
    asked = {"scenario": of.name} | ({"measure": name} if name is not None else {})
    mine = exp.and_(*[sql.column(column).eq(sql.literal(value)) for column, value in asked.items()])
    try:
        at = desk(held, city(), by.reader(of.purpose.name), today())
        return at.rows(exp.select("*").from_(table.tree).where(mine))
    except ShuzhiError:
        return []
