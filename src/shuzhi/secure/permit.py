"""What one reader may see of one table: the one evaluation of policy that reading, explaining and the matrix share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS, GRADES, Grade, MaskLevel
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.secure import conditions
from shuzhi.secure.policy import Grant, Policy, Post, Purpose, Reader

PROVENANCE = frozenset({"_batch", "_row", "_hash"})
"""Where a row comes from: numbers of files and lines, shown with every row."""
_BETWEEN: tuple[MaskLevel, ...] = ("partial", "general", "pseudonym")
_OWN = {element.name: element for element in ELEMENTS}


@dataclass(frozen=True, kw_only=True)
class Permit:
    """The rows (of the union of ``rows``; None: all) and each column's level. ``smallest``: statistics only."""

    table: TableName
    purpose: Purpose
    rows: tuple[exp.Expr, ...] | None
    elements: Mapping[str, str]
    levels: Mapping[str, MaskLevel]
    why: Mapping[str, Text]
    smallest: int | None
    export: bool
    grants: tuple[Grant, ...]

    @property
    def condition(self) -> exp.Expr | None:
        """The rows as one condition; None is every row."""
        if self.rows is None:
            return None
        return exp.or_(*[row.copy() for row in self.rows])

    @property
    def said(self) -> str:
        """Equal for permits under which every question has the same answer."""
        rows = None if self.rows is None else sorted(sql.text(row) for row in self.rows)
        pseudonyms = (
            (self.purpose.name, self.purpose.linking) if "pseudonym" in self.levels.values() else None
        )
        told = (rows, sorted(self.levels.items()), sorted(self.elements.items()), self.smallest, pseudonyms)
        return repr(told)


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """Nothing of the table, and why."""

    table: TableName
    why: Text


def permit(policy: Policy, reader: Reader, table: TableName, today: date) -> Permit | Withheld:
    """What the reader may see of the table today, for the purpose he states."""
    if table not in policy.columns:
        return Withheld(table=table, why=Text("没有这张可读的表", "there is no such table to read"))
    purpose = policy.purposes.get(reader.purpose)
    if purpose is None:
        return Withheld(
            table=table,
            why=Text(f"用途“{reader.purpose}”没有登记", f"the purpose “{reader.purpose}” is not registered"),
        )
    if purpose.until is not None and purpose.until < today:
        ended = purpose.until.isoformat()
        return Withheld(table=table, why=Text(f"用途已于 {ended} 到期", f"the purpose ended on {ended}"))
    held = [(grant, grant.who.posts(reader)) for grant in policy.grants if grant.covers(table)]
    mine = [(grant, posts) for grant, posts in held if posts is not None]
    live = [
        (grant, posts)
        for grant, posts in mine
        if grant.purpose == purpose.name and (grant.until is None or today <= grant.until)
    ]
    # Whoever may see rows sees them by the grants that give rows; those for statistics add nothing to them.
    applying = [each for each in live if each[0].smallest is None] or live
    if not applying:
        return Withheld(table=table, why=_no_grant([grant for grant, _ in mine], purpose.name))
    return _permit(policy, reader, table, purpose, applying)


def _no_grant(mine: Sequence[Grant], purpose: str) -> Text:
    if any(grant.purpose == purpose for grant in mine):
        return Text("您的授权已到期", "your grant has ended")
    if mine:
        others = sorted({grant.purpose for grant in mine})
        return Text(f"您的授权用于：{'、'.join(others)}", f"your grants are for: {', '.join(others)}")
    return Text("没有任何授权把这张表给您", "no grant gives you this table")


def _permit(
    policy: Policy,
    reader: Reader,
    table: TableName,
    purpose: Purpose,
    applying: Sequence[tuple[Grant, tuple[Post, ...]]],
) -> Permit:
    rows = [_rows(grant, posts, reader) for grant, posts in applying]
    texts = {None if row is None else sql.text(row) for row in rows}
    smallest = [grant.smallest for grant, _ in applying if grant.smallest is not None]
    elements = policy.columns[table]
    levels: dict[str, MaskLevel] = {}
    why: dict[str, Text] = {}
    for column, element in elements.items():
        given = [grant.columns.get(column, grant.mask) for grant, _ in applying]
        level = _widest(given) if len(texts) == 1 else _narrowest(given)
        grade = policy.grades.get(table, {}).get(column, GRADES[-1])
        levels[column], why[column] = _limited(column, element, level, purpose, grade)
    return Permit(
        table=table,
        purpose=purpose,
        rows=None if None in rows else tuple(row for row in rows if row is not None),
        elements=elements,
        levels=levels,
        why=why,
        smallest=max(smallest) if smallest else None,
        export=all(grant.export for grant, _ in applying),
        grants=tuple(grant for grant, _ in applying),
    )


def _rows(grant: Grant, posts: Sequence[Post], reader: Reader) -> exp.Expr | None:
    """The grant's condition for this reader. One that cannot be read holds for no row."""
    if grant.rows is None:
        return None
    condition = conditions.parse(grant.rows)
    if isinstance(condition, Text):
        return exp.false()
    return conditions.bound(
        condition,
        login=reader.name,
        departments={post.department for post in posts if post.department},
        duties={duty for post in posts for duty in post.duties},
        regions={region for post in posts for region in post.regions},
    )


def _widest(given: Sequence[MaskLevel]) -> MaskLevel:
    """Of levels given for the same rows."""
    return min(given, key=("none", *_BETWEEN, "full").index)


def _narrowest(given: Sequence[MaskLevel]) -> MaskLevel:
    """Of levels given for different rows: no more than each alone. A part and a band are not less than each other."""
    between = {level for level in given if level in _BETWEEN}
    if "full" in given or len(between) > 1:
        return "full"
    return between.pop() if between else "none"


def _limited(
    column: str, element: str, level: MaskLevel, purpose: Purpose, grade: Grade
) -> tuple[MaskLevel, Text]:
    """What the purpose and the column's origin leave of a level, and why."""
    if column in PROVENANCE:
        return "none", Text("行的出处，总是显示", "where the row comes from: always shown")
    if purpose.elements is not None and element not in purpose.elements:
        return "full", Text(
            f"用途“{purpose.name}”不需要数据元 {element}",
            f"the purpose “{purpose.name}” does not need the element {element}",
        )
    own = _OWN.get(element)
    if level in ("partial", "general") and (own is None or GRADES.index(grade) > GRADES.index(own.grade)):
        return "full", Text(
            f"由{grade}的数据加工而来，按数据元 {element} 打码不足以遮住",
            f"made of data graded {grade}: the mask of {element} would not hide them",
        )
    return level, Text("按授权", "as granted")
