"""Conditions on rows, as grants write them: SQL over a table's columns and over what the reader is.

    区划 = '990102'                     everybody the grant names sees these rows
    部门 in (reader.departments)        also: reader.duties
    covers(reader.regions, 区划)        the rows of the regions he answers for, and of all below them
    经办人 = reader.login

What the reader has can only widen what he sees: under NOT or <> it would show more to who has less.
"""

from collections.abc import Collection, Iterable

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from shuzhi.core import sql
from shuzhi.core.text import Text
from shuzhi.secure.gate import unproven

READER = "reader"
SETS = ("departments", "duties")
_ASKS = Text("写成关于该表各列的一个 SQL 条件", "write one SQL condition over the table's columns")


def parse(condition: str) -> exp.Expr | Text:
    """The condition as a tree, or what is wrong with it. Nothing but columns, values and the reader may be in it."""
    try:
        trees = sqlglot.parse(f"select 1 where {condition}", dialect=sql.DIALECT)
    except (SqlglotError, TypeError, ValueError, AttributeError, RecursionError):
        return _ASKS
    tree = trees[0] if len(trees) == 1 else None
    if not isinstance(tree, exp.Select) or {name for name, value in tree.args.items() if value} != {
        "expressions",
        "where",
    }:
        return _ASKS
    found: exp.Expr = tree.args["where"].this
    return _wrong(found) or found


def about_reader(condition: exp.Expr) -> bool:
    """Whether it holds for some readers and not for others."""
    return any(column.table == READER for column in condition.find_all(exp.Column))


def bound(
    condition: exp.Expr,
    *,
    login: str,
    departments: Collection[str],
    duties: Collection[str],
    regions: Collection[str],
) -> exp.Expr:
    """The condition with what the reader is written into it as values. What he has none of holds for no row."""
    sets = {"departments": departments, "duties": duties}

    def fill(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.In) and (named := _set_in(node)) is not None:
            values = sorted(sets[named])
            return node.this.isin(*map(sql.literal, values)) if values else exp.false()
        if isinstance(node, exp.Anonymous) and node.name.lower() == "covers":
            return _covered(node.expressions[1], regions)
        if isinstance(node, exp.Column) and node.table == READER and node.name == "login":
            return sql.literal(login)
        return node

    return condition.transform(fill)


def _covered(code: exp.Expr, regions: Iterable[str]) -> exp.Expr:
    """``regions`` are codes in their fewest digits; the empty one is the whole city."""
    told = sorted(set(regions))
    if "" in told:
        return exp.true()
    likes = [exp.Like(this=code.copy(), expression=sql.literal(f"{region}%")) for region in told]
    return exp.paren(exp.or_(*likes)) if likes else exp.false()


def _wrong(condition: exp.Expr) -> Text | None:
    if condition.find(exp.Query, exp.AggFunc, exp.Window) is not None:
        return Text("条件里不能有子查询、聚合和窗口", "a condition has no subqueries, aggregates or windows")
    for node in condition.walk():
        if isinstance(node, exp.Anonymous) and node.name.lower() == "covers":
            told = node.expressions
            if len(told) != 2 or not (isinstance(told[0], exp.Column) and told[0].sql() == "reader.regions"):
                return Text("写成 covers(reader.regions, 列)", "write covers(reader.regions, column)")
        elif unproven(node):
            said = node.sql(dialect=sql.DIALECT)[:40]
            return Text(f"不允许“{said}”", f"“{said}” is not allowed")
        if isinstance(node, exp.Column) and node.table and (wrong := _misused(node)) is not None:
            return wrong
    return None


def _misused(column: exp.Column) -> Text | None:
    if column.table != READER:
        return Text("列名前不写表名", "columns stand without a table's name")
    if column.find_ancestor(exp.Not, exp.NEQ, exp.Case, exp.Is, exp.Coalesce) is not None:
        return Text(
            "读者的属性不能用在 not、<>、case、is 里：没有该属性的人会看到更多",
            "what a reader is may not stand under not, <>, case or is: who has less would see more",
        )
    above = column.parent
    in_set = isinstance(above, exp.In) and column.name in SETS and _set_in(above) == column.name
    covering = isinstance(above, exp.Anonymous) and column.name == "regions"
    is_login = isinstance(above, exp.EQ) and column.name == "login"
    if in_set or covering or is_login:
        return None
    return Text(
        "可用：列 in (reader.departments)、列 in (reader.duties)、列 = reader.login、covers(reader.regions, 列)",
        "there are: x in (reader.departments), x in (reader.duties), x = reader.login, covers(reader.regions, x)",
    )


def _set_in(node: exp.In) -> str | None:
    """``x in (reader.departments)`` names a set of the reader's."""
    told = node.expressions
    only = told[0] if len(told) == 1 else None
    return only.name if isinstance(only, exp.Column) and only.table == READER and only.name in SETS else None
