"""Groups an indicator is split into or kept to: values of a column, regions of a level, departments of a level."""

from collections.abc import Mapping

from sqlglot import exp

from shuzhi.analyse.indicators.definition import LEVELS, Dimension, Indicator
from shuzhi.analyse.indicators.form import By, Only
from shuzhi.core import sql


def group_key(indicator: Indicator, by: By) -> exp.Expr:
    """The value of a row's group. NULL where the row is not told down to that level."""
    dimension = indicator.dimension(by.dimension)
    assert dimension is not None, by.dimension
    return _at_level(dimension, by.level or _coarsest(dimension))


def is_of(indicator: Indicator, only: Only) -> exp.Expr:
    """Whether a row is of the groups that are asked for: true or false of every row."""
    dimension = indicator.dimension(only.dimension)
    assert dimension is not None, only.dimension
    key: exp.Expr = sql.column(dimension.column)
    named = [value for value in only.values if value is not None]
    if dimension.above and only.level is not None:
        key = _at_level(dimension, only.level)
    conditions: list[exp.Expr] = []
    if dimension.levels and not dimension.above:
        conditions += [_below(key, code) for code in named]
    elif named:
        conditions.append(exp.In(this=key, expressions=[sql.literal(value) for value in named]))
    if None in only.values:
        conditions.append(sql.fill("x is null", x=key))
    held = sql.fill("coalesce(c, false)", c=exp.paren(exp.or_(*conditions)))
    return exp.not_(held) if only.but else held


def _coarsest(dimension: Dimension) -> str | None:
    return dimension.levels[0] if dimension.levels else None


def _at_level(dimension: Dimension, level: str | None) -> exp.Expr:
    key: exp.Expr = sql.column(dimension.column)
    if level is None:
        # Groups are told by their words: yes or no, a number, a text.
        return exp.cast(key, "varchar", dialect=sql.DIALECT)
    if dimension.above:
        return _ancestor(key, dimension.above[level])
    return sql.fill("case when length(x) >= n then substr(x, 1, n) end", x=key, n=sql.literal(LEVELS[level]))


def _ancestor(key: exp.Expr, above: Mapping[str, str]) -> exp.Expr:
    under: dict[str, list[str]] = {}
    for department, ancestor in above.items():
        under.setdefault(ancestor, []).append(department)
    case = exp.Case()
    for ancestor, departments in under.items():
        among = exp.In(this=key.copy(), expressions=[sql.literal(each) for each in departments])
        case = case.when(among, sql.literal(ancestor))
    return case.else_(exp.null())


def _below(key: exp.Expr, code: str) -> exp.Expr:
    """A region and all below it: codes are prefixes of those below, once the zeros at the end are taken off."""
    return sql.fill("substr(x, 1, n) = c", x=key, n=sql.literal(len(short(code))), c=sql.literal(short(code)))


def short(code: str) -> str:
    """A region's code in its fewest digits: 990100 is 9901."""
    for digits in LEVELS.values():
        if len(code) <= digits or not code[digits:].strip("0"):
            return code[:digits]
    return code
