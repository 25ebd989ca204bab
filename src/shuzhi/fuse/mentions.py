"""Mentions: what each source says of people, once for each way it says it, prepared to be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName
from shuzhi.fuse import writing

ATTRIBUTES = {
    "id_card": "VARCHAR",
    "name": "VARCHAR",
    "former": "VARCHAR",
    "birth": "DATE",
    "sex": "VARCHAR",
    "phone": "VARCHAR",
    "address": "VARCHAR",
    "seen": "DATE",
}
"""What a source may say of a person, and the type it has in mentions. ``seen``: when it was so."""

_TOLD = ("source", "id_card", "id_written", "name", "former", "birth", "sex", "phone", "address")
"""What makes two mentions of a source one: all but when."""


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """Where one source speaks of people: its standard table, its problems, and which columns say what.

    ``authority``: who is believed first where sources disagree; 1 before 2.
    """

    source: str
    table: TableName
    problems: TableName
    columns: Mapping[str, str]
    authority: int


def mentions(sources: Sequence[Mentioned], *, key: str) -> exp.Query:
    """Rows ``record`` (a keyed hash of what is said), ``source``, ``authority``, ``id_card``, ``id_written`` (a number
    as it was written, also where it is invalid), the attributes, ``rows`` and ``seen``, the latest."""
    query = sql.query(
        f"""
        select {", ".join(_TOLD)}, min(authority) as authority, max(seen) as seen, count(*) as rows
        from said where id_written is not null or name is not null
        group by {", ".join(_TOLD)}
        """
    ).with_("said", as_=sql.union_all([_said(one) for one in sources]))
    record = ids.record_id([sql.column(name) for name in _TOLD], key)
    return exp.select(exp.alias_(record, "record"), "*").from_(query.subquery("mention"))


def rows_of(sources: Sequence[Mentioned], *, key: str) -> exp.Query:
    """Rows ``record``, ``table``, ``_batch``, ``_row``: which rows of the sources without a valid id say what."""
    parts = []
    for one in sources:
        said = _said(one)
        said.select("t._batch", "t._row", copy=False)
        record = ids.record_id([sql.column(name) for name in _TOLD], key)
        parts.append(
            exp.select(
                exp.alias_(record, "record"),
                exp.alias_(sql.literal(one.source), "table", quoted=True),
                "_batch",
                "_row",
            )
            .from_(said.subquery("said"))
            .where("id_card is null")
        )
    return sql.union_all(parts)


def _said(one: Mentioned) -> exp.Select:
    outputs = [
        exp.alias_(sql.literal(one.source), "source"),
        exp.alias_(sql.literal(one.authority), "authority"),
    ]
    for name, type_ in ATTRIBUTES.items():
        column = one.columns.get(name)
        tree = (
            sql.null(type_)
            if column is None
            else exp.cast(sql.column(column, "t"), type_, dialect=sql.DIALECT)
        )
        outputs.append(exp.alias_(tree, name))
    query = exp.select(*outputs).from_(exp.alias_(one.table.tree, "t", table=True))
    identifier = one.columns.get("id_card")
    if identifier is None:
        return query.select(exp.alias_(sql.null("VARCHAR"), "id_written"))
    written = sql.fill("coalesce(x, q.value)", x=sql.column(identifier, "t"))
    wrong = exp.select("_batch", "_row", "value").from_(one.problems.tree)
    wrong = wrong.where(sql.column("column").eq(sql.literal(identifier)))
    return query.select(exp.alias_(written, "id_written")).join(
        wrong.subquery("q"), on="q._batch = t._batch and q._row = t._row", join_type="left"
    )


BORN = (
    "coalesce(birth, case when id_card is not null then try_cast(substr(id_card, 7, 4) || '-' || "
    "substr(id_card, 11, 2) || '-' || substr(id_card, 13, 2) as date) end)"
)
SEX = (
    "case when id_card is not null then case when strpos('13579', substr(id_card, 17, 1)) > 0 then '男' else '女' end "
    "when substr(sex, 1, 1) in ('男', '1') then '男' when substr(sex, 1, 1) in ('女', '2') then '女' end"
)


def prepared(mention: TableName, form: TableName, place: TableName) -> exp.Query:
    """The records of ``fuse.persons.PERSON``: mentions with the forms of their names and the keys of their places."""
    query = sql.query(
        f"""
        select m.record, m.id_card, m.id_written, f.plain, f.sound, f.loose, f.shape, o.plain as former,
               {BORN} as birth, {SEX} as sex, m.phone,
               {writing.line("m.phone")} as line, p.door_key as door, p.house_key as house, p.road_key as road
        from mention m
        left join form f on f.written = m.name
        left join form o on o.written = m.former
        left join place p on p.written = m.address
        """
    )
    return sql.reading(query, mention=mention, form=form, place=place)
