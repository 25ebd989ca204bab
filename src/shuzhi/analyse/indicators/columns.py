"""The columns of an answer: what each is, what it is called, in which unit."""

from collections.abc import Iterator

from shuzhi.analyse.indicators.definition import Grain, Indicator
from shuzhi.analyse.indicators.form import Column, Comparison, Inquiry
from shuzhi.core.text import Text

PERCENT = Text("%", "%")
POINTS = Text("个百分点", "points")
GRAINS: dict[Grain, Text] = {
    "day": Text("日", "day"),
    "week": Text("周", "week"),
    "month": Text("月", "month"),
    "quarter": Text("季度", "quarter"),
    "year": Text("年", "year"),
}
LEVELS = {
    "province": Text("省", "province"),
    "city": Text("市", "city"),
    "county": Text("县区", "county"),
    "town": Text("乡镇街道", "town"),
    "village": Text("村", "village"),
    "bureau": Text("一级部门", "bureau"),
    "own": Text("部门", "department"),
}
COMPARISONS: dict[Comparison, Text] = {
    "previous_year": Text("上年同期", "a year before"),
    "previous": Text("上期", "the period before"),
    "cumulative": Text("累计", "cumulative"),
    "share": Text("占比", "share"),
    "rank": Text("名次", "rank"),
}
CHANGES: dict[Comparison, Text] = {
    "previous_year": Text("同比", "change on a year before"),
    "previous": Text("环比", "change on the period before"),
}
PARTS = ("then", "change", "own", "mix", "contribution")
"""Of a change, what each group adds to it: see ``contribution``."""
RESERVED = frozenset({"time", "value", *COMPARISONS, *(f"{step}_change" for step in CHANGES), *PARTS})
"""Names of an answer's own columns: no dimension can have them."""


def outputs(indicator: Indicator, inquiry: Inquiry) -> tuple[Column, ...]:
    """In the order of ``compile.compiled``."""
    return tuple(_outputs(indicator, inquiry))


def _outputs(indicator: Indicator, inquiry: Inquiry) -> Iterator[Column]:
    if inquiry.grain is not None:
        yield Column(name="time", kind="time", title=GRAINS[inquiry.grain])
    for by in inquiry.by:
        dimension = indicator.dimension(by.dimension)
        assert dimension is not None, by.dimension
        title = dimension.title if by.level is None else LEVELS[by.level]
        yield Column(name=by.dimension, kind="dimension", title=title, level=by.level)
    yield Column(name="value", kind="value", title=indicator.title, unit=indicator.unit)
    for step, change in CHANGES.items():
        if step in inquiry.compare:
            yield Column(name=step, kind="comparison", title=COMPARISONS[step], unit=indicator.unit, of=step)
            unit = POINTS if indicator.percent else PERCENT
            yield Column(name=f"{step}_change", kind="comparison", title=change, unit=unit, of=step)
    units: dict[Comparison, Text | None] = {"cumulative": indicator.unit, "share": PERCENT, "rank": None}
    for comparison, told in units.items():
        if comparison in inquiry.compare:
            title = COMPARISONS[comparison]
            yield Column(name=comparison, kind="comparison", title=title, unit=told, of=comparison)
