"""The indicators of a city as counting needs them: conditions parsed, parameters filled in, hierarchies looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from shuzhi.analyse.indicators.definition import Counted, Dimension, Indicator
from shuzhi.core.sql import query
from shuzhi.core.text import Text
from shuzhi.packs.city_file import Department
from shuzhi.packs.indicator_file import CountedFile, DimensionFile
from shuzhi.packs.macros import expanded
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, IndicatorDeclared, Scenario

TREE = ("bureau", "own")
"""Levels of a tree of departments: those right below its top, and each department itself."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One indicator of the catalogue. ``name`` is ``scenario.indicator``."""

    declared: IndicatorDeclared
    scenario: Scenario
    indicator: Indicator

    @property
    def name(self) -> str:
        return f"{self.scenario.name}.{self.declared.name}"


def indicators(city: City, as_of: date) -> dict[str, Entry]:
    """Every indicator of the city by its full name. Raises ShuzhiError for a parameter without a value on the day."""
    entries = [
        Entry(declared=declared, scenario=scenario, indicator=_indicator(declared, scenario, city, as_of))
        for scenario in city.scenarios
        for declared in scenario.indicators
    ]
    return {entry.name: entry for entry in entries}


def _indicator(declared: IndicatorDeclared, scenario: Scenario, city: City, as_of: date) -> Indicator:
    def condition(text: str | None) -> exp.Expr | None:
        if text is None:
            return None
        told = expanded(query(f"select 1 where {text}"), parameters=scenario.parameters, as_of=as_of)
        where: exp.Expr = told.args["where"].this
        return where

    def counted(file: CountedFile) -> Counted:
        where = condition(file.where)
        if file.sum is not None:
            return Counted(kind="sum", column=file.sum, where=where)
        if file.distinct is not None:
            return Counted(kind="distinct", column=file.distinct, where=where)
        return Counted(kind="count", column=None if file.count == "rows" else file.count, where=where)

    per = declared.per
    return Indicator(
        name=f"{scenario.name}.{declared.name}",
        title=declared.title,
        unit=declared.unit,
        table=full_name(declared.table),
        value=counted(declared.value),
        per=counted(per) if isinstance(per, CountedFile) else per,
        where=condition(declared.where),
        time=declared.time,
        grain=declared.grain,
        ahead=declared.ahead,
        dimensions=tuple(_dimension(name, file, city) for name, file in declared.dimensions.items()),
    )


def _dimension(name: str, file: DimensionFile, city: City) -> Dimension:
    column = file.column or name
    if file.kind == "region":
        return Dimension(name=name, title=file.title, column=column, levels=file.levels)
    if file.kind == "department":
        return Dimension(
            name=name, title=file.title, column=column, levels=TREE, above=_above(city.departments)
        )
    return Dimension(name=name, title=file.title, column=column)


def _above(departments: tuple[Department, ...]) -> Mapping[str, Mapping[str, str]]:
    parents = {each.name: each.parent for each in departments}
    bureaus: dict[str, str] = {}
    for name in parents:
        under = name
        while (parent := parents[under]) is not None and parents.get(parent) is not None:
            under = parent
        bureaus[name] = under
    return {"bureau": bureaus, "own": {name: name for name in parents}}


def labels(entry: Entry, dimension: str, city: City) -> Mapping[str, Text] | None:
    """What people call the values of a dimension that are codes: regions, rules, what the file names. None where
    they are words."""
    declared = entry.declared.dimensions[dimension]
    if declared.kind == "region":
        return {region.code: Text(region.name, region.name) for region in city.regions}
    if declared.kind == "rule":
        return {rule.rule: rule.title for scenario in city.scenarios for rule in scenario.rules}
    return declared.labels or None
