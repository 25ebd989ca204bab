"""What nobody uses, and what two departments collect: told by the record of readings, the lineage and the catalogue."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shuzhi.core.text import Text
from shuzhi.ops.catalogue.held import used
from shuzhi.ops.catalogue.queries import Sight, sight
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.people.access import Access
from shuzhi.run.inventory import Inventory
from shuzhi.secure.gateway import AUDIT
from shuzhi.secure.usage import began

Out = dict[str, Any]
DAYS = 180
FACTS = ("phone", "address", "bank_account", "email", "vehicle_plate", "coordinates")
"""Elements that say something of whoever a row is about. Identifiers and names are in every table, to know whom."""
RETIRE = Text("提议停止采集或退役", "proposed: collect it no more, or retire it")
RETIRE_REPORT = Text("提议停办", "proposed: make it no more")
WATCH = Text("记录未满 180 天，再看", "readings are recorded for less than 180 days: wait")
ONE_SOURCE = Text(
    "提议定一个部门采集，其余共享", "proposed: one department collects it, the others are given it"
)


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days that are looked at. ``whole``: readings are recorded for all of them."""

    since: date
    whole: bool


def window() -> Window:
    start, first = today() - timedelta(days=DAYS), began(city().lake / AUDIT)
    if first is None or first > start:
        return Window(since=first or today(), whole=False)
    return Window(since=start, whole=True)


Below = Mapping[str, frozenset[str]]


def below(held: Inventory) -> Below:
    """What is made from each table, one step on."""
    found: dict[str, set[str]] = defaultdict(set)
    for at, made in held.down.items():
        found[at.table] |= {each.table for each in made}
    return {table: frozenset(made) for table, made in found.items()}


def reaching(steps: Below, table: str) -> Collection[str]:
    """The table and everything that is made from it, however far."""
    found, open_ = {table}, [table]
    while open_:
        new = steps.get(open_.pop(), frozenset()) - found
        found |= new
        open_ += new
    return found


def unused(by: Access) -> Out:
    """Tables of departments and scenarios that nobody read in the window, themselves or anything made from them."""
    seen, days = sight(by), window()
    if seen is None:
        return {"since": days.since, "whole": False, "tables": [], "reports": [], "twice": []}
    uses, steps = used().of, below(seen.inventory)
    mine = {"standard", *(scenario.name for scenario in city().scenarios)}
    rows = []
    for name, entry in sorted(seen.tables.items()):
        if entry.name.schema not in mine:
            continue
        read = max((uses[each].last for each in reaching(steps, name) if each in uses), default=None)
        if read is None or read[:10] < days.since.isoformat():
            rows.append(
                {
                    "table": name,
                    "title": entry.title,
                    "owner": entry.about["owner"],
                    "rows": entry.about["rows"],
                    "last_used": read,
                    "proposed": RETIRE if days.whole else WATCH,
                }
            )
    return {
        "since": days.since,
        "whole": days.whole,
        "tables": rows,
        "reports": _reports(days),
        "twice": _twice(seen),
    }


def _reports(days: Window) -> list[Out]:
    """Documents that nobody made in the window."""
    made = used().made
    return [
        {
            "report": f"{scenario.name}.{report.name}",
            "title": scenario.title,
            "owner": scenario.owner,
            "last_made": made.get(f"{scenario.name}.{report.name}"),
            "proposed": RETIRE_REPORT if days.whole else WATCH,
        }
        for scenario in city().scenarios
        for report in scenario.reports
        if made.get(f"{scenario.name}.{report.name}", "")[:10] < days.since.isoformat()
    ]


def _twice(seen: Sight) -> list[Out]:
    """What several departments collect of persons or firms, each for itself."""
    found: dict[str, list[Out]] = defaultdict(list)
    titles: dict[str, Text] = {}
    for name, entry in sorted(seen.tables.items()):
        for column in entry.columns if entry.name.schema == "standard" else ():
            if column.element in FACTS:
                found[column.element].append(
                    {
                        "table": name,
                        "title": entry.title,
                        "column": column.name,
                        "owner": entry.about["owner"],
                    }
                )
                titles[column.element] = column.label
    return [
        {"element": titles[element], "columns": columns, "proposed": ONE_SOURCE}
        for element, columns in found.items()
        if len({each["owner"] for each in columns}) > 1
    ]
