"""The last run as OpenLineage tells runs: an event for each table that was made, from which, and column by column.

Only what the reader is told of is in it: of a hidden table neither its name nor that it was read.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from shuzhi.packs.schema import City
from shuzhi.run.inventory import At, Inventory, TableEntry

PRODUCER = "urn:shuzhi"
SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
SCHEMA_FACET = "https://openlineage.io/spec/facets/1-1-1/SchemaDatasetFacet.json"
LINEAGE_FACET = "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json"
OWNER_FACET = "https://openlineage.io/spec/facets/1-0-1/OwnershipDatasetFacet.json"


def events(city: City, held: Inventory, entries: Iterable[TableEntry]) -> bytes:
    """One JSON object a line; nothing before the first finished run. ``entries``: the tables the reader is told of."""
    told = {str(entry.name): entry for entry in entries}
    made = [_event(city, held, told, entry) for entry in told.values()] if held.run else []
    return b"".join(orjson.dumps(event) + b"\n" for event in made)


def _event(city: City, held: Inventory, told: Mapping[str, TableEntry], entry: TableEntry) -> dict[str, Any]:
    space, table = f"shuzhi://{city.folder.name}", str(entry.name)
    fields = {
        column.name: [at for at in held.up.get(At(table, column.name), ()) if _is_told(at.table, told)]
        for column in entry.columns
    }
    inputs = sorted({at.table for origins in fields.values() for at in origins} - {table})
    columns = {
        name: {"inputFields": [{"namespace": space, "name": at.table, "field": at.column} for at in origins]}
        for name, origins in fields.items()
        if origins
    }
    return {
        "eventType": "COMPLETE",
        "eventTime": held.finished,
        "producer": PRODUCER,
        "schemaURL": SPEC,
        # The same run of the same table has the same id, however often it is told.
        "run": {"runId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{space}/{held.run}/{table}"))},
        "job": {"namespace": space, "name": table},
        "inputs": [{"namespace": space, "name": name} for name in inputs],
        "outputs": [
            {
                "namespace": space,
                "name": table,
                "facets": {
                    "schema": _facet(
                        SCHEMA_FACET,
                        fields=[{"name": each.name, "type": each.type} for each in entry.columns],
                    ),
                    "columnLineage": _facet(LINEAGE_FACET, fields=columns),
                    "ownership": _facet(OWNER_FACET, owners=[{"name": entry.about["owner"]}]),
                },
            }
        ],
    }


def _facet(url: str, **content: object) -> dict[str, object]:
    return {"_producer": PRODUCER, "_schemaURL": url, **content}


def _is_told(table: str, told: Mapping[str, TableEntry]) -> bool:
    """A department's file is told of with its table."""
    schema, _, name = table.partition(".")
    return table in told or (schema == "landed" and f"standard.{name}" in told)
