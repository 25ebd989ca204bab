"""Sitings against the tables they name: columns of the right kind, distances that can be told, plans that say what."""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from shuzhi.act.siting.columns import NOW
from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.check_city import check_department
from shuzhi.packs.check_layers import PERSONAL, whereabouts
from shuzhi.packs.check_query import Reading, table_problem, unknown_column, unknown_table
from shuzhi.packs.contents import contents
from shuzhi.packs.known import Columns
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, Scenario, Siting

NUMBER = ("number", "integer", "amount")
KINDS: Mapping[str, tuple[str, ...]] = {
    "weight": NUMBER, "longitude": ("number",), "latitude": ("number",), "region": ("region_code",),
    "existing": ("yes_no",), "capacity": NUMBER, "supply": NUMBER, "distance": NUMBER,
}  # fmt: skip
"""What each named column has to be."""


def check_sitings(scenario: Scenario, city: City, tables: Mapping[TableName, Columns]) -> Iterator[Problem]:
    """Every mistake of the scenario's sitings. One with mistakes in its form is not looked at further."""
    held = contents(city)
    for siting in scenario.sitings:
        if siting.places.lost:
            continue
        yield from check_department(siting.owner, city, siting.places)
        yield from _distance(siting)
        yield from _plans(siting)
        for key, part in _parts(siting).items():
            path = key.split(".")
            table, where = full_name(part.pop("table")), siting.places.at(*path, "table")
            reading = Reading(query=exp.Select(), places=scenario.places, scenario=scenario, tables=tables)
            problem = table_problem(reading, table, where=where)
            if problem is None and table not in held:
                problem = unknown_table(table, where, tables)
            if problem is not None:
                yield problem
                continue
            yield from _columns(siting, path, part, held[table])
            if key == "demand" and "longitude" in part:
                yield from _people(siting, table, held[table], city)


def _parts(siting: Siting) -> dict[str, dict[str, str]]:
    """Each table it names with its columns, by what for."""
    parts = {"demand": siting.demand.model_dump(), "sites": siting.sites.model_dump()}
    if siting.distance.matrix is not None:
        parts["distance.matrix"] = siting.distance.matrix.model_dump()
    return {
        key: {name: said for name, said in part.items() if said is not None and name != "title"}
        for key, part in parts.items()
    }


def _columns(
    siting: Siting, path: list[str], part: Mapping[str, str], held: Mapping[str, str]
) -> Iterator[Problem]:
    for name, column in part.items():
        where = siting.places.at(*path, name)
        kinds = KINDS.get(name)
        if column not in held:
            yield unknown_column(column, set(held), where)
        elif kinds is not None and held[column] not in kinds:
            yield Problem(
                what=Text(f"列“{column}”是 {held[column]}", f"the column “{column}” is a {held[column]}"),
                where=where,
                todo=Text(
                    f"{name} 要 {'、'.join(kinds)} 的列", f"{name} needs a column of {', '.join(kinds)}"
                ),
            )


def _distance(siting: Siting) -> Iterator[Problem]:
    at = siting.places.at
    if siting.distance.matrix is None:
        for key, part in (("demand", siting.demand), ("sites", siting.sites)):
            if part.longitude is None or part.latitude is None:
                yield Problem(
                    what=Text("没有写在哪里，算不出距离", "it does not say where, so no distance can be told"),
                    where=at(key),
                    todo=Text("写 longitude 和 latitude，或在 distance 里给 matrix",
                              "name longitude and latitude, or give a matrix in distance"),
                )  # fmt: skip
        if siting.distance.unit == "minutes" and siting.distance.kmh is None:
            yield Problem(
                what=Text("按分钟算，没有写多快", "minutes are asked for, and no speed is told"),
                where=at("distance", "unit"),
                todo=Text("写 kmh: 每小时几公里", "add kmh: kilometres an hour"),
            )
    access = siting.access
    if access is not None:
        ends = [step.until for step in access.steps]
        if (access.decay == "steps") != bool(ends) or ends != sorted(set(ends)):
            yield Problem(
                what=Text("可及性的分档没有写对", "the steps of accessibility are not as they should be"),
                where=at("access", "steps" if ends else "decay"),
                todo=Text(
                    "decay: steps 时写 steps，由近到远，别的不写",
                    "decay: steps has steps, the nearest first; others none",
                ),
            )


def _plans(siting: Siting) -> Iterator[Problem]:
    seen = {NOW}
    for place, plan in enumerate(siting.plans):
        at, name = siting.places.at("plans", place), plan.title.zh
        if name in seen:
            yield Problem(
                what=Text(f"方案“{name}”重名", f"the plan “{name}” has a name that is taken"),
                where=at,
                todo=Text(f"换一个名字；“{NOW}”是今天的样子", f"use another; “{NOW}” is what stands today"),
            )
        seen.add(name)
        if not (plan.open or plan.close or plan.add) or bool(plan.add) != (plan.by is not None):
            yield Problem(
                what=Text(f"方案“{name}”没有说清做什么", f"the plan “{name}” does not say what is done"),
                where=at,
                todo=Text(
                    "写 open、close，或 add 和 by 一起写", "write open or close, or add together with by"
                ),
            )
        both = sorted(set(plan.open) & set(plan.close))
        if both:
            yield Problem(
                what=Text(f"“{both[0]}”又建又撤", f"“{both[0]}” is built and closed"),
                where=at,
                todo=Text("从一边删去", "remove it from one of them"),
            )


def _people(siting: Siting, table: TableName, held: Mapping[str, str], city: City) -> Iterator[Problem]:
    """Nobody's home is a point of demand."""
    own = sorted(column for column, element in held.items() if element in PERSONAL)
    source = whereabouts(table, city)
    if own or source:
        why = "、".join(own) or str(source)
        yield Problem(
            what=Text("需求点会让人看到个人在哪里", "its points would show where people are"),
            where=siting.places.at("demand", "table"),
            why=Text(f"有个人的列或来源：{why}", f"people are in: {why}"),
            todo=Text(
                "另做一张按社区、网格汇总的表，坐标不取自个人",
                "make a table summed up by neighbourhood or cell, with places that are not people's",
            ),
        )
