"""Which columns decide which rows a table has: read from the clauses of its SQL that choose, join, group and order.

Lineage (``govern/lineage.py``) says what a value was made from. A column that only stands in a condition makes no
value, and changing it still changes what comes out. Both together are what a change can reach.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlglot import exp
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope

from shuzhi.core.sql import DIALECT, TableName

ROWS = "*"
"""Stands for which rows a table has, where a column's name would stand."""


class Influence(NamedTuple):
    """Which rows ``table`` has depends on ``from_column`` of ``from_table``, or on its rows (``*``)."""

    table: TableName
    from_table: TableName
    from_column: str


def influences(
    table: TableName, query: exp.Query, columns: Mapping[TableName, Mapping[str, str]]
) -> list[Influence]:
    """Everything that decides the rows of ``table``, made by ``query`` from tables with these ``columns``.

    Every table it reads counts with its rows; of columns those that stand outside what is selected, however deep.
    """
    schema: dict[str, object] = {}
    for read, types in columns.items():
        held = schema.setdefault(read.schema, {})
        assert isinstance(held, dict)
        held[read.name] = dict(types)
    whole = qualify(
        query.copy(), schema=schema, dialect=DIALECT, identify=True, validate_qualify_columns=False
    )
    found: dict[Influence, None] = {}
    for scope in traverse_scope(whole):
        for source in scope.sources.values():
            if isinstance(source, exp.Table) and source.db:
                found[Influence(table, TableName(source.db, source.name), ROWS)] = None
        for column in _choosing(scope):
            for origin, name in _origins(scope, column):
                found[Influence(table, origin, name)] = None
    return list(found)


def _choosing(scope: Scope) -> Iterator[exp.Column]:
    """The columns of a select that are not merely passed on: in any clause but its outputs, and, where it groups or
    keeps only different rows, in these too."""
    select = scope.expression
    if not isinstance(select, exp.Select):
        return
    keeps_different = select.args.get("distinct") is not None
    outputs = {id(node) for output in select.expressions for node in output.walk()}
    for column in scope.columns:
        if keeps_different or id(column) not in outputs:
            yield column


def _origins(scope: Scope, column: exp.Column) -> Iterator[tuple[TableName, str]]:
    """The columns of tables that a column of a scope is made from."""
    waiting: list[tuple[Scope, str, str]] = [(scope, column.table, column.name)]
    seen: set[tuple[int, str, str]] = set()
    while waiting:
        at, source_name, name = waiting.pop()
        if (id(at), source_name, name) in seen:
            continue
        seen.add((id(at), source_name, name))
        source = at.sources.get(source_name)
        if source is None and at.parent is not None:
            waiting.append((at.parent, source_name, name))
        elif isinstance(source, exp.Table) and source.db:
            yield TableName(source.db, source.name), name
        elif isinstance(source, Scope):
            waiting += list(_inside(source, name))


def _inside(scope: Scope, name: str) -> Iterator[tuple[Scope, str, str]]:
    """What the output ``name`` of a scope is made from, one step in; of a union in every part of it, by position."""
    if scope.set_operation_scopes:
        names = [output.alias_or_name for output in _outputs(scope.set_operation_scopes[0])]
        place = names.index(name) if name in names else None
        for part in scope.set_operation_scopes:
            outputs = _outputs(part)
            if place is not None and place < len(outputs):
                yield from _inside(part, outputs[place].alias_or_name)
        return
    for output in _outputs(scope):
        if output.alias_or_name == name:
            yield from ((scope, column.table, column.name) for column in output.find_all(exp.Column))


def _outputs(scope: Scope) -> list[exp.Expr]:
    return scope.expression.selects if isinstance(scope.expression, exp.Query) else []
