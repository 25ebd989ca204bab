"""DuckDB's own reading of a query's text: what it would touch, told by its own parser. Nothing is run."""

import json
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import duckdb

from shuzhi.core.ports import Touched

_PARSER = threading.Lock()
_HELD: list[duckdb.DuckDBPyConnection] = []


@lru_cache(maxsize=1024)
def touched(text: str) -> Touched | None:
    """What the text touches; None when DuckDB does not read it as SELECT statements that can be told.

    Kept by text alone: what a text touches does not depend on anybody's policy.
    """
    with _PARSER:
        if not _HELD:
            _HELD.append(duckdb.connect(config={"autoload_known_extensions": False, "threads": 1}))
        row = _HELD[0].execute("select json_serialize_sql(?::varchar)", [text]).fetchone()
    told: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if told["error"] or len(told["statements"]) != 1:
        return None
    nodes = list(_nodes(told["statements"]))
    return Touched(
        tables=frozenset(
            (node["catalog_name"], node["schema_name"], node["table_name"])
            for node in nodes
            if node.get("type") == "BASE_TABLE"
        ),
        functions=frozenset(node["function_name"] for node in nodes if "function_name" in node),
        ctes=frozenset(each["key"] for node in nodes if "map" in node for each in node["map"]),
        kinds=frozenset(node["type"] for node in nodes if isinstance(node.get("type"), str)),
    )


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
