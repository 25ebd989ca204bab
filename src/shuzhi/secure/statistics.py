"""Where only statistics are granted: what may be asked, what has to be added to it, and which cells are withheld.

A question is one SELECT over one table: counts, sums and averages, grouped by columns, of rows that meet a plain
condition. Withheld is every cell of fewer rows than the grant's smallest, every sum or average that one row dominates,
and as many further cells as it takes that none of these can be computed from a total (complementary suppression).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Refused
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.secure.gate import not_allowed
from shuzhi.secure.permit import Permit
from shuzhi.secure.rewrite import masked

WITHHELD = "_withheld"
"""The column that says whether a cell is withheld: its measures are NULL then."""
DOMINANT = 0.8
"""A sum of which one row has more than this share says what that row has."""
MOST_CELLS = 20_000
_ROWS = "·rows"

_CONDITION = (
    exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between,
    exp.Like, exp.Is, exp.Null, exp.Literal, exp.Boolean, exp.Column, exp.Identifier, exp.Neg, exp.Cast, exp.DataType,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Measure:
    """``of`` is None for a count of rows."""

    name: str
    tree: exp.Expr
    of: str | None
    adds: bool
    """A sum or an average: one row could be most of it."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question for statistics, taken apart. ``outputs`` are its columns in order."""

    table: TableName
    keys: tuple[str, ...]
    measures: tuple[Measure, ...]
    condition: exp.Expr | None
    order: exp.Order | None
    outputs: tuple[tuple[str, str | None], ...]
    """Name, and the key it shows; None for a measure."""


def question(query: exp.Query, permit: Permit) -> Question:
    """The query as a question for statistics. Raises Refused for every other shape."""
    if not isinstance(query, exp.Select):
        raise _not_statistics()
    used = {name for name, value in query.args.items() if value}
    if not used <= {"expressions", "from_", "where", "group", "order"}:
        raise _not_statistics()
    source = query.args["from_"].this if "from_" in used else None
    if not isinstance(source, exp.Table) or source.args.get("joins"):
        raise _not_statistics()
    alias = source.alias_or_name
    keys = tuple(_key(key, alias, permit) for key in _grouped(query))
    where = query.args.get("where")
    condition = None if where is None else _condition(where.this, alias, permit)
    measures: list[Measure] = []
    outputs: list[tuple[str, str | None]] = []
    for item in query.expressions:
        inner = item.this if isinstance(item, exp.Alias) else item
        if isinstance(inner, exp.Column):
            key = _key(inner, alias, permit)
            if key not in keys:
                raise _not_statistics()
            outputs.append((item.alias_or_name, key))
        else:
            measures.append(_measure(item.alias_or_name or f"c{len(outputs)}", inner, alias, permit))
            outputs.append((measures[-1].name, None))
    names = [name for name, _ in outputs]
    if not measures or len(set(names)) < len(names):
        raise _not_statistics()
    order = query.args.get("order")
    if order is not None and any(
        not isinstance(each.this, exp.Column) or each.this.name not in keys for each in order.expressions
    ):
        raise _not_statistics()
    return Question(
        table=permit.table,
        keys=keys,
        measures=tuple(measures),
        condition=condition,
        order=order,
        outputs=tuple(outputs),
    )


def asked_rows(asked: Question, permit: Permit) -> exp.Expr:
    """Which rows of the table the question is about, as a condition over the table itself: true or false of each."""
    parts = [part for part in (permit.condition, _over_table(asked.condition, permit)) if part is not None]
    return sql.fill("coalesce(c, false)", c=exp.paren(exp.and_(*parts))) if parts else exp.true()


def keys_over_table(asked: Question, permit: Permit) -> list[exp.Expr]:
    return [masked(key, permit.elements[key], permit, key=None) for key in asked.keys]


def governed(asked: Question, inner: exp.Select) -> exp.Select:
    """What the engine is asked: the measures, the rows of each cell, and of each sum the largest part and the whole."""
    selected: list[exp.Expr] = [sql.column(key) for key in asked.keys]
    for number, measure in enumerate(asked.measures):
        selected.append(exp.alias_(measure.tree.copy(), f"·m{number}", quoted=True))
        if measure.adds and measure.of is not None:
            size = exp.func("abs", sql.column(measure.of))
            selected.append(exp.alias_(exp.Max(this=size), f"·x{number}", quoted=True))
            selected.append(exp.alias_(exp.Sum(this=size.copy()), f"·t{number}", quoted=True))
    selected.append(exp.alias_(exp.Count(this=exp.Star()), _ROWS, quoted=True))
    select = exp.select(*selected).from_(inner.subquery("permitted"))
    if asked.condition is not None:
        select = select.where(asked.condition.copy())
    for key in asked.keys:
        select = select.group_by(sql.column(key))
    if asked.order is not None:
        select.set("order", asked.order.copy())
    return select.limit(MOST_CELLS + 1)


def suppressed(asked: Question, rows: pa.Table, smallest: int) -> pa.Table:
    """The answer with withheld cells empty. Raises Refused when there are more cells than anybody reads."""
    if rows.num_rows > MOST_CELLS:
        raise not_allowed(
            str(asked.table), Text("分组过多：少用几个分组列", "too many groups: group by less")
        )
    counts = rows[_ROWS].to_numpy().astype(np.int64)
    out = counts < smallest
    for number, measure in enumerate(asked.measures):
        if measure.adds:
            largest = _floats(rows[f"·x{number}"])
            whole = _floats(rows[f"·t{number}"])
            out |= (whole > 0) & (largest > DOMINANT * whole)
    keys = [rows[key].to_pylist() for key in asked.keys]
    out = complemented(list(zip(*keys, strict=True)) if keys else [()] * rows.num_rows, counts, out, smallest)
    shown: dict[str, pa.ChunkedArray | pa.Array] = {}
    kept = pa.array(~out)
    place = iter(range(len(asked.measures)))
    for name, key in asked.outputs:
        if key is not None:
            shown[name] = rows[key]
        else:
            column = rows[f"·m{next(place)}"]
            shown[name] = pa.compute.if_else(kept, column, pa.nulls(rows.num_rows, column.type))
    return pa.table({**shown, WITHHELD: pa.array(out)})


def complemented(
    cells: Sequence[tuple[object, ...]], counts: np.ndarray, out: np.ndarray, smallest: int
) -> np.ndarray:
    """Further cells withheld until no line of a table with totals tells one of them, or fewer rows than ``smallest``.

    A line is all cells that differ in one key only: their total may be known.
    """
    out = out.copy()
    places = range(len(cells[0])) if cells else range(0)
    lines = [line for place in places for line in _lines(cells, place)]
    changed = True
    while changed:
        changed = False
        for line in lines:
            gone = line[out[line]]
            if not gone.size or (gone.size > 1 and counts[gone].sum() >= smallest):
                continue
            left = line[~out[line]]
            if left.size:
                out[left[np.argmin(counts[left])]] = True
                changed = True
    return out


def _lines(cells: Sequence[tuple[object, ...]], place: int) -> Iterator[np.ndarray]:
    others = [repr(cell[:place] + cell[place + 1 :]) for cell in cells]
    order = sorted(range(len(cells)), key=others.__getitem__)
    for _, line in groupby(order, key=others.__getitem__):
        yield np.array(list(line))


def _floats(column: pa.ChunkedArray) -> np.ndarray:
    values: np.ndarray = np.nan_to_num(column.cast(pa.float64()).to_numpy(zero_copy_only=False))
    return values


def _grouped(query: exp.Select) -> Sequence[exp.Expr]:
    group = query.args.get("group")
    if group is None:
        return ()
    if {name for name, value in group.args.items() if value} != {"expressions"}:
        raise _not_statistics()
    told: Sequence[exp.Expr] = group.expressions
    return told


def _key(node: exp.Expr, alias: str, permit: Permit) -> str:
    name = _column(node, alias, permit)
    if permit.levels[name] == "pseudonym":
        raise _not_statistics()
    return name


def _column(node: exp.Expr, alias: str, permit: Permit) -> str:
    if not isinstance(node, exp.Column) or node.table not in ("", alias) or node.name not in permit.elements:
        raise _not_statistics()
    return node.name


def _condition(tree: exp.Expr, alias: str, permit: Permit) -> exp.Expr:
    """The condition with every column under its bare name."""
    if any(not isinstance(node, _CONDITION) for node in tree.walk()):
        raise _not_statistics()
    return _columns_as(tree, lambda node: sql.column(_key(node, alias, permit)))


def _over_table(condition: exp.Expr | None, permit: Permit) -> exp.Expr | None:
    if condition is None:
        return None
    return exp.paren(
        _columns_as(
            condition, lambda node: exp.paren(masked(node.name, permit.elements[node.name], permit, key=None))
        )
    )


def _columns_as(tree: exp.Expr, told: Callable[[exp.Column], exp.Expr]) -> exp.Expr:
    return tree.transform(lambda node: told(node) if isinstance(node, exp.Column) else node)


def _measure(name: str, node: exp.Expr, alias: str, permit: Permit) -> Measure:
    if isinstance(node, exp.Count) and isinstance(node.this, exp.Star):
        return Measure(name=name, tree=exp.Count(this=exp.Star()), of=None, adds=False)
    if not isinstance(node, exp.Count | exp.Sum | exp.Avg) or set(_said(node)) - {"this", "big_int"}:
        raise _not_statistics()
    distinct = isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct)
    told = node.this.expressions if isinstance(node.this, exp.Distinct) else [node.this]
    if len(told) != 1 or (isinstance(node.this, exp.Distinct) and not distinct):
        raise _not_statistics()
    of = _column(told[0], alias, permit)
    if isinstance(node, exp.Count):
        inner: exp.Expr = exp.Distinct(expressions=[sql.column(of)]) if distinct else sql.column(of)
        return Measure(name=name, tree=exp.Count(this=inner), of=of, adds=False)
    return Measure(name=name, tree=type(node)(this=sql.column(of)), of=of, adds=True)


def _said(node: exp.Expr) -> Mapping[str, object]:
    return {name: value for name, value in node.args.items() if value}


def _not_statistics() -> Refused:
    return not_allowed(
        str(Text("这张表只给统计", "of this table only statistics are granted")),
        Text(
            "写成 select 分组列, count(*)、sum(列)、avg(列) from 一张表 where 简单条件 group by 分组列",
            "write select keys, count(*), sum(x), avg(x) from one table where a plain condition group by keys",
        ),
    )
