"""array_agg: DuckDB keeps NULLs, may order, gives NULL for no rows; Spark's collect_list does none of it."""

import hashlib

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text


def list_rule(node: exp.Expr) -> exp.Expr:
    """The list of all values, NULLs kept, in the order asked for. Raises ShuzhiError for a mixed order."""
    value, order, distinct = _parts(node.this)
    filter_ = node.parent if isinstance(node.parent, exp.Filter) else None
    condition = filter_.expression if filter_ is not None else None
    if order:
        told = _ordered(value, order, condition)
    else:
        told = _call("flatten", _collected(_call("array", value), condition))
    if distinct:
        told = _call("array_distinct", told)
    told = _null_when_empty(told, condition)
    if filter_ is None:
        return told
    filter_.replace(told)
    return node


def _parts(tree: exp.Expr) -> tuple[exp.Expr, list[exp.Ordered], bool]:
    order: list[exp.Ordered] = []
    if isinstance(tree, exp.Order):
        order, tree = list(tree.expressions), tree.this
    if isinstance(tree, exp.Distinct):
        return tree.expressions[0], order, True
    return tree, order, False


def _ordered(value: exp.Expr, order: list[exp.Ordered], condition: exp.Expr | None) -> exp.Expr:
    down = bool(order[0].args.get("desc"))
    if any(bool(key.args.get("desc")) != down or key.args.get("nulls_first") for key in order):
        raise ShuzhiError(
            [
                Problem(
                    what=Text(
                        "array_agg 的排序方向不一，或要求空值在前",
                        "array_agg is ordered both ways, or NULLs first",
                    ),
                    where="array_agg",
                    todo=Text("各排序列用同一方向，空值在后", "order all keys one way, NULLs last"),
                )
            ]
        )
    # Sail tells aggregates of one SELECT apart by the names of the fields alone: no two may share them.
    mark = hashlib.sha256(value.sql().encode() + b"".join(key.sql().encode() for key in order)).hexdigest()[
        :8
    ]
    fields: list[exp.Expr] = []
    for index, key in enumerate(order):
        missing = exp.Is(this=key.this.copy(), expression=exp.null())
        last = exp.not_(missing) if down else missing
        fields += [exp.alias_(last, f"n{index}_{mark}"), exp.alias_(key.this.copy(), f"k{index}_{mark}")]
    fields.append(exp.alias_(value, f"v_{mark}"))
    rows = _call(
        "sort_array", _collected(_call("struct", *fields), condition), exp.true() if not down else exp.false()
    )
    item = exp.to_identifier("item")
    taken = exp.Lambda(this=exp.column(f"v_{mark}", table="item"), expressions=[item])
    return _call("transform", rows, taken)


def _collected(value: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    collected = _call("collect_list", value)
    if condition is None:
        return collected
    return exp.Filter(this=collected, expression=condition.copy())


def _null_when_empty(told: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    count: exp.Expr = exp.Count(this=exp.Star())
    if condition is not None:
        count = exp.Filter(this=count, expression=condition.copy())
    return exp.Case().when(exp.GT(this=count, expression=sql.literal(0)), told)


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))
