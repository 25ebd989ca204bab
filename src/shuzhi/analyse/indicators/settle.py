"""An inquiry against its indicator: every mistake told at once, what was left open settled."""

from collections.abc import Iterator

from shuzhi.analyse.indicators.definition import GRAINS, Dimension, Indicator
from shuzhi.analyse.indicators.form import Comparison, Inquiry
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

_IMPLIED: dict[str, Comparison] = {
    "previous_year_change": "previous_year",
    "previous_change": "previous",
    "share": "share",
}


def settled(indicator: Indicator, inquiry: Inquiry) -> Inquiry:
    """The inquiry with levels named and the comparisons its limits are about. Raises ShuzhiError."""
    problems = list(_problems(indicator, inquiry))
    if problems:
        raise ShuzhiError(problems)
    by = tuple(
        each.model_copy(update={"level": each.level or _coarsest(indicator.dimension(each.dimension))})
        for each in inquiry.by
    )
    wanted = [
        *inquiry.compare,
        *(_IMPLIED[each.column] for each in inquiry.beyond if each.column in _IMPLIED),
    ]
    return inquiry.model_copy(update={"by": by, "compare": tuple(dict.fromkeys(wanted))})


def _coarsest(dimension: Dimension | None) -> str | None:
    return dimension.levels[0] if dimension is not None and dimension.levels else None


def _problems(indicator: Indicator, inquiry: Inquiry) -> Iterator[Problem]:
    for by in inquiry.by:
        yield from _dimension(indicator, by.dimension, by.level)
    for only in inquiry.where:
        yield from _dimension(indicator, only.dimension, only.level)
    names = [by.dimension for by in inquiry.by]
    if len(set(names)) < len(names):
        yield _problem(Text("同一个维度只能用一次", "a dimension is used once"), "by", _once())
    limits = {_IMPLIED[each.column] for each in inquiry.beyond if each.column in _IMPLIED}
    compare = {*inquiry.compare, *limits}
    if indicator.time is None and (inquiry.grain or inquiry.period != "all"):
        yield _problem(
            Text(f"“{indicator.title.zh}”说的是现状，不分时间", f"“{indicator.title.en}” has no time"),
            "period",
            Text("时间段写 all，不写 grain", "let the period be all, without a grain"),
        )
    elif inquiry.grain is not None and GRAINS.index(inquiry.grain) < GRAINS.index(indicator.grain):
        yield _problem(
            Text(f"“{indicator.title.zh}”没有这么细的时间", f"“{indicator.title.en}” is not told so finely"),
            "grain",
            Text(f"最细到 {indicator.grain}", f"the finest is {indicator.grain}"),
        )
    earlier = compare & {"previous_year", "previous"}
    if earlier and (indicator.time is None or (inquiry.period == "all" and inquiry.grain is None)):
        yield _problem(
            Text("没有时间段，就没有同比、环比", "without a period there is nothing before it"),
            "compare",
            Text("写明时间段，如 this_month", "name a period, such as this_month"),
        )
    if "cumulative" in compare and (
        inquiry.grain is None or not all(each.adds for each in indicator.counted)
    ):
        yield _problem(
            Text(
                "累计要分期，而且各期能相加（去重计数不能）",
                "a cumulative number needs a grain, and periods that add up (distinct counts do not)",
            ),
            "compare",
            Text(
                "写明 grain；去重计数用整段时间问一次",
                "give a grain; ask a distinct count once for all of it",
            ),
        )
    if "share" in compare and (indicator.per is not None or not inquiry.by):
        yield _problem(
            Text("占比要有分组，比率没有占比", "a share needs groups, and a ratio has none"),
            "compare",
            Text("用 by 分组，或不要占比", "split by a dimension, or leave the share out"),
        )
    if "rank" in compare and not inquiry.by:
        yield _problem(
            Text("排名要有分组", "a rank needs groups"), "compare", Text("用 by 分组", "split by a dimension")
        )


def _dimension(indicator: Indicator, name: str, level: str | None) -> Iterator[Problem]:
    dimension = indicator.dimension(name)
    if dimension is None:
        there = "、".join(each.name for each in indicator.dimensions) or "—"
        yield _problem(
            Text(
                f"“{indicator.title.zh}”没有维度“{name}”", f"“{indicator.title.en}” has no dimension “{name}”"
            ),
            "by",
            Text(f"可用：{there}", f"there are: {there}"),
        )
    elif level is not None and level not in dimension.levels:
        there = "、".join(dimension.levels) or "—"
        yield _problem(
            Text(f"维度“{name}”没有层级“{level}”", f"the dimension “{name}” has no level “{level}”"),
            "by",
            Text(f"可用：{there}", f"there are: {there}"),
        )


def _once() -> Text:
    return Text("删去重复的", "leave out the second")


def _problem(what: Text, where: str, todo: Text) -> Problem:
    return Problem(what=what, where=where, todo=todo)
