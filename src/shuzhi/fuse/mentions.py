"""Mentions: what each source says of the entities of a kind, once for each way it says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName
from shuzhi.fuse.kind import Kind

CONFLICT = "conflict"
"""The reason told of a value that the golden record does not believe."""


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """Where one source speaks of entities: its standard table, its problems, and which columns say what.

    ``authority``: who is believed first where sources disagree; 1 before 2.
    """

    source: str
    table: TableName
    problems: TableName
    columns: Mapping[str, str]
    authority: int

    def identifier(self, kind: Kind) -> str:
        """The column of the identifier: the source's, or else the one that ``fused.<source>`` adds."""
        return self.columns.get(kind.identifier, kind.identifier)


def mentions(kind: Kind, sources: Sequence[Mentioned], *, key: str) -> exp.Query:
    """Rows ``record`` (a keyed hash of what is said), ``source``, ``authority``, the identifier, and as it was
    written, what else the kind's sources say, ``rows`` and ``seen``, the latest."""
    told = ", ".join(kind.told)
    query = sql.query(
        f"""
        select {told}, min(authority) as authority, max(seen) as seen, count(*) as rows
        from said where {kind.written} is not null or name is not null
        group by {told}
        """
    ).with_("said", as_=sql.union_all([_said(kind, one) for one in sources]))
    record = ids.record_id([sql.column(name) for name in kind.told], key)
    return exp.select(exp.alias_(record, "record"), "*").from_(query.subquery("mention"))


def rows_of(kind: Kind, sources: Sequence[Mentioned], *, key: str) -> exp.Query:
    """Rows ``record``, ``table``, ``column`` (of the identifier), ``_batch``, ``_row``: which rows without a valid
    identifier say what."""
    parts = []
    for one in sources:
        said = _said(kind, one)
        said.select("t._batch", "t._row", copy=False)
        record = ids.record_id([sql.column(name) for name in kind.told], key)
        parts.append(
            exp.select(
                exp.alias_(record, "record"),
                exp.alias_(sql.literal(one.source), "table", quoted=True),
                exp.alias_(sql.literal(one.identifier(kind)), "column", quoted=True),
                "_batch",
                "_row",
            )
            .from_(said.subquery("said"))
            .where(sql.column(kind.identifier).is_(exp.null()))
        )
    return sql.union_all(parts)


def losing(kind: Kind, one: Mentioned, elements: Mapping[str, str]) -> exp.Query | None:
    """Rows as of ``quality.problem``: values of the source that the golden record does not believe, where departments
    disagree. ``elements``: those of the source's columns. None where the source says nothing disputed."""
    said = _said(kind, one).select("t._batch", "t._row", copy=False)
    parts = [
        sql.reading(
            sql.query(
                f"""
                select '{one.source}' as "table", m._batch, m._row, '{one.columns[attribute]}' as "column",
                       '{elements[one.columns[attribute]]}' as element, '{CONFLICT}' as reason, f.value
                from m join appearance a on a."table" = '{one.source}' and a._batch = m._batch and a._row = m._row
                join conflict f on f.{kind.name} = a.{kind.name} and f.attribute = '{attribute}'
                  and f.value = cast({kind.facts[attribute]} as varchar)
                """
            ),
            appearance=kind.table("appearance"),
            conflict=kind.table("conflict"),
        ).with_("m", as_=said)
        for attribute in kind.disputed
        if attribute in one.columns
    ]
    return sql.union_all([exp.select("*").from_(part.subquery("told")) for part in parts]) if parts else None


def _said(kind: Kind, one: Mentioned) -> exp.Select:
    outputs = [
        exp.alias_(sql.literal(one.source), "source"),
        exp.alias_(sql.literal(one.authority), "authority"),
    ]
    for name, type_ in kind.said.items():
        column = one.columns.get(name)
        tree = (
            sql.null(type_)
            if column is None
            else exp.cast(sql.column(column, "t"), type_, dialect=sql.DIALECT)
        )
        outputs.append(exp.alias_(tree, name))
    query = exp.select(*outputs).from_(exp.alias_(one.table.tree, "t", table=True))
    identifier = one.columns.get(kind.identifier)
    if identifier is None:
        return query.select(exp.alias_(sql.null("VARCHAR"), kind.written))
    written = sql.fill("coalesce(x, q.value)", x=sql.column(identifier, "t"))
    wrong = exp.select("_batch", "_row", "value").from_(one.problems.tree)
    wrong = wrong.where(sql.column("column").eq(sql.literal(identifier)))
    return query.select(exp.alias_(written, kind.written)).join(
        wrong.subquery("q"), on="q._batch = t._batch and q._row = t._row", join_type="left"
    )
