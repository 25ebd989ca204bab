"""An inquiry in words, as it is shown before the number; and what has to be said beside the number."""

from collections.abc import Iterator, Mapping

from shuzhi.analyse.indicators.columns import CHANGES, COMPARISONS, GRAINS, LEVELS
from shuzhi.analyse.indicators.definition import Indicator
from shuzhi.analyse.indicators.form import Compared, Comparison, Inquiry, Only
from shuzhi.analyse.indicators.periods import STEPS, Period, compared
from shuzhi.analyse.indicators.spine import Known
from shuzhi.core.text import Text

Names = Mapping[str, Mapping[str, Text]]
"""Per dimension what people call its values, where they are codes."""

_COMPARED: dict[Comparison, Text] = {**COMPARISONS, **CHANGES}
_LIMITED: dict[Compared, Text] = {
    "value": Text("数值", "the number"),
    "previous_year_change": CHANGES["previous_year"],
    "previous_change": CHANGES["previous"],
    "share": COMPARISONS["share"],
}
_NOT_FILLED = Text("（未填）", "(not filled in)")
_THAN = {
    ">": ("高于", "above"),
    ">=": ("不低于", "at least"),
    "<": ("低于", "below"),
    "<=": ("不高于", "at most"),
}


def said(indicator: Indicator, inquiry: Inquiry, period: Period | None, names: Names) -> Text:
    """The inquiry in one sentence of each language."""
    parts = list(_parts(indicator, inquiry, period, names))
    return Text("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _parts(indicator: Indicator, inquiry: Inquiry, period: Period | None, names: Names) -> Iterator[Text]:
    yield indicator.title
    if period is not None:
        days = f"{period.since}" if period.days == 1 else f"{period.since}—{period.until}"
        yield Text(days, days)
    else:
        yield Text("现状", "as things stand")
    for only in inquiry.where:
        yield _only(indicator, only, names.get(only.dimension, {}))
    if inquiry.grain is not None:
        grain = GRAINS[inquiry.grain]
        yield Text(f"按{grain.zh}", f"by {grain.en}")
    for by in inquiry.by:
        dimension = indicator.dimension(by.dimension)
        title = (
            LEVELS[by.level]
            if by.level
            else dimension.title
            if dimension
            else Text(by.dimension, by.dimension)
        )
        yield Text(f"按{title.zh}", f"by {title.en}")
    for comparison in inquiry.compare:
        yield _COMPARED[comparison]
    for limit in inquiry.beyond:
        title = _LIMITED[limit.column]
        zh, en = _THAN[limit.than]
        yield Text(
            f"只看{title.zh}{zh} {limit.number:g} 的",
            f"only {title.en} {en} {limit.number:g}",
        )
    if inquiry.top is not None:
        zh, en = ("最少", "fewest") if inquiry.fewest else ("最多", "most")
        yield Text(f"{zh}的 {inquiry.top} 个", f"the {inquiry.top} with the {en}")


def _only(indicator: Indicator, only: Only, names: Mapping[str, Text]) -> Text:
    dimension = indicator.dimension(only.dimension)
    title = dimension.title if dimension else Text(only.dimension, only.dimension)
    values = [_NOT_FILLED if value is None else names.get(value, Text(value, value)) for value in only.values]
    zh = "、".join(value.zh for value in values)
    en = ", ".join(value.en for value in values)
    return Text(
        f"{title.zh}{'不是' if only.but else '为'}{zh}",
        f"{title.en} {'other than' if only.but else '='} {en}",
    )


def notes(indicator: Indicator, inquiry: Inquiry, known: Known) -> Iterator[Text]:
    """What would mislead if it were not said."""
    if known.period is not None:
        if known.first is None or known.last is None:
            yield Text("表里还没有数据", "the table has no rows yet")
        elif known.part(known.period) is None:
            yield Text(
                f"这段时间没有数据：数据从 {known.first} 到 {known.last}",
                f"no data of this period: they are of {known.first} to {known.last}",
            )
        elif known.last < known.period.until:
            yield Text(f"数据只到 {known.last}", f"the data end on {known.last}")
        for step in STEPS:
            if step in inquiry.compare:
                yield from _partly_known(known, compared(known.period, inquiry.grain, step))
    if not all(each.adds for each in indicator.counted) and (inquiry.grain or inquiry.by):
        yield Text(
            "去重计数：各组、各期相加不等于合计",
            "a distinct count: groups and periods do not add up to the total",
        )


def _partly_known(known: Known, then: Period) -> Iterator[Text]:
    # Rows of rare events begin a little after the days they are of: that much is no lack.
    begun = then.since + (then.end - then.since) // 10
    if known.first is not None and begun < known.first <= then.until:
        yield Text(
            f"数据从 {known.first} 才有，比的那段从 {then.since} 起：变化不可当真",
            f"the data begin on {known.first}, what it is compared with on {then.since}: the change says little",
        )
