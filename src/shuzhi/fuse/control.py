"""Control: who decides in which company, those who act in concert voting as one, through the companies they control."""

from collections.abc import Collection

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName
from shuzhi.fuse.relations import LEVELS, RELATION, held

CONTROL = TableName("entity", "control")
CONTROL_COLUMNS = {
    "bloc": "code", "parties": "integer", "l_kind": "code", "l": "code", "company": "code", "share": "number",
    "levels": "integer",
}  # fmt: skip
PARTY = TableName("linkage", "party")
MAJORITY = 0.5
"""More than this share of the votes controls (《中华人民共和国公司法》第二百六十五条)."""


def controlled(level: int) -> TableName:
    return TableName("linkage", f"controlled_{level}")


def parties(concert: Collection[str], *, key: str) -> exp.Query:
    """Rows ``bloc``, ``scope``, ``l_kind``, ``l``: everybody who holds shares alone, and who acts in concert with whom.

    ``concert``: the relations that sources declare to be so. An agreement is about a company, its ``scope``, and
    known by its ``part``; those who are in a group together (a household) act together everywhere, '' as scope.
    """
    named = ", ".join(sql.text(sql.literal(name)) for name in sorted(concert)) or "null"
    agreement = ids.subject_id("group", sql.parse("source || '|' || part"), key)
    query = sql.query(
        f"""
        select l as bloc, '' as scope, l_kind, l from direct group by l, l_kind
        union
        select agreement_, r, l_kind, l from relation
        where relation in ({named}) and r_kind = 'company' and part is not null
        union
        select r, '', l_kind, l from relation where relation in ({named}) and r_kind = 'group'
        """
    )
    filled = sql.fill(query, agreement_=agreement)
    assert isinstance(filled, exp.Query)
    return sql.reading(filled, direct=held(1), relation=RELATION)


def levels() -> list[tuple[TableName, exp.Query]]:
    """The tables ``controlled_1`` (what each bloc controls by its own votes) to ``controlled_<LEVELS>`` (and by those
    of what it controls): ``bloc``, ``company``, ``share`` of the votes. What is held through a company that is
    controlled counts whole: whoever decides there decides how it votes."""
    made = []
    for level in range(1, LEVELS + 1):
        through = (
            """
            union
            select c.bloc, d.company, d.l, d.share from above c
            join direct d on d.l_kind = 'company' and d.l = c.company
            """
            if level > 1
            else ""
        )
        query = sql.query(
            f"""
            select bloc, company, round(least(sum(share), 1), 6) as share from (
                select p.bloc, d.company, d.l, d.share
                from party p join direct d on d.l = p.l and (p.scope = '' or p.scope = d.company)
                {through}
            ) votes
            where company <> bloc
            group by bloc, company having round(sum(share), 6) > {MAJORITY}
            """
        )
        made.append(
            (controlled(level), sql.reading(query, party=PARTY, direct=held(1), above=controlled(level - 1)))
        )
    return made


def control() -> exp.Query:
    """Rows of ``entity.control``: who controls a company, a row for each who belongs to the ``bloc``; ``levels`` is
    through how many companies at least. Where one of those who act in concert controls it alone, the others do not."""
    parts = [
        exp.select("*", exp.alias_(sql.literal(level), "level")).from_(controlled(level).tree)
        for level in range(1, LEVELS + 1)
    ]
    reached = sql.query(
        "select bloc, company, max(share) as share, min(level) as levels from h group by bloc, company"
    )
    query = sql.query(
        """
        select r.bloc, n.parties, m.l_kind, m.l, r.company, round(r.share, 4) as share, r.levels
        from reached r
        join (select bloc, l_kind, l from party group by bloc, l_kind, l) m on m.bloc = r.bloc
        join (select bloc, count(distinct l) as parties from party group by bloc) n on n.bloc = r.bloc
        left join (
            select p.bloc, o.company from party p join reached o on o.bloc = p.l where p.bloc <> p.l
            group by p.bloc, o.company
        ) a on a.bloc = r.bloc and a.company = r.company
        where a.bloc is null
        """
    )
    return sql.reading(query.with_("h", as_=sql.union_all(parts)).with_("reached", as_=reached), party=PARTY)
