"""A reader's query, rewritten so that it can return only what the grants allow."""

from collections.abc import Mapping, Sequence

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS, MaskLevel
from shuzhi.core.errors import Problem, Refused
from shuzhi.core.functions import ALLOWED
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.secure.policy import Grant

_LEVELS: tuple[MaskLevel, ...] = ("none", "partial", "full")
_PROVENANCE = frozenset({"_batch", "_row", "_hash"})


def rewrite(
    query: exp.Query,
    granted: Mapping[TableName, Sequence[Grant]],
    columns: Mapping[TableName, Mapping[str, str]],
) -> exp.Query:
    """The query with every table replaced, in the innermost place, by its permitted rows and masked columns.

    ``granted``: the grants per table (an absent table is refused). ``columns``: per table, column -> element name.
    Raises Refused for anything that is not a plain SELECT over granted tables.
    """
    _refuse_unproven(query)
    ctes = {cte.alias_or_name for cte in query.find_all(exp.CTE)}

    def replace(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Table):
            return node
        if not node.db and node.name in ctes:
            return node
        name = TableName(node.db, node.name)
        if name not in columns or not granted.get(name):
            raise refused(str(name))
        return _permitted(name, granted[name], columns[name]).subquery(alias=node.alias_or_name)

    # transform() goes on into what it puts in place; the copy keeps each table replaced once.
    tree = query.copy()
    for table in list(tree.find_all(exp.Table)):
        table.replace(replace(table))
    return tree


def refused(what: str) -> Refused:
    return Refused(
        [
            Problem(
                what=Text("没有授权，不予读取", "no grant, nothing is read"),
                where=what,
                todo=Text(
                    "请数据归口部门在 city.yml 的 grants 中授权",
                    "ask the owner for a grant (`grants` in city.yml)",
                ),
            )
        ]
    )


def _permitted(table: TableName, grants: Sequence[Grant], columns: Mapping[str, str]) -> exp.Select:
    outputs = [
        exp.alias_(_masked(name, element, level(name, grants)), name, quoted=True)
        for name, element in columns.items()
    ]
    permitted = exp.select(*outputs).from_(table.tree)
    if all(grant.rows for grant in grants):
        permitted = permitted.where(exp.or_(*[sql.parse(grant.rows or "false") for grant in grants]))
    return permitted


def level(column: str, grants: Sequence[Grant]) -> MaskLevel:
    """The widest level any applying grant gives, when all see the same rows; else the narrowest: fail closed."""
    levels = [grant.columns.get(column, grant.mask) for grant in grants]
    choose = min if len({grant.rows for grant in grants}) == 1 else max
    return choose(levels, key=_LEVELS.index)


def _masked(column: str, element: str, level: MaskLevel) -> exp.Expr:
    plain = sql.column(column)
    if column in _PROVENANCE or level == "none":
        return plain
    # An element nobody knows has no mask to show it by: nothing of it is shown.
    mask = next((known.masks[level] for known in ELEMENTS if known.name == element), None)
    if mask is None:
        return sql.null("VARCHAR")
    # A part of nothing is nothing: a size, say, would be a statement about a value that is not there.
    return sql.fill(f"case when x is not null then {mask} end" if level == "partial" else mask, x=plain)


def _refuse_unproven(query: exp.Query) -> None:
    for node in query.walk():
        table_function = isinstance(node, exp.Table) and not isinstance(node.this, exp.Identifier)
        other_catalogue = isinstance(node, exp.Table) and bool(node.catalog)
        changes = isinstance(node, exp.DDL | exp.DML | exp.Command | exp.Into)
        unknown = isinstance(node, exp.Func) and not isinstance(node, ALLOWED)
        if table_function or other_catalogue or changes or unknown:
            raise refused(sql.text(node)[:80])
