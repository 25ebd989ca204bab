"""An analysis as one SELECT: a syntax tree, in the portable subset, to be asked like any SQL that a person wrote.

Totals are counted from the rows like every other cell, never from cells, so that no ratio or average is averaged. A row
finds at most one row of a joined table: a key that stands there twice finds none, and no sum is counted twice.
"""

from collections.abc import Callable, Sequence

from sqlglot import exp

from shuzhi.analyse.tabulate.form import JOINED, Analysis, Condition, Group, Kind, Known, Measure, Step
from shuzhi.core import sql

SET = "_set"
"""Of an answer with totals: 0 groups, 1 totals of the rows, 2 totals of the columns, 3 the total of everything; 10
subtotals by the first group of the side, 11 their rows' totals; 20 and 21 by the first two, and so on."""
_OWN, _OTHER, _ROWS = "t", "j", "r"
_Of = Callable[[str], exp.Expr]

_STEPS: dict[Step, str] = {
    "value": "x",
    "year": "substr(cast(x as varchar), 1, 4)",
    "quarter": "substr(cast(x as varchar), 1, 4) || '-Q' || substr('111222333444', month(x), 1)",
    "month": "substr(cast(x as varchar), 1, 7)",
    "day": "substr(cast(x as varchar), 1, 10)",
}
_COUNTS = {
    "rows": "count(*)",
    "count": "count(x)",
    "distinct": "count(distinct x)",
    "sum": "sum(x)",
    "avg": "avg(x)",
    "min": "min(x)",
    "max": "max(x)",
    "ratio": "sum(x) / nullif(sum(y), 0)",
}
_HOWS = {
    "eq": "x = v",
    # What is not filled in is not that value either.
    "ne": "x <> v or x is null",
    "lt": "x < v",
    "le": "x <= v",
    "gt": "x > v",
    "ge": "x >= v",
    "between": "x between v and w",
    "has": "strpos(x, v) > 0",
    "starts": "strpos(x, v) = 1",
    "empty": "x is null",
    "filled": "x is not null",
}


def sets(asked: Analysis, known: Known) -> tuple[int, ...]:
    """Which sets of cells the answer has."""
    if known.statistics or not (asked.rows or asked.across):
        return (0,)
    both = bool(asked.rows and asked.across)
    # With columns across the head, rows are sorted and cut by their own totals.
    needed = {0: True, 1: both, 2: both and asked.totals, 3: asked.totals}
    for outer in asked.outer:
        needed |= {10 * outer: True, 10 * outer + 1: bool(asked.across) and asked.totals}
    return tuple(which for which, there in needed.items() if there)


def compiled(asked: Analysis, known: Known, titles: Sequence[str]) -> exp.Query:
    """The query of an analysis that ``checking.check`` found right. Its outputs are the titles in their order, after
    ``_set`` where there is more than one set of cells."""
    if known.statistics:
        return _of_statistics(asked, known, titles)
    keys = [_key(by, _column) for by in (*asked.rows, *asked.across)]
    which = sets(asked, known)
    if which == (0,):
        outputs = [*keys, *(_measure(each, _column) for each in asked.measures)]
        query = _grouped(_rows(asked, known, _named(outputs, titles)), keys)
        return _sorted(query, asked, first=1).limit(asked.limit)
    needed = _measured(asked)
    rows = _rows(
        asked,
        known,
        [*_named(keys, titles[: len(keys)]), *(_as(_column(name), at) for name, at in needed.items())],
    )
    union = sql.union_all([_set(asked, titles, each, needed) for each in which])
    query = exp.select(exp.Star()).from_(union.subquery("s"))
    return _sorted(query, asked, first=2, sets_first=True).with_(
        exp.to_identifier(_ROWS, quoted=True), as_=rows
    )


def _of_statistics(asked: Analysis, known: Known, titles: Sequence[str]) -> exp.Select:
    """In the one shape the gateway answers of such tables."""
    keys = [sql.column(by.column) for by in (*asked.rows, *asked.across)]
    outputs = [*keys, *(_measure(each, sql.column) for each in asked.measures)]
    query = exp.select(*_named(outputs, titles)).from_(known.table.tree)
    return _grouped(_where(query, asked, known, sql.column), keys).order_by(*(key.copy() for key in keys))


def _set(asked: Analysis, titles: Sequence[str], which: int, needed: dict[str, str]) -> exp.Select:
    down, every = len(asked.rows), len(asked.rows) + len(asked.across)
    outer, kind = divmod(which, 10)
    side = range(outer or down) if kind in (0, 1) else range(0)
    kept = [*side, *(range(down, every) if kind in (0, 2) else ())]
    keys = [sql.column(titles[at]) if at in kept else exp.null() for at in range(every)]
    counted = [_measure(each, lambda name: sql.column(needed[name])) for each in asked.measures]
    outputs = [_as(exp.Literal.number(which), SET), *_named([*keys, *counted], titles)]
    query = exp.select(*outputs).from_(exp.to_table(_ROWS, quoted=True))
    query = _grouped(query, [keys[at] for at in kept])
    if which != (1 if asked.rows and asked.across else 0):
        return query
    cut = _sorted(query, asked, first=2).limit(asked.limit)
    return exp.select(exp.Star()).from_(cut.subquery("c"))


def _rows(asked: Analysis, known: Known, outputs: Sequence[exp.Expr]) -> exp.Select:
    query = exp.select(*outputs).from_(exp.alias_(known.table.tree, _OWN, table=True, quoted=True))
    if known.joined is not None:
        link = known.joined
        wanted = [name.removeprefix(JOINED) for name in _used(asked) if name.startswith(JOINED)]
        found = [
            _as(exp.Min(this=sql.column(name)), name) for name in dict.fromkeys(wanted) if name != link.key
        ]
        once = (
            exp.select(sql.column(link.key), *found)
            .from_(link.table.tree)
            .group_by(sql.column(link.key))
            .having(sql.fill("count(*) = 1"))
        )
        same = sql.column(link.on, _OWN).eq(sql.column(link.key, _OTHER))
        query = query.join(once.subquery(_OTHER), on=same, join_type="left")
    return _where(query, asked, known, _column)


def _where(query: exp.Select, asked: Analysis, known: Known, of: _Of) -> exp.Select:
    for each in asked.where:
        query = query.where(exp.paren(_condition(each, known.columns[each.column], of(each.column))))
    return query


def _condition(asked: Condition, kind: Kind, column: exp.Expr) -> exp.Expr:
    values = [literal(value, kind) for value in asked.values]
    if asked.how == "in":
        return exp.In(this=column, expressions=values)
    return sql.fill(_HOWS[asked.how], x=column, **dict(zip("vw", values, strict=False)))


def literal(value: str, kind: Kind) -> exp.Expr:
    """A value that was found right, as the kind of its column."""
    if kind == "number":
        return exp.Literal.number(value)
    if kind == "date":
        return exp.cast(exp.Literal.string(value), "date")
    return exp.Boolean(this=value == "是") if kind == "yes_no" else exp.Literal.string(value)


def _key(by: Group, of: _Of) -> exp.Expr:
    return sql.fill(_STEPS[by.step], x=of(by.column))


def _measure(asked: Measure, of: _Of) -> exp.Expr:
    names = {"x": asked.of, "y": asked.over}
    return sql.fill(_COUNTS[asked.how], **{name: of(column) for name, column in names.items() if column})


def _measured(asked: Analysis) -> dict[str, str]:
    """The columns that measures need, and what they are called meanwhile."""
    names = [name for each in asked.measures for name in (each.of, each.over) if name is not None]
    return {name: f"·{at}" for at, name in enumerate(dict.fromkeys(names))}


def _used(asked: Analysis) -> list[str]:
    groups = [each.column for each in (*asked.rows, *asked.across)]
    return [*(each.column for each in asked.where), *groups, *_measured(asked)]


def _grouped(query: exp.Select, keys: Sequence[exp.Expr]) -> exp.Select:
    return query.group_by(*(key.copy() for key in keys)) if keys else query


def _sorted(query: exp.Select, asked: Analysis, *, first: int, sets_first: bool = False) -> exp.Select:
    """By places in the SELECT, the first of which is that of the first group: names could mean a column, too."""
    keys = len(asked.rows) + len(asked.across)
    places = [first + at for at in range(keys)]
    order = [_ordered(place, down=asked.sort.down and asked.sort.measure is None) for place in places]
    if asked.sort.measure is not None:
        order.insert(0, _ordered(first + keys + asked.sort.measure, down=asked.sort.down))
    if sets_first:
        order.insert(0, _ordered(1, down=False))
    return query.order_by(*order) if order else query


def _ordered(place: int, *, down: bool) -> exp.Expr:
    return exp.Ordered(this=exp.Literal.number(place), desc=down, nulls_first=False)


def _column(name: str) -> exp.Expr:
    if name.startswith(JOINED):
        return sql.column(name.removeprefix(JOINED), _OTHER)
    return sql.column(name, _OWN)


def _named(outputs: Sequence[exp.Expr], titles: Sequence[str]) -> list[exp.Expr]:
    return [_as(tree, title) for tree, title in zip(outputs, titles, strict=True)]


def _as(tree: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(tree, name, quoted=True)
