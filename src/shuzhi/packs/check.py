"""Static checks of a whole city: everything that can be known without data."""

from collections.abc import Collection, Iterator, Mapping

from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.check_bases import check_bases
from shuzhi.packs.check_city import (
    check_department,
    check_element,
    check_generate,
    check_parameter,
    check_quality_orders,
    check_regions,
    check_rows,
    check_same_name,
    check_schema,
    check_source,
)
from shuzhi.packs.check_desk import check_desk, tables_of
from shuzhi.packs.check_flows import check_flow
from shuzhi.packs.check_grants import check_grants, check_lowered, check_purposes
from shuzhi.packs.check_indicators import check_indicators
from shuzhi.packs.check_layers import check_layer
from shuzhi.packs.check_map import check_map
from shuzhi.packs.check_measures import check_measures
from shuzhi.packs.check_models import check_models
from shuzhi.packs.check_outputs import check_names, check_rule, check_table, outputs_of
from shuzhi.packs.check_people import check_people, not_declared
from shuzhi.packs.check_quality import check_quality
from shuzhi.packs.check_query import Reading, check_query, unknown_table
from shuzhi.packs.check_reports import check_reports
from shuzhi.packs.check_sitings import check_sitings
from shuzhi.packs.check_staffing import check_staffing
from shuzhi.packs.check_steps import check_steps
from shuzhi.packs.check_thresholds import check_thresholds
from shuzhi.packs.check_views import check_views
from shuzhi.packs.check_workdays import check_workdays
from shuzhi.packs.known import Columns, known_tables
from shuzhi.packs.order import circle_in, makers, reads, told
from shuzhi.packs.outcome_sources import collected
from shuzhi.packs.portable import check_portable
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, RuleFile, Scenario, TableFile


def check(city: City, elements: Collection[str]) -> list[Problem]:
    """Every mistake and warning. ``elements`` are the names of the data elements there are."""
    tables = known_tables(city)
    return [
        *check_regions(city),
        *check_people(city),
        *check_purposes(city, elements),
        *check_grants(city, tables),
        *check_generate(city),
        *check_quality_orders(city),
        *_listed(city, tables),
        *check_map(city),
        *check_bases(city),
        *check_views(city),
        *check_reports(city),
        *check_same_name([source for source, _ in collected(city)]),
        *(problem for scenario in city.scenarios for problem in _scenario(scenario, city, tables, elements)),
        *_circles(city),
    ]


def _scenario(
    scenario: Scenario, city: City, tables: Mapping[TableName, Columns], elements: Collection[str]
) -> Iterator[Problem]:
    yield from check_department(scenario.owner, city, scenario.places)
    yield from check_rows(scenario)
    yield from check_schema(scenario)
    for source in scenario.sources:
        yield from check_source(source, city, elements)
        yield from check_quality(source, city, tables)
    for parameter in scenario.parameters.values():
        yield from check_parameter(parameter)
    for file in scenario.sql_files:
        yield from _sql(file, scenario, tables)
    for table in scenario.tables:
        for name, element in table.columns.items():
            if ("columns", name) in table.places.lines:
                yield from check_element(element, elements, table.places.at("columns", name))
        yield from check_lowered(table.grades, table.columns, city, table.places)
    for place, step in enumerate(scenario.steps):
        yield from check_lowered(step.grades, step.columns or (), city, scenario.places, "steps", place)
    for flow in scenario.flows:
        yield from check_flow(flow, scenario)
        yield from check_staffing(flow, city)
    yield from check_steps(scenario, tables)
    yield from check_models(scenario, tables)
    yield from check_indicators(scenario, city, tables)
    yield from check_measures(scenario, city)
    yield from check_sitings(scenario, city, tables)
    if scenario.desk is not None:
        yield from check_desk(scenario.desk, scenario, tables)
    for layer in scenario.layers:
        yield from check_layer(layer, scenario, city, tables)
    yield from _inputs(scenario, tables)
    if scenario.outcomes is not None and full_name(scenario.outcomes.table) not in tables:
        where = scenario.places.at("outcomes", "table")
        yield unknown_table(full_name(scenario.outcomes.table), where, tables)


def _sql(
    file: TableFile | RuleFile, scenario: Scenario, tables: Mapping[TableName, Columns]
) -> Iterator[Problem]:
    if "query" in file.places.lost:
        return
    reading = Reading(query=file.query, places=file.places, scenario=scenario, tables=tables)
    yield from check_query(reading)
    yield from check_workdays(reading)
    yield from check_portable(file.query, file.places)
    yield from check_names(reading)
    outputs = outputs_of(reading)
    if isinstance(file, TableFile):
        yield from check_table(file, outputs)
    else:
        yield from check_rule(file, reading, outputs)
        yield from check_thresholds(file, reading, outputs)


def _inputs(scenario: Scenario, tables: Mapping[TableName, Columns]) -> Iterator[Problem]:
    """Inputs exist, and each is used: asking for more than is needed is a fault too."""
    if "inputs" in scenario.places.lost:
        return
    complete = not any("query" in file.places.lost for file in scenario.sql_files)
    read = {table for maker in makers([scenario]).values() for table in reads(maker)}
    read |= {table for rule in scenario.rules for table in reads(rule)} | tables_of(scenario.desk)
    read |= {full_name(layer.table) for layer in scenario.layers}
    for place, name in enumerate(scenario.inputs):
        where = scenario.places.at("inputs", place)
        if name not in tables:
            yield unknown_table(name, where, tables)
        elif complete and name not in read:
            yield Problem(
                what=Text(f"inputs 里的“{name}”没有用到", f"the input “{name}” is not used"),
                where=where,
                todo=Text("删去：只声明用得到的数据", "remove it: declare only the data needed"),
                warning=True,
            )


def _listed(city: City, tables: Mapping[TableName, Columns]) -> Iterator[Problem]:
    """What the catalogue's file speaks of exists."""
    if "scenarios" in city.places.lost:
        return
    for name in city.catalogue.tables:
        if full_name(name) not in tables:
            yield unknown_table(full_name(name), city.catalogue.places.at("tables", name), tables)
    policy = city.catalogue.give_to_get
    purposes = [each.name for each in (*city.purposes, *(scenario.purpose for scenario in city.scenarios))]
    for place, purpose in enumerate(policy.exempt if policy and "purposes" not in city.places.lost else ()):
        if purpose not in purposes:
            where = city.catalogue.places.at("give_to_get", "exempt", place)
            yield not_declared(Text("用途", "purpose"), purpose, purposes, where)


def _circles(city: City) -> Iterator[Problem]:
    made = makers(city.scenarios)
    needs = {name: sorted(reads(maker) & made.keys()) for name, maker in made.items()}
    while circle := circle_in(needs):
        yield told(circle, made, city.scenarios)
        needs = {name: [other for other in others if other != circle[0]] for name, others in needs.items()}
