"""Golden records: of what sources say of an entity, what is believed, and where it comes from."""

from collections.abc import Mapping

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName


def facts(
    kind: str, mention: TableName, record: TableName, told: Mapping[str, str], among: TableName
) -> exp.Query:
    """One row per entity (of those ``among``), attribute and value said of it: ``<kind>``, ``attribute``, ``value``,
    ``source`` (the most authoritative one that says so), ``authority``, ``seen`` (the latest), ``sources``
    that agree, and ``chosen``.

    Believed first: authority, then recency, then how many agree; then the value that sorts first, so that every run
    believes alike. ``told``: attribute -> SQL over a mention.
    """
    parts = [
        sql.query(
            f"""
            select r.{kind}, '{attribute}' as attribute, cast({value} as varchar) as value, source, authority, seen
            from mention m join record r on r.record = m.record join among n on n.{kind} = r.{kind}
            """
        )
        for attribute, value in told.items()
    ]
    query = sql.query(
        f"""
        select {kind}, attribute, value, source, authority, seen, sources,
               row_number() over (
                   partition by {kind}, attribute order by authority, seen desc nulls last, sources desc, value
               ) = 1 as chosen
        from (
            select {kind}, attribute, value, min(source) as source, min(authority) as authority, max(seen) as seen,
                   max(agreeing) as sources
            from (
                select s.*, min(authority) over (partition by {kind}, attribute, value) as best,
                       count(*) over (partition by {kind}, attribute, value) as agreeing
                from (
                    select {kind}, attribute, value, source, authority, max(seen) as seen
                    from said where value is not null
                    group by {kind}, attribute, value, source, authority
                ) s
            ) ranked
            where authority = best
            group by {kind}, attribute, value
        ) valued
        """
    ).with_("said", as_=sql.union_all(parts))
    return sql.reading(query, mention=mention, record=record, among=among)


def conflicts(kind: str, fact: TableName, attributes: tuple[str, ...]) -> exp.Query:
    """Values that a source says and the golden record does not: a problem of the department that sent them."""
    named = ", ".join(f"'{attribute}'" for attribute in attributes)
    query = sql.query(
        f"""
        select f.{kind}, f.attribute, f.value, f.source, g.value as believed, g.source as believed_source
        from fact f join fact g on g.{kind} = f.{kind} and g.attribute = f.attribute and g.chosen
        where not f.chosen and f.attribute in ({named})
        """
    )
    return sql.reading(query, fact=fact)


def golden(kind: str, entities: exp.Query, fact: TableName, attributes: tuple[str, ...]) -> exp.Query:
    """The entities with the value believed of each attribute."""
    columns = ", ".join(
        f"max(case when attribute = '{name}' then value end) as \"{name}\"" for name in attributes
    )
    believed = sql.query(f"select {kind}, {columns} from fact where chosen group by {kind}")
    outputs = [exp.alias_(sql.column(name, "b"), name, quoted=True) for name in attributes]
    query = exp.select("e.*", *outputs).from_(entities.subquery("e"))
    return query.join(
        sql.reading(believed, fact=fact).subquery("b"), on=f"b.{kind} = e.{kind}", join_type="left"
    )
