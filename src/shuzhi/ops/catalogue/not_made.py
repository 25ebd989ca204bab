"""What the last run could not make, as one reader is told of it."""

from shuzhi.core.text import Text
from shuzhi.ops.catalogue.detail import place
from shuzhi.ops.catalogue.queries import Out, Sight, sight
from shuzhi.ops.people.access import Access


def not_made(by: Access) -> list[Out]:
    """Tables and rules' hits that broke their contracts in the last run, and those that wait for them."""
    seen = sight(by)
    return [_told(seen, row) for row in seen.inventory.held] if seen else []


def _told(seen: Sight, row: Out) -> Out:
    found = place(seen, row["table"])
    told = {part: Text(row[part], row[f"{part}_en"]) for part in ("what", "why", "todo")}
    if found["kind"] in {"hidden", "working"}:
        # The reason may name columns.
        told["why"] = Text("", "")
    if found["kind"] == "working":
        # Never made, so nobody knows yet who may be told of it: it goes by its scenario's name.
        schema = row["table"].partition(".")[0]
        titles = {scenario.name: scenario.title for scenario in seen.held.city.scenarios}
        found |= {"table": "", "title": titles.get(schema, Text(schema, schema))}
    return {**found, **told, "since": row["since"]}
