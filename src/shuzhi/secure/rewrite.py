"""A reader's query, rewritten so that it can return only what is permitted."""

import hashlib
import hmac
from collections.abc import Mapping

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS, MaskLevel
from shuzhi.core.errors import Problem, Refused
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.secure.gate import name_of, tables_of
from shuzhi.secure.permit import PROVENANCE, Permit

_OWN = {element.name: element for element in ELEMENTS}


def rewrite(query: exp.Query, permits: Mapping[TableName, Permit], *, key: bytes | None) -> exp.Query:
    """The query with every table replaced, in the innermost place, by its permitted rows and masked columns.

    ``permits``: of every table that may be read. ``key``: the city's, for pseudonyms; without one they are hidden.
    Raises Refused for anything that is not a plain SELECT over these tables.
    """
    tree = query.copy()
    for table in tables_of(tree):
        name = name_of(table)
        if name not in permits:
            raise refused(str(name))
        alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name, quoted=True))
        inner = permitted(permits[name], key=key)
        table.replace(exp.Subquery(this=inner, alias=alias, joins=table.args.get("joins")))
    return tree


def permitted(permit: Permit, *, key: bytes | None) -> exp.Select:
    """The permitted rows of one table, every column at its level."""
    outputs = [
        exp.alias_(masked(column, element, permit, key=key), column, quoted=True)
        for column, element in permit.elements.items()
    ]
    select = exp.select(*outputs).from_(permit.table.tree)
    condition = permit.condition
    return select if condition is None else select.where(condition)


def masked(column: str, element: str, permit: Permit, *, key: bytes | None) -> exp.Expr:
    """The column at its level, as SQL over the table itself."""
    plain, level = sql.column(column), permit.levels[column]
    if column in PROVENANCE or level == "none":
        return plain
    own = _OWN.get(element)
    # An element nobody knows has no mask to show it by: nothing of it is shown.
    if own is None:
        return sql.null("VARCHAR")
    if level == "pseudonym" and key is not None:
        return _pseudonym(plain, element, _secret(key, permit))
    mask = own.general if level == "general" else own.masks.get(level)
    if mask is None or level == "full":
        return sql.fill(own.masks["full"], x=plain)
    # A part of nothing is nothing: a size, say, would be a statement about a value that is not there.
    return sql.fill(f"case when x is not null then {mask} end", x=plain)


def hides_nothing(element: str, level: MaskLevel) -> bool:
    """Whether a column of the element is shown as it is at this level."""
    return level == "none" or (element in _OWN and _OWN[element].masks.get(level) == "x")


def _secret(key: bytes, permit: Permit) -> str:
    """One per purpose; where it does not allow linking, one per table of it."""
    said = ["pseudonym", permit.purpose.name, "" if permit.purpose.linking else str(permit.table)]
    return hmac.new(key, "\0".join(said).encode(), hashlib.sha256).hexdigest()


def _pseudonym(value: exp.Expr, element: str, secret: str) -> exp.Expr:
    """A keyed hash (HMAC's two rounds) cut to 64 bits: an unkeyed one is undone by trying every id number."""
    return sql.fill(
        "case when x is not null then substr(sha256(s || sha256(s || e || cast(x as varchar))), 1, 16) end",
        x=value,
        s=sql.literal(secret),
        e=sql.literal(f"|{element}|"),
    )


def refused(what: str, why: Text | None = None) -> Refused:
    return Refused(
        [
            Problem(
                what=Text("没有授权，不予读取", "no grant, nothing is read"),
                where=what,
                why=why,
                todo=Text(
                    "请数据归口部门在 city.yml 的 grants 中授权；shuzhi why 说明缺什么",
                    "ask the owner for a grant (`grants` in city.yml); `shuzhi why` tells what is missing",
                ),
            )
        ]
    )
