"""Entities by exact keys: one row for every valid identifier the city's tables hold."""

from collections.abc import Sequence

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName


def entities(kind: str, identifier: str, held_in: Sequence[tuple[TableName, str]], *, key: str) -> exp.Query:
    """One row per distinct identifier found in the given (table, column) pairs.

    Columns ``<kind>`` (its id), ``<identifier>``, ``tables`` (how many of the pairs hold it). No pairs, no rows.
    """
    distinct = [
        exp.select(exp.alias_(sql.column(column), identifier, quoted=True))
        .distinct()
        .from_(table.tree)
        .where(sql.column(column).is_(exp.null()).not_())
        for table, column in held_in
    ]
    if not distinct:
        nothing = exp.select(exp.alias_(sql.null("VARCHAR"), identifier, quoted=True)).where(exp.false())
        distinct = [nothing]
    held = sql.union_all(distinct)
    counted = (
        exp.select(sql.column(identifier), exp.alias_(sql.parse("count(*)"), "tables", quoted=True))
        .from_(held.subquery(alias="held"))
        .group_by(sql.column(identifier))
    )
    entity = ids.subject_id(kind, sql.column(identifier), key)
    return exp.select(
        exp.alias_(entity, kind, quoted=True), sql.column(identifier), sql.column("tables")
    ).from_(counted.subquery(alias="counted"))
