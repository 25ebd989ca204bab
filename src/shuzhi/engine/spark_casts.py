"""Casts: text is read, and numbers are rounded, the way DuckDB does it."""

import re

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.engine.spark_marks import type_of

_PLAIN = r"^[ \t\n\f\r]*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)[ \t\n\f\r]*\z"
_SCIENTIFIC = r"^[ \t\n\f\r]*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)[eE][+-]?[0-9]+[ \t\n\f\r]*\z"
_SPECIAL = r"(?i)^[ \t\n\f\r]*[+-]?(inf|infinity|nan)[ \t\n\f\r]*\z"
_DATE = (
    r"^[ \t\n\f\r]*([0-9]{4}(-[0-9]{1,2}-|/[0-9]{1,2}/| [0-9]{1,2} )[0-9]{1,2})"
    r"([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?[ \t\n\f\r]*\z"
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_TRIMMED = r"regexp_replace(x, '^[ \t\n\f\r]+|[ \t\n\f\r]+$', '', 'g')"
_TRUE = "'true', 't', 'yes', 'y', '1'"
_FALSE = "'false', 'f', 'no', 'n', '0'"

_INTEGERS = exp.DataType.INTEGER_TYPES
_REALS = (exp.DType.DOUBLE, exp.DType.FLOAT, exp.DType.DECIMAL)


def cast_rule(node: exp.Expr) -> exp.Expr:
    """A cast or try_cast; the type of what is cast decides how it is said."""
    assert isinstance(node, exp.Cast)
    said = _said(node)
    if isinstance(node, exp.TryCast) and node.to.this in _INTEGERS:
        # Sail compares what is cast instead, and takes a number too large for one larger than the other side.
        return sql.fill("coalesce(x, null)", x=said)
    return said


def _said(node: exp.Cast) -> exp.Expr:
    have, to = type_of(node.this), node.to
    if have not in (None, "VARCHAR") or isinstance(node.this, exp.Null) or _plainly_written(node):
        return _rounded(node, have)
    if to.this in _INTEGERS:
        exact = exp.DataType.build("DECIMAL(38, 10)", dialect=sql.DIALECT)
        return _again(node, sql.fill("round(x)", x=_number(node, exact)))
    if to.this in _REALS:
        return _number(node, to)
    read = {exp.DType.DATE: _date, exp.DType.BOOLEAN: _boolean}.get(to.this)
    return read(node) if read is not None else _trying(node)


def _rounded(node: exp.Cast, have: str | None) -> exp.Expr:
    """To a whole number DuckDB rounds, a decimal half up and a DOUBLE half to even; Spark cuts off."""
    if node.to.this in _INTEGERS and have is not None and have.startswith("DECIMAL"):
        return _again(node, sql.fill("round(x)", x=node.this))
    if node.to.this in _INTEGERS and have in ("DOUBLE", "FLOAT"):
        return _again(node, exp.Anonymous(this="bround", expressions=[node.this]))
    return _trying(node)


def _plainly_written(node: exp.Cast) -> bool:
    """A literal such as DATE '2024-01-31', which every engine reads alike."""
    return node.this.is_string and node.to.this == exp.DType.DATE and bool(_ISO.match(node.this.name))


def _again(node: exp.Cast, value: exp.Expr, to: exp.DataType | None = None) -> exp.Cast:
    """The same kind of cast, of another value."""
    told = node.__class__(this=value, to=(to or node.to).copy())
    return _trying(told)


def _trying(node: exp.Cast) -> exp.Cast:
    """SQLGlot writes TRY_CAST for Spark only where it is told that NULL is wanted."""
    if isinstance(node, exp.TryCast):
        node.set("safe", True)  # noqa: FBT003 - an argument of the tree
    return node


def _number(node: exp.Cast, to: exp.DataType) -> exp.Expr:
    """Digits, a point, an exponent; nothing else that Java would take (``1d``) and DuckDB would not."""
    text = exp.cast(node.this, "text")
    trimmed = sql.fill(_TRIMMED, x=text)
    _spark_pattern(trimmed)
    double = _again(node, trimmed, exp.DataType.build("DOUBLE", dialect=sql.DIALECT))
    wide = to.this != exp.DType.DECIMAL
    cases = exp.Case()
    cases = cases.when(_like(text, _PLAIN), _again(node, trimmed, to))
    cases = cases.when(_like(text, _SCIENTIFIC), double if wide else _again(node, double, to))
    if wide:
        cases = cases.when(_like(text, _SPECIAL), double)
    return _otherwise(cases, node, to)


def _date(node: exp.Cast) -> exp.Expr:
    text = exp.cast(node.this, "text")
    day = exp.RegexpExtract(this=text.copy(), expression=sql.literal(_DATE), group=sql.literal(1))
    cases = exp.Case().when(_like(text, _DATE), _again(node, sql.fill("translate(d, '/ ', '--')", d=day)))
    return _otherwise(cases, node, node.to)


def _boolean(node: exp.Cast) -> exp.Expr:
    text = exp.cast(node.this, "text")
    cases = exp.Case()
    cases = cases.when(sql.fill(f"lower(x) in ({_TRUE})", x=text), exp.true())
    cases = cases.when(sql.fill(f"lower(x) in ({_FALSE})", x=text), exp.false())
    return _otherwise(cases, node, node.to)


def _otherwise(cases: exp.Case, node: exp.Cast, to: exp.DataType) -> exp.Expr:
    """NULL for try_cast; for cast the engine's own error, which text of no such kind will raise."""
    return cases if isinstance(node, exp.TryCast) else cases.else_(_again(node, node.this.copy(), to))


def _like(text: exp.Expr, pattern: str) -> exp.Expr:
    return exp.RegexpLike(this=text.copy(), expression=sql.literal(pattern))


def _spark_pattern(tree: exp.Expr) -> None:
    """Spark's regexp_replace always replaces all: it has no ``g``; and ``$`` is said ``\\z``."""
    for node in tree.find_all(exp.RegexpReplace):
        node.set("modifiers", None)
        node.set("expression", sql.literal(node.expression.name.replace("$", "\\z")))
