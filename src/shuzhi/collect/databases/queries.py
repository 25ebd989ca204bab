"""The queries a pull asks, as trees: rows of a range of keys, and the keys themselves, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.collect.databases.port import Database, Kind

ALIAS = "t"
"""Columns are named with it: an order by a bare name would be by the text that is selected under that name."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """The source's table: which columns under which headers, what they hold, which rows. ``mark`` tells its
    declaration from another."""

    schema: str
    name: str
    columns: Mapping[str, str]
    kinds: Mapping[str, Kind]
    where: str | None
    mark: str


def rows_of(
    database: Database, table: Table, order: Sequence[str] = (),
    after: Sequence[str] | None = None, upto: Sequence[str] | None = None,
) -> exp.Select:  # fmt: skip
    """Every column as text, of the rows after one key and up to another."""
    query = _from(table, [_text(database, table, name, header) for name, header in table.columns.items()])
    if after is not None:
        query = query.where(_beyond(database, table, order, after))
    if upto is not None:
        query = query.where(exp.not_(exp.paren(_beyond(database, table, order, upto))))
    return _ordered(query, order)


def keys_of(
    database: Database, table: Table, listed: Sequence[str], key: int, after: Sequence[str] | None
) -> exp.Select:
    """The listed columns as text, in the order of the first ``key`` of them."""
    query = _from(table, [_text(database, table, name, name) for name in listed])
    if after is not None:
        query = query.where(_beyond(database, table, listed[:key], after))
    return _ordered(query, listed[:key])


def _from(table: Table, columns: Sequence[exp.Expr]) -> exp.Select:
    query = exp.select(*columns).from_(
        exp.alias_(exp.table_(table.name, db=table.schema or None, quoted=True), ALIAS, table=True)
    )
    return query.where(exp.paren(exp.Var(this=table.where))) if table.where else query


def _ordered(query: exp.Select, order: Sequence[str]) -> exp.Select:
    # Without a word on NULLs: the databases put them where they like, and a key has none.
    return (
        query.order_by(*[exp.Ordered(this=_column(name), nulls_first=None) for name in order])
        if order
        else query
    )


def _text(database: Database, table: Table, name: str, header: str) -> exp.Expr:
    return exp.alias_(database.as_text(_column(name), table.kinds[name]), header, quoted=True)


def _column(name: str) -> exp.Column:
    return exp.column(name, table=ALIAS, quoted=True)


def _beyond(database: Database, table: Table, order: Sequence[str], place: Sequence[str]) -> exp.Expr:
    """Rows that come after a place. Not as a comparison of tuples: Oracle has none."""
    pairs = [
        (_column(name), database.as_value(text, table.kinds[name]))
        for name, text in zip(order, place, strict=True)
    ]
    column, value = pairs[-1]
    beyond: exp.Expr = exp.GT(this=column, expression=value)
    for column, value in reversed(pairs[:-1]):
        same = exp.and_(exp.EQ(this=column.copy(), expression=value.copy()), beyond)
        further = exp.or_(exp.GT(this=column.copy(), expression=value.copy()), same)
        # Said twice so that an index on the first column is used.
        beyond = exp.and_(exp.GTE(this=column, expression=value), exp.paren(further))
    return beyond
