"""Column lineage, read from the SQL itself: which columns a column was made from."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlglot import exp
from sqlglot.lineage import Node, lineage

from shuzhi.core.elements import GRADES, Grade
from shuzhi.core.sql import DIALECT, TableName


class Edge(NamedTuple):
    """One step of lineage: ``column`` of ``table`` was made, among others, from ``from_column`` of ``from_table``."""

    table: TableName
    column: str
    from_table: TableName
    from_column: str


def edges(table: TableName, query: exp.Query, columns: Mapping[TableName, Mapping[str, str]]) -> list[Edge]:
    """The edges of every output column of the query that makes ``table``.

    ``columns``: names and types of the tables it reads. A constant column has no edge.
    """
    schema: dict[str, object] = {}
    for read, types in columns.items():
        held = schema.setdefault(read.schema, {})
        assert isinstance(held, dict)
        held[read.name] = dict(types)
    roots = lineage(None, query, schema, dialect=DIALECT, identify=True, trim_selects=False)
    assert isinstance(roots, dict)
    found: list[Edge] = []
    for column, root in roots.items():
        leaves = dict.fromkeys(_leaves(root))
        found.extend(Edge(table, column, origin, name) for origin, name in leaves)
    return found


def grade(own: Grade | None, inherited: Iterable[Grade]) -> Grade:
    """A derived column is never graded below what it derives from."""
    grades = [*inherited, *([own] if own else [])]
    return max(grades, key=GRADES.index, default=GRADES[0])


def _leaves(root: Node) -> Iterable[tuple[TableName, str]]:
    for node in root.walk():
        source = node.expression
        if not node.downstream and isinstance(source, exp.Table) and source.db:
            yield TableName(source.db, source.name), node.name.rsplit(".", 1)[-1].strip('"')
