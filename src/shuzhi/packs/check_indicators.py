"""What indicators/*.yml say against the scenario: tables, columns and conditions that are there."""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from shuzhi.analyse.indicators.columns import RESERVED
from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.check_city import check_department
from shuzhi.packs.check_outputs import parse_condition
from shuzhi.packs.check_query import Reading, unknown_column, unknown_parameter, unknown_table
from shuzhi.packs.indicator_file import CountedFile
from shuzhi.packs.known import Columns
from shuzhi.packs.macros import argument_name
from shuzhi.packs.places import Key
from shuzhi.packs.portable import check_portable
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, IndicatorDeclared, Scenario


def check_indicators(
    scenario: Scenario, city: City, tables: Mapping[TableName, Columns]
) -> Iterator[Problem]:
    """Every mistake of every indicator of the scenario; and words that two of them answer to."""
    for indicator in scenario.indicators:
        yield from check_department(indicator.owner, city, indicator.places)
        yield from _indicator(indicator, scenario, tables)
    yield from _said_twice(scenario)


def _indicator(
    indicator: IndicatorDeclared, scenario: Scenario, tables: Mapping[TableName, Columns]
) -> Iterator[Problem]:
    places = indicator.places
    for name in sorted(indicator.dimensions.keys() & RESERVED):
        yield Problem(
            what=Text(f"维度不能叫“{name}”", f"a dimension cannot be called “{name}”"),
            where=places.at("dimensions", name),
            why=Text("答案里另有这一列", "an answer has a column of that name"),
            todo=Text("改个名字，用 column 指明列", "choose another name and give its column"),
        )
    if "table" in places.lost:
        return
    # Readers read it, by their grants; the scenario's pipeline, of which `inputs` speaks, does not.
    table = full_name(indicator.table)
    if table not in tables:
        yield unknown_table(table, places.at("table"), tables)
        return
    known = tables[table]
    if known is None:
        return
    for path, column in _columns(indicator):
        if column not in known and path[0] not in places.lost:
            yield unknown_column(column, known, places.at(*path))
    for path, condition in _conditions(indicator):
        if path[0] not in places.lost:
            reading = Reading(query=exp.Select(), places=places, scenario=scenario, tables=tables)
            yield from _condition(condition, reading, known, path)


def _columns(indicator: IndicatorDeclared) -> Iterator[tuple[tuple[Key, ...], str]]:
    if indicator.time is not None:
        yield ("time",), indicator.time
    for field, counted in _counted(indicator):
        for kind in ("count", "sum", "distinct"):
            column = getattr(counted, kind)
            if column is not None and (kind, column) != ("count", "rows"):
                yield (field, kind), column
    for name, dimension in indicator.dimensions.items():
        yield ("dimensions", name, "column"), dimension.column or name


def _counted(indicator: IndicatorDeclared) -> Iterator[tuple[str, CountedFile]]:
    yield "value", indicator.value
    if isinstance(indicator.per, CountedFile):
        yield "per", indicator.per


def _conditions(indicator: IndicatorDeclared) -> Iterator[tuple[tuple[Key, ...], str]]:
    if indicator.where is not None:
        yield ("where",), indicator.where
    for field, counted in _counted(indicator):
        if counted.where is not None:
            yield (field, "where"), counted.where


def _condition(
    text: str, reading: Reading, known: frozenset[str], path: tuple[Key, ...]
) -> Iterator[Problem]:
    where = reading.places.at(*path)
    condition = parse_condition(text)
    if condition is None or condition.find(exp.Query, exp.AggFunc, exp.Window) is not None:
        yield Problem(
            what=Text(f"条件“{text}”不能用", f"the condition “{text}” cannot be used"),
            where=where,
            todo=Text(
                "写成关于表中列的 SQL 条件，不含子查询和聚合，如 超期 = true",
                "write a SQL condition over the table's columns, without subqueries or aggregates, such as n > 1",
            ),
        )
        return
    calls = [call for call in condition.find_all(exp.Anonymous) if call.name.lower() == "parameter"]
    named = {argument_name(call.expressions[0]) for call in calls if call.expressions}
    for name in sorted(named - set(reading.scenario.parameters)):
        yield unknown_parameter(name, reading.scenario, where)
    for column in {column.name: column for column in condition.find_all(exp.Column)}:
        if column not in known and column not in named:
            yield unknown_column(column, known, where)
    yield from check_portable(condition, reading.places, line=int(where.rpartition(":")[2]))


def _said_twice(scenario: Scenario) -> Iterator[Problem]:
    """A word that means two indicators means neither."""
    first: dict[str, str] = {}
    for indicator in scenario.indicators:
        words = {indicator.title.zh, *indicator.synonyms} if not indicator.places.lost else set()
        for word in sorted(words):
            if first.setdefault(word, indicator.name) != indicator.name:
                yield Problem(
                    what=Text(
                        f"“{word}”既是“{first[word]}”又是“{indicator.name}”",
                        f"“{word}” is both “{first[word]}” and “{indicator.name}”",
                    ),
                    where=indicator.places.at("synonyms"),
                    todo=Text("从其中一个删去这个说法", "take the word out of one of them"),
                )
