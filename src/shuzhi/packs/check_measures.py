"""Measures against the indicator they are to change: what cannot be judged is said before it starts, not after."""

from collections.abc import Iterator
from datetime import timedelta

from shuzhi.analyse.indicators.definition import GRAINS
from shuzhi.analyse.indicators.periods import start
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.check_city import check_department
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.schema import City, IndicatorDeclared, MeasureDeclared, Scenario


def check_measures(scenario: Scenario, city: City) -> Iterator[Problem]:
    """Every mistake of the scenario's measures."""
    indicators = {indicator.name: indicator for indicator in scenario.indicators}
    for measure in scenario.measures:
        if measure.places.lost:
            continue
        yield from check_department(measure.owner, city, measure.places)
        yield from _days(measure)
        indicator = indicators.get(measure.indicator)
        if indicator is None:
            yield _unknown(measure, "indicator", measure.indicator, list(indicators))
        elif not indicator.places.lost:
            yield from _number(measure, indicator)
            yield from _places(measure, indicator, city)


def _days(measure: MeasureDeclared) -> Iterator[Problem]:
    if start(measure.start, measure.grain) != measure.start:
        yield Problem(
            what=Text(f"{measure.start} 不是一期的第一天", f"no period begins on {measure.start}"),
            where=measure.places.at("start"),
            why=Text("半期有措施、半期没有，说不清", "a period half with it and half without tells nothing"),
            todo=Text(
                f"写 {start(measure.start + timedelta(days=100), measure.grain)} 这样的一天",
                f"write a day such as {start(measure.start + timedelta(days=100), measure.grain)}",
            ),
        )
    if measure.expected == 0:
        yield Problem(
            what=Text("预期变化写了 0", "the change expected is 0"),
            where=measure.places.at("expected"),
            why=Text("不预期变化的措施没有可评的", "a measure of which nothing is expected cannot be judged"),
            todo=Text("写预期每期变化多少，减少写负数", "write the change per period; less is negative"),
        )


def _number(measure: MeasureDeclared, indicator: IndicatorDeclared) -> Iterator[Problem]:
    if indicator.time is None or GRAINS.index(measure.grain) < GRAINS.index(indicator.grain):
        yield Problem(
            what=Text(
                f"指标“{indicator.title.zh}”没有逐{_GRAIN[measure.grain]}的数",
                f"“{indicator.title.en}” is not told by the {measure.grain}",
            ),
            where=measure.places.at("grain"),
            todo=Text("换一个有时间的指标，或写更粗的 grain", "choose one with time, or a coarser grain"),
        )
    for name in (measure.dimension, *measure.only):
        if name not in indicator.dimensions:
            field = "dimension" if name == measure.dimension else "only"
            yield _unknown(measure, field, name, list(indicator.dimensions))


def _places(measure: MeasureDeclared, indicator: IndicatorDeclared, city: City) -> Iterator[Problem]:
    both = sorted(set(measure.where) & set(measure.compared))
    if both:
        yield Problem(
            what=Text(f"{listed(both)} 既做又被拿来比", f"{listed(both)} is both treated and compared with"),
            where=measure.places.at("compared"),
            todo=Text("从一边删去", "remove it from one of them"),
        )
    dimension = indicator.dimensions.get(measure.dimension)
    if dimension is None or dimension.kind != "region":
        return
    level = measure.level or dimension.levels[0]
    if level not in dimension.levels:
        yield _unknown(measure, "level", level, list(dimension.levels))
        return
    codes = [region.code for region in city.regions if region.level == level]
    for field in ("where", "compared"):
        for code in getattr(measure, field):
            if code not in codes:
                yield _unknown(measure, field, code, codes)


_GRAIN = {"week": "周", "month": "月", "quarter": "季"}


def _unknown(measure: MeasureDeclared, field: str, name: str, there: list[str]) -> Problem:
    return Problem(
        what=Text(f"没有“{name}”", f"there is no “{name}”"),
        where=measure.places.at(field),
        todo=did_you_mean(
            name,
            there,
            otherwise=Text(f"可用：{listed(there) or '—'}", f"there are: {listed(there) or '—'}"),
        ),
    )
