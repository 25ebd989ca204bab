"""Why somebody can or cannot see a cell, and who sees what: told by the evaluation that reading itself uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shuzhi.core import sql
from shuzhi.core.elements import MaskLevel
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.secure.permit import Permit, permit
from shuzhi.secure.policy import Grant, Policy, Post, Reader, Who


@dataclass(frozen=True, kw_only=True)
class Why:
    """The answer for one column: its level (None: nothing of the table), the rows, and the reasons in order.

    ``rows`` is SQL; None is every row. ``grants`` are the places in city.yml that give it.
    """

    level: MaskLevel | None
    rows: str | None
    smallest: int | None
    export: bool
    reasons: tuple[Text, ...]
    grants: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Right:
    """A line of the permission matrix: whom one grant gives one column of one table, how, and where that is written."""

    who: str
    purpose: str
    basis: str
    table: str
    column: str
    element: str
    grade: str
    level: MaskLevel
    rows: str
    smallest: int | None
    until: date | None
    export: bool
    by: str
    where: str


def why(policy: Policy, reader: Reader, table: TableName, column: str, today: date) -> Why:
    """Why the reader can, or cannot, see the column of the table for the purpose he states."""
    found = permit(policy, reader, table, today)
    if not isinstance(found, Permit):
        return _nothing(found.why)
    places = tuple(grant.where for grant in found.grants if grant.where)
    if column not in found.levels:
        return _nothing(Text(f"表里没有列“{column}”", f"the table has no column “{column}”"))
    rows = found.condition
    reasons = [found.why[column]]
    if rows is not None:
        reasons.append(Text("只有满足条件的行", "only rows that meet the condition"))
    if found.smallest is not None:
        reasons.append(
            Text(
                f"只给统计，每组不少于 {found.smallest} 行",
                f"statistics only, of groups of at least {found.smallest} rows",
            )
        )
    return Why(
        level=found.levels[column],
        rows=None if rows is None else sql.text(rows),
        smallest=found.smallest,
        export=found.export,
        reasons=tuple(reasons),
        grants=places,
    )


def matrix(policy: Policy, today: date) -> Iterator[Right]:
    """Every line of the permission matrix in force today: grant by grant, table by table, column by column."""
    for grant in policy.grants:
        alone = Policy(
            grants=(grant,), purposes=policy.purposes, columns=policy.columns, grades=policy.grades
        )
        reader = _somebody(grant.who, grant.purpose)
        for table in policy.columns:
            found = permit(alone, reader, table, today) if grant.covers(table) else None
            if isinstance(found, Permit):
                yield from _rights(policy, grant, found)


def _rights(policy: Policy, grant: Grant, found: Permit) -> Iterator[Right]:
    for column, level in found.levels.items():
        yield Right(
            who=str(grant.who),
            purpose=found.purpose.name,
            basis=found.purpose.basis,
            table=str(found.table),
            column=column,
            element=found.elements[column],
            grade=policy.grades.get(found.table, {}).get(column, ""),
            level=level,
            rows=grant.rows or "",
            smallest=found.smallest,
            until=min(filter(None, (grant.until, found.purpose.until)), default=None),
            export=found.export,
            by=grant.by,
            where=grant.where,
        )


def _somebody(who: Who, purpose: str) -> Reader:
    """A reader the grant names, who is nothing else."""
    post = Post(
        role=who.role or "",
        department=who.department or "",
        duties=frozenset({who.duty} if who.duty else ()),
        regions=frozenset({who.region} if who.region else ()),
    )
    return Reader(name=who.user or "", posts=(post,), purpose=purpose)


def _nothing(*reasons: Text) -> Why:
    return Why(level=None, rows=None, smallest=None, export=False, reasons=reasons, grants=())
