"""Layers of the map against the tables they show: columns of the right kind, and nobody's whereabouts."""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from shuzhi.act.findings import FINDING
from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.check_query import Reading, table_problem, unknown_column, unknown_table
from shuzhi.packs.closest import did_you_mean
from shuzhi.packs.contents import contents
from shuzhi.packs.known import Columns
from shuzhi.packs.order import makers, reads
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, Layer, Scenario

PERSONAL = frozenset({"id_card", "person_name", "phone", "email", "bank_account", "vehicle_plate"})
"""Elements whose values are somebody's."""
PLACE_ELEMENTS = frozenset({"coordinates", "address"})
PLACE_NAMES = ("经度", "纬度", "坐标", "lon", "lat")
"""What a column that says where something is may be called, where its element does not tell."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "longitude": ("number",), "latitude": ("number",), "region": ("region_code",), "time": ("date",),
    "sum": ("integer", "number", "amount"),
}  # fmt: skip
"""What each named column has to be."""


def check_layer(
    layer: Layer, scenario: Scenario, city: City, tables: Mapping[TableName, Columns]
) -> Iterator[Problem]:
    """Mistakes of one layer. One with mistakes in its form is not looked at further."""
    if layer.places.lost:
        return
    form = list(_form(layer))
    yield from form
    table = full_name(layer.table)
    reading = Reading(query=exp.Select(), places=scenario.places, scenario=scenario, tables=tables)
    where = layer.places.at("table")
    problem = None if table == FINDING else table_problem(reading, table, where=where)
    held = contents(city).get(table)
    if problem is None and held is None:
        problem = unknown_table(table, where, tables)
    if problem is not None:
        yield problem
        return
    assert held is not None
    yield from _columns(layer, held)
    yield from _finding(layer, scenario)
    if not form:
        yield from _people(layer, table, held, scenario, city)


def _form(layer: Layer) -> Iterator[Problem]:
    """Points or counts, and not something between."""
    at = layer.places.at
    if (layer.longitude is None) != (layer.latitude is None):
        yield _said(
            Text("经度和纬度要一起写", "longitude and latitude go together"),
            at("longitude" if layer.longitude else "latitude"),
            Text("补上另一列，或两列都删去", "add the other, or remove both"),
        )
    elif not layer.is_points and layer.region is None:
        yield _said(
            Text("没有写在哪里", "it does not say where"),
            at(),
            Text(
                "写 longitude 和 latitude，或写 region 按区划计数",
                "name longitude and latitude, or region to count by",
            ),
        )
    if layer.is_points and layer.label is None:
        yield _said(
            Text("点没有标题", "points need a label"), at(), Text("写 label: 列名", "add label: a column")
        )
    for_points = {"label": layer.label, "shows": layer.shows, "finding": layer.finding, "place": layer.place}
    for_counts = {"sum": layer.sum, "smallest": layer.smallest}
    for key, told in (for_counts if layer.is_points else for_points).items():
        if told:
            yield _said(
                Text(f"{key} 用不到", f"{key} means nothing here"),
                at(key),
                Text(
                    "点用 label、shows、finding、place；按区划计数用 sum、smallest",
                    "points have label, shows, finding and place; counts sum and smallest",
                ),
            )


def _columns(layer: Layer, held: Mapping[str, str]) -> Iterator[Problem]:
    for key, column in layer.columns.items():
        path: list[str | int] = [int(part) if part.isdigit() else part for part in key.split(".")]
        where = layer.places.at(*path)
        kinds = KINDS.get(key)
        if column not in held:
            yield unknown_column(column, set(held), where)
        elif kinds is not None and held[column] not in kinds:
            yield _said(
                Text(f"列“{column}”是 {held[column]}", f"the column “{column}” is a {held[column]}"),
                where,
                Text(f"{key} 要 {'、'.join(kinds)} 的列", f"{key} needs a column of {', '.join(kinds)}"),
            )


def _finding(layer: Layer, scenario: Scenario) -> Iterator[Problem]:
    rules = [rule.rule for rule in scenario.rules]
    if layer.finding is not None and layer.finding.rule not in rules:
        yield _said(
            Text(f"没有规则“{layer.finding.rule}”", f"there is no rule “{layer.finding.rule}”"),
            layer.places.at("finding", "rule"),
            did_you_mean(layer.finding.rule, rules, otherwise=Text("在 rules/ 里写它", "write it in rules/")),
        )


def _people(
    layer: Layer, table: TableName, held: Mapping[str, str], scenario: Scenario, city: City
) -> Iterator[Problem]:
    """Nobody's whereabouts are shown as points, and few people are not counted."""
    own = sorted(column for column, element in held.items() if element in PERSONAL)
    if layer.is_points:
        source = whereabouts(table, city)
        if own or source:
            why = "、".join(own) or str(source)
            yield _said(
                Text(
                    f"图层“{layer.name}”会让人看到个人在哪里",
                    f"the layer “{layer.name}” would show where people are",
                ),
                layer.places.at("longitude"),
                Text(
                    "改为 region 按区划计数，写 smallest；或另做一张不含个人信息、坐标不取自个人的表",
                    "count by region with smallest, or make a table with nobody in it and places that are not people's",
                ),
                Text(f"有个人的列或来源：{why}", f"people are in: {why}"),
            )
    elif layer.smallest is None and (own or (table == FINDING and _about_people(scenario))):
        yield _said(
            Text("按区划数的是个人，没有写 smallest", "it counts people and says no `smallest`"),
            layer.places.at("region"),
            Text("写 smallest: 3 或更大，更少的不告知", "add smallest: 3 or more; fewer are not told"),
        )


def _about_people(scenario: Scenario) -> bool:
    return any(rule.subject_kind in ("person", "household", "account") for rule in scenario.rules)


def whereabouts(table: TableName, city: City) -> TableName | None:
    """A table of a department, among those this one is made of, that tells of people and where they are."""
    made = makers(city.scenarios)
    sources = {source.standard: source for source in city.sources}
    seen: set[TableName] = set()
    waiting = [table]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        source = sources.get(name)
        if source is not None:
            elements = {column.element for column in source.columns.values()}
            says_where = elements & PLACE_ELEMENTS or any(_like_a_place(column) for column in source.columns)
            if says_where and (source.people or elements & PERSONAL):
                return name
        if name in made:
            waiting += sorted(reads(made[name]))
    return None


def _like_a_place(column: str) -> bool:
    return any(part in column.lower() for part in PLACE_NAMES)


def _said(what: Text, where: str, todo: Text, why: Text | None = None) -> Problem:
    return Problem(what=what, where=where, why=why, todo=todo)
