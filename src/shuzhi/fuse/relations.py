"""Relations: who is what to whom, as sources say it; whom several share a telephone or an address with; who holds a
company through others; and which companies hold themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.fuse import writing
from shuzhi.fuse.kind import Kind

RELATION = TableName("entity", "relation")
HOLDING = TableName("entity", "holding")
RING = TableName("entity", "ring")

RELATION_COLUMNS = {
    "l_kind": "code", "l": "code", "l_name": "person_name", "r_kind": "code", "r": "code", "r_name": "person_name",
    "relation": "text", "part": "text", "share": "number", "seen": "date", "source": "code", "_batch": "code",
    "_row": "integer",
}  # fmt: skip
HOLDING_COLUMNS = {"l_kind": "code", "l": "code", "company": "code", "share": "number", "levels": "integer"}
RING_COLUMNS = {"company": "code", "ring": "code", "companies": "integer", "share": "number"}

SHARED = {"phone": Text("电话", "Telephone"), "address": Text("地址", "Address")}
"""What several entities can have in common, by attribute of their facts."""
LEVELS = 6
"""Through how many levels shares are followed."""
LEAST = 0.001
"""A share below this, on one level, is not followed further."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """Where a source says who is what to whom: columns of ``table``, which is ``fused.<source>``.

    ``who`` is ``relation`` of ``of``: each a kind and the column that tells which one, of an entity its identifier, of
    what several are in together (``group``, ``account``) its number. ``who_named``, ``of_named``: the columns of
    people's names. ``part``: as what. ``share``: in per cent.
    """

    source: str
    table: TableName
    relation: str
    who: tuple[str, str]
    of: tuple[str, str]
    who_named: str | None
    of_named: str | None
    part: str | None
    share: str | None
    seen: str | None


def said(one: Said, *, key: str) -> exp.Query:
    """Rows of ``entity.relation``: each pair once for each part, as it was said last. Who is known by name alone is
    nobody in particular, and related to nobody."""
    kind, identifier = one.who
    r_kind, column = one.of
    of = sql.column(column)
    # Numbers of households are each source's own.
    value = exp.DPipe(this=sql.literal(f"{one.source}|"), expression=of) if r_kind == "group" else of
    share = sql.fill("cast(x as double) / 100", x=sql.column(one.share)) if one.share else sql.null("DOUBLE")
    query = exp.select(
        exp.alias_(sql.literal(kind), "l_kind"),
        exp.alias_(ids.subject_id(kind, sql.column(identifier), key), "l"),
        exp.alias_(_or_null(one.who_named), "l_name"),
        exp.alias_(sql.literal(r_kind), "r_kind"),
        exp.alias_(ids.subject_id(r_kind, value, key), "r"),
        exp.alias_(_or_null(one.of_named), "r_name"),
        exp.alias_(sql.literal(one.relation), "relation"),
        exp.alias_(_or_null(one.part), "part"),
        exp.alias_(share, "share"),
        exp.alias_(sql.column(one.seen) if one.seen else sql.null("DATE"), "seen"),
        exp.alias_(sql.literal(one.source), "source"),
        "_batch",
        "_row",
    ).from_(one.table.tree)
    query = query.where(
        *(exp.not_(exp.Is(this=sql.column(name), expression=exp.null())) for name in (identifier, column))
    )
    once = sql.query(
        f"""
        select {", ".join(RELATION_COLUMNS)} from (
            select *, row_number() over (
                partition by l, r, relation, part order by seen desc nulls last, _batch desc, _row desc
            ) as place from said where l <> r
        ) ranked where place = 1
        """
    )
    return once.with_("said", as_=query)


def _or_null(column: str | None) -> exp.Expr:
    return sql.column(column) if column else sql.null("VARCHAR")


def shared(kinds: Sequence[Kind], address: TableName, *, key: str) -> exp.Query:
    """Rows of ``entity.relation``: telephones and places that two entities or more have, each with who says so."""
    facts = sql.union_all(
        [
            sql.reading(
                sql.query(
                    f"""
                    select '{kind.name}' as l_kind, {kind.name} as l, attribute, value, source, seen from f
                    where attribute in ('phone', 'address')
                    """
                ),
                f=kind.table("fact"),
            )
            for kind in kinds
        ]
    )
    phone = ids.subject_id("phone", sql.parse(writing.line("value")), key)
    nodes = sql.fill(
        sql.query(
            f"""
            select l_kind, l, 'phone' as r_kind, phone_ as r, '{SHARED["phone"].zh}' as relation, source, seen
            from told where attribute = 'phone'
            union all
            select t.l_kind, t.l, 'place', a.house, '{SHARED["address"].zh}', t.source, t.seen
            from told t join address a on a.address = t.value
            where t.attribute = 'address' and a.house is not null
            """
        ),
        phone_=phone,
    )
    assert isinstance(nodes, exp.Query)
    query = sql.query(
        """
        select l_kind, l, cast(null as varchar) as l_name, r_kind, r, cast(null as varchar) as r_name,
               relation, cast(null as varchar) as part, cast(null as double) as share, seen, source,
               cast(null as varchar) as _batch, cast(null as bigint) as _row
        from (
            select *, row_number() over (partition by l, r order by seen desc nulls last, source) as place,
                   min(l) over (partition by r) as first, max(l) over (partition by r) as last
            from node
        ) once where place = 1 and first <> last
        """
    )
    return query.with_("told", as_=facts).with_("node", as_=sql.reading(nodes, address=address))


def held(level: int) -> TableName:
    return TableName("linkage", f"holding_{level}")


def holdings() -> list[tuple[TableName, exp.Query]]:
    """The tables ``holding_1`` (what is held at once) to ``holding_<LEVELS>`` (through so many levels): ``l_kind``,
    ``l``, ``company``, ``share``."""
    direct = sql.reading(
        sql.query(
            """
            select l_kind, l, r as company, round(least(sum(share), 1), 6) as share from relation
            where share is not null and r_kind = 'company' group by l_kind, l, r
            """
        ),
        relation=RELATION,
    )
    made = [(held(1), direct)]
    for level in range(2, LEVELS + 1):
        query = sql.query(
            f"""
            select a.l_kind, a.l, b.company, round(sum(a.share * b.share), 6) as share
            from above a join direct b on b.l_kind = 'company' and b.l = a.company
            where a.l <> a.company group by a.l_kind, a.l, b.company having sum(a.share * b.share) >= {LEAST}
            """
        )
        made.append((held(level), sql.reading(query, above=held(level - 1), direct=held(1))))
    return made


def holding() -> exp.Query:
    """Rows of ``entity.holding``: who holds how much of a company, at once and through others together; ``levels`` is
    the shortest way."""
    parts = [
        exp.select("*", exp.alias_(sql.literal(level), "level")).from_(held(level).tree)
        for level in range(1, LEVELS + 1)
    ]
    query = sql.query(
        """
        select l_kind, l, company, round(least(sum(share), 1), 4) as share, min(level) as levels
        from h group by l_kind, l, company
        """
    )
    return query.with_("h", as_=sql.union_all(parts))


def rings() -> exp.Query:
    """Rows of ``entity.ring``: companies that hold themselves through one another, by the ring they are in; ``share``
    is the smallest that one of the ring holds of another at once."""
    query = sql.query(
        """
        with mutual as (
            select a.l as company, a.company as other from holding a
            join holding b on b.l = a.company and b.company = a.l
            where a.l_kind = 'company' and b.l_kind = 'company'
            group by a.l, a.company
        ), ring as (
            select company, min(other) as ring, count(*) as companies from mutual group by company
        ), least_of as (
            select a.ring, min(d.share) as share from direct d
            join ring a on a.company = d.l join ring b on b.company = d.company and b.ring = a.ring group by a.ring
        )
        select r.company, r.ring, r.companies, l.share from ring r join least_of l on l.ring = r.ring
        """
    )
    return sql.reading(query, holding=HOLDING, direct=held(1))
