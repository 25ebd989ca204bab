"""What tables say of themselves and of each other, asked without anybody declaring a rule: copies, keys, lost
references, and facts that two tables tell differently. Each question is one query over whole tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName

REGISTER = 0.98
"""Share of a column's values that must differ before it is taken for the key of a register."""
REFERS = 0.8
"""Share of a column's values that must stand in a register before the column is taken to refer to it."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A column of a standard table."""

    table: TableName
    column: str


def copies(table: TableName, columns: Sequence[str]) -> exp.Query:
    """One row: ``copies``, the rows that say nothing another row of the table does not say."""
    same = exp.select(sql.parse("count(*)").as_("n")).from_(table.tree)
    same = same.group_by(*[sql.column(name) for name in columns])
    return exp.select(sql.parse("cast(coalesce(sum(n - 1), 0) as bigint)").as_("copies")).from_(
        same.subquery("same")
    )


def filling(table: TableName, columns: Sequence[str]) -> exp.Query:
    """A row for each column: ``column``, ``filled``, ``distinct``, ``least``, ``greatest`` (as text)."""
    return sql.union_all([_filling(table, name) for name in columns])


def _filling(table: TableName, name: str) -> exp.Select:
    value = sql.column(name)
    return exp.select(
        exp.alias_(sql.literal(name), "column", quoted=True),
        exp.alias_(sql.fill("count(x)", x=value), "filled"),
        exp.alias_(sql.fill("count(distinct x)", x=value), "distinct", quoted=True),
        exp.alias_(sql.fill("cast(min(x) as varchar)", x=value), "least"),
        exp.alias_(sql.fill("cast(max(x) as varchar)", x=value), "greatest"),
    ).from_(table.tree)


def referring(places: Sequence[tuple[Place, Place]]) -> exp.Query:
    """For each pair (column, key of a register), in order: ``pair``, ``values`` (distinct), and how many of them are
    ``known`` there."""
    return sql.union_all([_referring(number, *pair) for number, pair in enumerate(places)])


def _referring(number: int, place: Place, register: Place) -> exp.Select:
    known = exp.select(exp.alias_(sql.column(register.column), "k")).distinct().from_(register.table.tree)
    asked = exp.select(exp.alias_(sql.column(place.column), "k")).distinct().from_(place.table.tree)
    asked = asked.where(sql.fill("x is not null", x=sql.column(place.column)))
    return (
        exp.select(
            exp.alias_(sql.literal(number), "pair"),
            sql.parse("count(*)").as_("values", quoted=True),
            sql.parse("count(known.k)").as_("known"),
        )
        .from_(asked.subquery("asked"))
        .join(known.subquery("known"), on="known.k = asked.k", join_type="left", dialect=sql.DIALECT)
    )


def lost(place: Place, register: Place) -> exp.Query:
    """``_batch``, ``_row``, ``value``: rows whose value the register does not have."""
    known = exp.select(exp.alias_(sql.column(register.column), "k")).from_(register.table.tree)
    known = known.where(sql.fill("x is not null", x=sql.column(register.column)))
    value = sql.column(place.column, "t")
    return (
        exp.select("t._batch", "t._row", exp.alias_(sql.fill("cast(x as varchar)", x=value), "value"))
        .from_(exp.alias_(place.table.tree, "t", table=True))
        .join(known.distinct().subquery("known"), on=value.eq(sql.column("k", "known")), join_type="left")
        .where("known.k is null")
        .where(sql.fill("x is not null", x=value))
    )


def repeated(place: Place) -> exp.Query:
    """``_batch``, ``_row``, ``value``: rows after the first that have the same value of a key."""
    value = sql.column(place.column)
    numbered = exp.select(
        "_batch",
        "_row",
        exp.alias_(sql.fill("cast(x as varchar)", x=value), "value"),
        exp.alias_(sql.fill("row_number() over (partition by x order by _batch, _row)", x=value), "place"),
    ).from_(place.table.tree)
    return (
        exp.select("_batch", "_row", "value")
        .from_(numbered.where(sql.fill("x is not null", x=value)).subquery("numbered"))
        .where("place > 1")
    )


def differing(one: Place, other: Place, fact: str, other_fact: str) -> exp.Select:
    """``_batch``, ``_row``, ``value``, ``expected``: rows of ``one`` whose fact the other register, by the same key,
    tells differently. Only where the other tells one value for the key."""
    agreed = exp.select(
        exp.alias_(sql.column(other.column), "k"),
        exp.alias_(sql.fill("min(x)", x=sql.column(other_fact)), "v"),
    ).from_(other.table.tree)
    agreed = agreed.group_by(sql.column(other.column)).having(
        sql.fill("min(x) = max(x)", x=sql.column(other_fact))
    )
    value = sql.column(fact, "t")
    return (
        exp.select(
            "t._batch",
            "t._row",
            exp.alias_(sql.fill("cast(x as varchar)", x=value), "value"),
            sql.parse("cast(agreed.v as varchar)").as_("expected"),
        )
        .from_(exp.alias_(one.table.tree, "t", table=True))
        .join(agreed.subquery("agreed"), on=sql.column(one.column, "t").eq(sql.column("k", "agreed")))
        .where(sql.fill("x <> v", x=value, v=sql.column("v", "agreed")))
    )
