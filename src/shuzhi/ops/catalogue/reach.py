"""One column of the catalogue: what it was made from, and what a change of it would reach."""

from typing import Any

from shuzhi.core.text import Text
from shuzhi.ops.catalogue.detail import origin
from shuzhi.ops.catalogue.queries import sight
from shuzhi.ops.errors import missing
from shuzhi.ops.people.access import Access
from shuzhi.run.impact import impact, origins
from shuzhi.run.inventory import At

Out = dict[str, Any]


def column(by: Access, table: str, name: str) -> Out:
    """The column both ways: back to departments' files, and on to everything that uses it. Raises Missing."""
    seen = sight(by)
    entry = seen.tables.get(table) if seen else None
    found = next((each for each in entry.columns if each.name == name), None) if entry else None
    if seen is None or entry is None or found is None:
        raise missing(Text("目录里没有这一列", "there is no such column in the catalogue"), f"{table}.{name}")
    at = At(table, name)
    reached = impact(seen.inventory, seen.held.city, at)
    shown = [each for each in reached.tables if each.table in seen.tables]
    return {
        "table": table,
        "title": entry.title,
        "column": name,
        "label": found.label,
        "grade": found.grade,
        "made_from": [origin(seen, each) for each in origins(seen.inventory, at)],
        "tables": [vars(each) for each in shown],
        "hidden": len(reached.tables) - len(shown),
        "rules": [
            {
                "scenario": each.scenario.name,
                "rule": each.rule.rule,
                "title": each.rule.title,
                "owner": each.scenario.owner,
            }
            for each in reached.rules
        ],
        "owners": list(reached.owners),
    }
