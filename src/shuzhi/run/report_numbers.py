"""How documents say numbers, changes and periods."""

import re

from shuzhi.analyse.indicators.form import NOT_FILLED, Cell, Column
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

_MONTH, _QUARTER, _YEAR = (re.compile(each) for each in (r"(\d{4})-(\d{2})", r"(\d{4})-Q([1-4])", r"(\d{4})"))


def period_said(period: str, grain: str) -> str:
    """A period as documents write it. Raises ShuzhiError for one that is not of the grain."""
    month, quarter, year = (each.fullmatch(period) for each in (_MONTH, _QUARTER, _YEAR))
    if grain == "month" and month and 1 <= int(month[2]) <= 12:
        return f"{month[1]}年{int(month[2])}月"
    if grain == "quarter" and quarter:
        return f"{quarter[1]}年第{'一二三四'[int(quarter[2]) - 1]}季度"
    if grain == "year" and year:
        return f"{year[1]}年"
    example = {"month": "2026-05", "quarter": "2026-Q1", "year": "2026"}[grain]
    raise ShuzhiError(
        [
            Problem(
                what=Text(f"时间段“{period}”不对", f"“{period}” is no period of this document"),
                where="period",
                todo=Text(f"写成 {example} 这样", f"write it like {example}"),
            )
        ]
    )


def value_said(cell: Cell, decimals: int | None, unit: str) -> str:
    """In a sentence: 11个工作日, not 11.0个工作日."""
    return "（无数据）" if cell is None else f"{_short(float(cell), decimals or 0)}{unit}"


def change_said(cell: Cell, column: Column) -> str:
    """In a sentence: 上升3.2%; of a share, 下降1个百分点."""
    if cell is None:
        return "无可比数据"
    told = _short(abs(float(cell)), 1)
    if float(told) == 0:
        return "持平"
    return f"{'上升' if float(cell) > 0 else '下降'}{told}{column.unit.zh if column.unit else ''}"


def cell_said(cell: Cell, column: Column, decimals: int | None) -> str:
    """In a table: a dimension by its name, a number with the same decimals in every row, a change with its unit."""
    if column.kind in ("dimension", "time"):
        called = (column.labels or {}).get(str(cell))
        return called.zh if called else NOT_FILLED.zh if cell is None else str(cell)
    if cell is None:
        return "—"
    if is_change(column) or column.of == "share":
        return f"{float(cell):.1f}{column.unit.zh if column.unit else ''}"
    return f"{float(cell):.{0 if column.of == 'rank' else decimals or 0}f}"


def is_change(column: Column) -> bool:
    return column.name.endswith("_change")


def _short(number: float, decimals: int) -> str:
    told = f"{number:.{decimals}f}"
    return told.rstrip("0").rstrip(".") if decimals else told
