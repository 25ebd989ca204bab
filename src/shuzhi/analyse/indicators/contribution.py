"""Why a number changed: what each group adds to the change. The parts add up to the whole change, exactly.

Of a sum or a count, a group's part is its own change. Of a ratio it is two things: that its own ratio changed, weighted
by its mean share of the denominator, and that its share changed, times how far its mean ratio lies from the whole's.
"""

from collections.abc import Iterator

from sqlglot import exp

from shuzhi.analyse.indicators.columns import COMPARISONS, PERCENT, POINTS, outputs
from shuzhi.analyse.indicators.compile import counted_cells, keys_of, named, then, with_parts
from shuzhi.analyse.indicators.definition import Indicator
from shuzhi.analyse.indicators.form import MOST_ROWS, Column, Inquiry
from shuzhi.analyse.indicators.periods import Step
from shuzhi.analyse.indicators.spine import Known
from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text


def step_of(indicator: Indicator, inquiry: Inquiry) -> Step:
    """What the change is against. Raises ShuzhiError where parts would not add up, or nothing is compared."""
    steps: list[Step] = [step for step in ("previous_year", "previous") if step in inquiry.compare]
    if len(steps) != 1 or not inquiry.by or inquiry.grain is not None or inquiry.beyond or inquiry.top:
        raise _refused(
            Text("要说明的是一段时间里一个变化的构成", "what is explained is one change over one period"),
            Text(
                "compare 写 previous_year 或 previous 之一，by 写维度，不写 grain、beyond、top",
                "compare with previous_year or previous, split by a dimension, without grain, beyond, top",
            ),
        )
    if not all(each.adds for each in indicator.counted):
        raise _refused(
            Text("去重计数的变化不能按组相加", "the change of a distinct count is no sum over groups"),
            Text("换一个能相加的指标", "ask of an indicator whose parts add up"),
        )
    return steps[0]


def contributions(indicator: Indicator, inquiry: Inquiry, known: Known) -> exp.Select:
    """The query of a settled inquiry, the groups that moved the number most first; outputs as ``told``."""
    step = step_of(indicator, inquiry)
    parts = counted_cells(indicator, inquiry, known)
    parts["filled"] = _filled(inquiry, step)
    parts["effects"] = _effects(indicator, inquiry)
    names = [each.name for each in told(indicator, inquiry)]
    by = exp.Ordered(this=exp.Abs(this=sql.column("change")), desc=True, nulls_first=False)
    ties = [exp.Ordered(this=sql.column(each.dimension), nulls_first=False) for each in inquiry.by]
    share = sql.fill("100.0 * c / nullif(sum(c) over (), 0)", c=sql.column("change"))
    values = {name: share if name == "contribution" else sql.column(name) for name in names}
    select = exp.select(*named(values)).from_("effects").order_by(by, *ties).limit(MOST_ROWS + 1)
    return with_parts(parts, select)


def told(indicator: Indicator, inquiry: Inquiry) -> tuple[Column, ...]:
    """The columns: the groups, the number now and then, the part of the change, in percent of it; of a ratio, which
    part is the groups' own change and which their share's."""
    return tuple(_told(indicator, inquiry))


def _told(indicator: Indicator, inquiry: Inquiry) -> Iterator[Column]:
    step = step_of(indicator, inquiry)
    for column in outputs(indicator, inquiry):
        if column.kind in ("dimension", "value"):
            yield column
    unit = POINTS if indicator.percent else indicator.unit
    yield Column(name="then", kind="comparison", title=COMPARISONS[step], unit=indicator.unit, of=step)
    yield Column(
        name="change", kind="comparison", title=Text("对变化的贡献", "part of the change"), unit=unit, of=step
    )
    if indicator.is_ratio:
        own, mix = Text("自身变化", "its own change"), Text("占比变化", "change of its share")
        yield Column(name="own", kind="comparison", title=own, unit=unit, of=step)
        yield Column(name="mix", kind="comparison", title=mix, unit=unit, of=step)
    title = Text("占全部变化", "share of the change")
    yield Column(name="contribution", kind="comparison", title=title, unit=PERCENT, of=step)


def _filled(inquiry: Inquiry, step: Step) -> exp.Select:
    """A group that was not there counted nothing."""
    outputs = {
        each.dimension: sql.column(key) for key, each in zip(keys_of(inquiry.by), inquiry.by, strict=True)
    }
    amounts = {"n1": "now_n", "m1": "now_m", "n0": f"{then(step)}_n", "m0": f"{then(step)}_m"}
    filled = {
        name: sql.fill("cast(coalesce(x, 0) as double)", x=sql.column(of)) for name, of in amounts.items()
    }
    return exp.select(*named(outputs | filled)).from_("cells")


def _effects(indicator: Indicator, inquiry: Inquiry) -> exp.Select:
    times = "100.0 * " if indicator.percent else ""
    keys = {each.dimension: sql.column(each.dimension) for each in inquiry.by}
    if not indicator.is_ratio:
        now, was = "n1 / nullif(m1, 0)", "n0 / nullif(m0, 0)"
        shown = {"value": now, "then": was, "change": f"{times}coalesce({now}, 0) - coalesce({was}, 0)"}
        return exp.select(*named(keys | {name: sql.parse(text) for name, text in shown.items()})).from_(
            "filled"
        )
    # A group that was not there is taken to have had the ratio it has now: only its share changed.
    r1, r0 = (
        "coalesce(n1 / nullif(m1, 0), n0 / nullif(m0, 0), 0)",
        "coalesce(n0 / nullif(m0, 0), n1 / nullif(m1, 0), 0)",
    )
    w1, w0 = "(m1 / nullif(sum(m1) over (), 0))", "(m0 / nullif(sum(m0) over (), 0))"
    whole = (
        "(sum(n1) over () / nullif(sum(m1) over (), 0) + sum(n0) over () / nullif(sum(m0) over (), 0)) / 2"
    )
    own = f"({r1} - {r0}) * ({w1} + {w0}) / 2"
    mix = f"({w1} - {w0}) * (({r1} + {r0}) / 2 - {whole})"
    shown = {
        "value": f"{times}n1 / nullif(m1, 0)",
        "then": f"{times}n0 / nullif(m0, 0)",
        "change": f"{times}({own} + {mix})",
        "own": f"{times}({own})",
        "mix": f"{times}({mix})",
    }
    return exp.select(*named(keys | {name: sql.parse(text) for name, text in shown.items()})).from_("filled")


def _refused(what: Text, todo: Text) -> ShuzhiError:
    return ShuzhiError([Problem(what=what, where="changes", todo=todo)])
