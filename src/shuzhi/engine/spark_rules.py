"""What DuckDB's SQL means, said in Spark's: one function for each construct that means something else there.

Every rule gets a node whose inner expressions are already rewritten, and returns the node or another tree.
"""

import re
from collections.abc import Callable

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.engine.spark_casts import cast_rule
from shuzhi.engine.spark_lists import list_rule
from shuzhi.engine.spark_marks import TYPE, is_number, type_of
from shuzhi.engine.spark_regex import portable_pattern, portable_replacement
from shuzhi.engine.spark_types import stored

Rule = Callable[[exp.Expr], exp.Expr]

# DuckDB's trim takes off every blank of Unicode's category Zs, Spark's only U+0020.
_BLANKS = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

_DIFFERENCE = {
    "DAY": "datediff('day', a, b)",
    "MONTH": "(year(b) - year(a)) * 12 + month(b) - month(a)",
    "YEAR": "year(b) - year(a)",
}


def _divide(node: exp.Expr) -> exp.Expr:
    """Always DOUBLE; by zero it is infinite or not a number, where Spark raises."""
    a, b = (_double(side) for side in (node.this, node.expression))
    if _not_zero(node.expression):
        return _paren(exp.Div(this=a, expression=b))
    return sql.fill("case when b = 0 then a * cast('inf' as double) else a / nullif(b, 0) end", a=a, b=b)


def _by_zero_is_null(node: exp.Expr) -> exp.Expr:
    if not _not_zero(node.expression):
        node.set("expression", sql.fill("nullif(b, 0)", b=node.expression))
    return node


def _average(node: exp.Expr) -> exp.Expr:
    """The sum is exact for decimals, and the quotient DOUBLE; Spark's average of decimals is a decimal."""
    top = node
    while isinstance(top.parent, exp.Filter | exp.Window) and top.arg_key == "this":
        top = top.parent
    total, count = (_swapped(top, node, kind) for kind in (exp.Sum, exp.Count))
    told = sql.fill("cast(a as double) / nullif(b, 0)", a=total, b=count)
    if top is node:
        return _paren(told)
    top.replace(_paren(told))
    return node


def _swapped(top: exp.Expr, node: exp.Expr, kind: type[exp.Expr]) -> exp.Expr:
    aggregate = kind(this=node.this.copy())
    if top is node:
        return aggregate
    copy = top.copy()
    inner = copy
    while not isinstance(inner, exp.Avg):
        inner = inner.this
    inner.replace(aggregate)
    return copy


def _round(node: exp.Expr) -> exp.Expr:
    """DuckDB rounds a DOUBLE by scaling it; Spark rounds the decimal text of it."""
    digits = node.args.get("decimals")
    if (
        digits is None
        or type_of(node.this) not in ("DOUBLE", "FLOAT")
        or not digits.is_int
        or int(digits.name) < 1
    ):
        return node
    power = exp.cast(sql.literal(10 ** int(digits.name)), "double")
    return sql.fill("(round(x * p) / p)", x=node.this, p=power)


def _one_type(node: exp.Expr) -> exp.Expr:
    """Every branch as the type of the whole: Sail takes the first branch's and loses decimals."""
    type_ = type_of(node)
    if type_ is None or not is_number(type_) or type_ == "INTEGER":
        return node
    for branch in _branches(node):
        if not isinstance(branch, exp.Null):
            branch.replace(exp.cast(branch.copy(), stored(type_), dialect=sql.DIALECT))
    return node


def _branches(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.Case):
        found = [branch.args["true"] for branch in node.args["ifs"]] + [node.args.get("default")]
    elif isinstance(node, exp.If):
        # A WHEN of a CASE is an If too; the CASE speaks for it.
        found = [] if isinstance(node.parent, exp.Case) else [node.args["true"], node.args.get("false")]
    else:
        found = [node.this, *node.expressions]
    return [branch for branch in found if branch is not None]


def _concat(node: exp.Expr) -> exp.Expr:
    """DuckDB's concat() skips NULLs, Spark's becomes NULL."""
    texts = [exp.cast(part, "text") for part in node.expressions]
    return exp.Anonymous(this="concat_ws", expressions=[sql.literal(""), *texts])


def _trim(node: exp.Expr) -> exp.Expr:
    if node.args.get("expression") is None:
        node.set("expression", sql.literal(_BLANKS))
    return node


def _substring(node: exp.Expr) -> exp.Expr:
    """Positions before the first character: DuckDB counts on to the left, the others do otherwise."""
    start, length = node.args["start"], node.args.get("length")
    if _not_zero(start):
        return node
    begin = sql.fill(
        "case when s > 0 then s - 1 when s = 0 then -1 else length(x) + s end", s=start, x=node.this
    )
    if length is None:
        return sql.fill("substr(x, greatest(b, 0) + 1)", x=node.this, b=begin)
    return sql.fill(
        "substr(x, greatest(b, 0) + 1, greatest(greatest(b + n, 0) - greatest(b, 0), 0))",
        x=node.this,
        b=begin,
        n=length,
    )


def _matches(node: exp.Expr) -> exp.Expr:
    node.set("expression", _pattern(node.expression, node.args.get("flag"), ""))
    node.set("flag", None)
    return node


def _extract(node: exp.Expr) -> exp.Expr:
    node.set("expression", _pattern(node.expression, node.args.get("parameters"), ""))
    node.set("parameters", None)
    if node.args.get("group") is None:
        node.set("group", sql.literal(0))
    return node


def _replace(node: exp.Expr) -> exp.Expr:
    modifiers = node.args.get("modifiers")
    if modifiers is None or "g" not in modifiers.name:
        raise _refused(
            "regexp_replace",
            Text("没有 'g' 时各引擎不一致", "engines differ without 'g'"),
            Text("写成 regexp_replace(x, p, r, 'g')", "write regexp_replace(x, p, r, 'g')"),
        )
    if not isinstance(node.args["replacement"], exp.Literal):
        raise _not_literal("regexp_replace")
    node.set("expression", _pattern(node.expression, modifiers, "g"))
    node.set("replacement", sql.literal(portable_replacement(node.args["replacement"].name)))
    node.set("modifiers", None)
    return node


def _pattern(pattern: exp.Expr, flags: exp.Expr | None, known: str) -> exp.Expr:
    if not isinstance(pattern, exp.Literal):
        raise _not_literal("regexp")
    chosen = set(flags.name if flags is not None else "") - set(known)
    if chosen - {"i"}:
        raise _refused(
            "regexp",
            Text("选项只有 'i' 与 'g' 可移植", "only the options 'i' and 'g' are portable"),
            Text("把选项写进表达式", "say it in the expression"),
        )
    return sql.literal(("(?i)" if chosen else "") + portable_pattern(pattern.name))


def _like(node: exp.Expr) -> exp.Expr:
    """As a regular expression where engines differ: a backslash escapes in Spark and not in DuckDB, and Apache
    Spark's ``_`` takes a character beyond the BMP for two."""
    pattern = node.expression
    if not pattern.is_string or isinstance(node.parent, exp.Escape) or not re.search(r"[_\\]", pattern.name):
        return node
    parts = ({"%": ".*", "_": "."}.get(character, re.escape(character)) for character in pattern.name)
    flags = "is" if isinstance(node, exp.ILike) else "s"
    return exp.RegexpLike(this=node.this, expression=sql.literal(f"(?{flags})^{''.join(parts)}\\z"))


def _difference(node: exp.Expr) -> exp.Expr:
    unit = node.args["unit"].name.upper() if node.args.get("unit") else "DAY"
    if unit not in _DIFFERENCE:
        raise _refused(
            f"datediff('{unit.lower()}')",
            Text("只有 day、month、year 可移植", "only day, month and year are portable"),
            Text("换用这三种单位", "use one of them"),
        )
    return _paren(sql.fill(_DIFFERENCE[unit], a=node.expression, b=node.this))


def _truncate(node: exp.Expr) -> exp.Expr:
    """DuckDB gives a TIMESTAMP without zone."""
    unit = node.args["unit"].name.upper()
    if unit == "DAY":
        return exp.cast(exp.cast(node.this, "date"), "timestampntz")
    if unit not in ("YEAR", "QUARTER", "MONTH", "WEEK"):
        raise _refused(
            f"date_trunc('{unit.lower()}')",
            Text(
                "只有 year、quarter、month、week、day 可移植",
                "only year, quarter, month, week and day are portable",
            ),
            Text("换用这些单位", "use one of them"),
        )
    day = exp.Anonymous(this="trunc", expressions=[node.this, sql.literal(unit)])
    return exp.cast(day, "timestampntz")


def _any_value(node: exp.Expr) -> exp.Expr:
    """Any value will do, and the least one is the same on every engine."""
    return exp.Min(this=node.this)


def _not_zero(tree: exp.Expr) -> bool:
    return isinstance(tree, exp.Literal) and not tree.is_string and float(tree.name) != 0


def _double(tree: exp.Expr) -> exp.Expr:
    return exp.cast(tree, "double")


def _paren(tree: exp.Expr) -> exp.Expr:
    return exp.paren(tree, copy=False)


def _not_literal(function: str) -> ShuzhiError:
    return _refused(
        function,
        Text("正则表达式必须写成常量", "a regular expression must be a literal"),
        Text("写成常量", "write it as a literal"),
    )


def _refused(where: str, what: Text, todo: Text) -> ShuzhiError:
    return ShuzhiError([Problem(what=what, where=where, todo=todo)])


RULES: dict[type[exp.Expr], Rule] = {
    exp.AnyValue: _any_value,
    exp.ArrayAgg: list_rule,
    exp.Avg: _average,
    exp.Case: _one_type,
    exp.Cast: cast_rule,
    exp.Coalesce: _one_type,
    exp.Concat: _concat,
    exp.DateDiff: _difference,
    exp.DateTrunc: _truncate,
    exp.Div: _divide,
    exp.Greatest: _one_type,
    exp.If: _one_type,
    exp.ILike: _like,
    exp.IntDiv: _by_zero_is_null,
    exp.Least: _one_type,
    exp.Like: _like,
    exp.Mod: _by_zero_is_null,
    exp.RegexpExtract: _extract,
    exp.RegexpLike: _matches,
    exp.RegexpReplace: _replace,
    exp.Round: _round,
    exp.Substring: _substring,
    exp.TimestampTrunc: _truncate,
    exp.Trim: _trim,
    exp.TryCast: cast_rule,
}
__all__ = ["RULES", "TYPE"]
