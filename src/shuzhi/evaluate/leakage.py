"""Does a feature know what came later? Its table is made twice: from all rows, and from those of before a day."""

import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.foresight import Features
from shuzhi.core.text import Text


def refuse_changed(whole: pa.Table, cut: pa.Table, features: Features, where: str = "features") -> None:
    """Raise ShuzhiError naming every feature that says something else of an item once later rows are known.

    ``whole`` was made from all rows, ``cut`` from those known by some day; compared are the items of ``cut``. What a
    declared date may hide, this shows: the values themselves.
    """
    order = [(features.item, "ascending")]
    late = cut.sort_by(order)
    full = whole.filter(pc.is_in(whole[features.item], late[features.item])).sort_by(order)
    problems = [
        _changed(name, count, len(late), where)
        for name in features.names
        if (count := _different(full[name], late[name]))
    ]
    if problems:
        raise ShuzhiError(problems)


def _different(one: pa.ChunkedArray, other: pa.ChunkedArray) -> int:
    """Rows that are not alike; numbers to nine digits, because sums depend on their order."""
    if pa.types.is_floating(one.type) or pa.types.is_decimal(one.type):
        one, other = (pc.round(column.cast(pa.float64()), 9) for column in (one, other))
    same = pc.fill_null(pc.equal(one, other), fill_value=False)
    both_missing = pc.and_(pc.is_null(one), pc.is_null(other))
    return len(one) - int(pc.sum(pc.or_(same, both_missing)).as_py() or 0)


def _changed(feature: str, count: int, whole: int, where: str) -> Problem:
    return Problem(
        what=Text(f"特征“{feature}”知道后来的事", f"feature “{feature}” knows what came later"),
        where=where,
        why=Text(
            f"{whole} 个对象里有 {count} 个，加进后来的数据，它的值就变了",
            f"of {whole} items {count} change their value once later rows are there",
        ),
        todo=Text(
            "窗口只到基准日之前（… and 1 preceding）",
            "end its window before the as-of date (… and 1 preceding)",
        ),
    )
