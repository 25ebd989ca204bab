"""A city folder read into typed models, with every mistake reported at once."""

import dataclasses
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from shuzhi.core.elements import ELEMENTS
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs import blanks
from shuzhi.packs.answering import with_regions
from shuzhi.packs.calendar_file import read_calendar
from shuzhi.packs.catalogue import read_catalogue
from shuzhi.packs.check import check
from shuzhi.packs.city_file import CityFile
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.feeds import read_feeds
from shuzhi.packs.files import ParameterOverride
from shuzhi.packs.grades import read_grades
from shuzhi.packs.no_source import no_source
from shuzhi.packs.places import Places
from shuzhi.packs.recipes import read_recipes
from shuzhi.packs.scenario_reader import (
    NOTHING,
    Instead,
    Problems,
    read_document,
    read_scenario,
    read_views,
    shown,
)
from shuzhi.packs.schema import City, Parameter, Scenario
from shuzhi.packs.signatures import read_signatures
from shuzhi.packs.source_file import Comes
from shuzhi.packs.standards import bound, read_standards
from shuzhi.packs.validate import validate


def load_city(folder: Path, *, instead: Instead = NOTHING) -> City:
    """The city in ``folder`` with its scenarios, checked without data; as it would be with other text in its files.

    Raises ShuzhiError with every mistake of every file, in order of file and line.
    """
    city, problems = examine(folder, instead=instead)
    mistakes = [problem for problem in problems if not problem.warning]
    if mistakes:
        raise ShuzhiError(mistakes)
    return city


def examine(folder: Path, *, instead: Instead = NOTHING) -> tuple[City, list[Problem]]:
    """The city as far as it can be read, with all mistakes and warnings, in order of file and line."""
    problems: Problems = []
    city = _read(folder, instead, problems)
    elements = [*(element.name for element in ELEMENTS), *city.standards.elements]
    return city, in_order([*problems, *check(city, elements)])


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Problems by file and line, each told once."""

    def place(problem: Problem) -> tuple[str, int, str]:
        file, _, line = problem.where.rpartition(":")
        return (file, int(line), problem.what.zh) if line.isdigit() else (problem.where, 0, problem.what.zh)

    return sorted(dict.fromkeys(problems), key=place)


def _read(folder: Path, instead: Instead, problems: Problems) -> City:
    document = read_document(folder / "city.yml", instead)
    file, places, found = validate(CityFile, document, blanks=blanks.CITY)
    problems += found
    scenarios = () if "scenarios" in places.lost else _scenarios(folder, file, places, problems, instead)
    scenarios = _with_cadences(scenarios, file.cadences, places, problems)
    standards = read_standards([folder, *(scenario.folder for scenario in scenarios)], problems)
    scenarios, own = bound(scenarios, standards, problems)
    return City(
        name=file.name,
        folder=folder,
        as_of=file.as_of,
        data=Path(os.path.normpath(folder / _from_environment(file.data, places, problems))),
        lake=Path(os.path.normpath(folder / file.lake)),
        engine=file.engine,
        regions=file.regions,
        departments=with_regions(file.departments),
        roles=file.roles,
        people=file.people,
        purposes=file.purposes,
        grants=file.grants,
        generate=file.generate,
        scenarios=with_overrides(scenarios, file.parameters, places, problems),
        calendar=read_calendar(folder, problems),
        places=places,
        recipes=read_recipes(folder, scenarios, problems),
        feeds=read_feeds(folder, scenarios, problems),
        catalogue=read_catalogue(folder, problems, instead),
        signatures=read_signatures(folder, problems),
        map=file.map,
        views=tuple(read_views(folder, problems, instead)),
        quality_orders=file.quality_orders,
        corrections=file.corrections,
        wording=file.wording,
        standards=standards,
        own=own,
        grades=read_grades(folder, scenarios, problems),
    )


def _from_environment(data: str, places: Places, problems: Problems) -> str:
    """``${NAME}/folder``: data that stand outside the city's folder, where the machine says."""
    told = os.path.expandvars(data)
    if "$" in told:
        problems.append(
            Problem(
                what=Text(f"环境变量没有设置：{data}", f"an environment variable is not set: {data}"),
                where=places.at("data"),
                todo=Text(
                    "先设置该变量，或写成城市目录下的路径", "set it, or write a path below the city's folder"
                ),
            )
        )
    return told


def _scenarios(
    folder: Path, file: CityFile, places: Places, problems: Problems, instead: Instead
) -> tuple[Scenario, ...]:
    roots = [Path(os.path.normpath(folder / root)) for root in file.scenario_path]
    found: dict[str, Scenario] = {}
    for place, name in enumerate(file.scenarios):
        home = next((root / name for root in roots if (root / name).is_dir()), None)
        if name in found:
            problems.append(_said_twice(name, places.at("scenarios", place)))
        elif home is None:
            problems.append(_no_scenario(name, roots, places.at("scenarios", place)))
        else:
            found[name] = read_scenario(home, problems, instead)
    return tuple(found.values())


def _said_twice(name: str, where: str) -> Problem:
    return Problem(
        what=Text(f"场景“{name}”写了两次", f"the scenario “{name}” is listed twice"),
        where=where,
        todo=Text("删去其一", "remove one of them"),
    )


def _no_scenario(name: str, roots: Sequence[Path], where: str) -> Problem:
    there = [path.name for root in roots if root.is_dir() for path in sorted(root.iterdir()) if path.is_dir()]
    looked = listed(shown(root) for root in roots)
    return Problem(
        what=Text(f"找不到场景“{name}”", f"there is no scenario “{name}”"),
        where=where,
        why=Text(f"找过：{looked}", f"looked in: {looked}"),
        todo=did_you_mean(
            name,
            there,
            otherwise=Text(
                "建立该文件夹，或在 scenario_path 写上它所在的目录",
                "make the folder, or name the folder around it in scenario_path",
            ),
        ),
    )


def with_overrides(
    scenarios: Sequence[Scenario],
    overrides: Mapping[str, ParameterOverride],
    places: Places,
    problems: Problems,
) -> tuple[Scenario, ...]:
    """The scenarios with the city's own parameter values merged in, date by date."""
    known = {name for scenario in scenarios for name in scenario.parameters}
    if "scenarios" not in places.lost:
        problems += [
            _no_parameter(name, known, places.at("parameters", name))
            for name in overrides
            if name not in known
        ]
    return tuple(_overridden(scenario, overrides) for scenario in scenarios)


def _overridden(scenario: Scenario, overrides: Mapping[str, ParameterOverride]) -> Scenario:
    parameters = {
        name: _merged(parameter, overrides[name]) if name in overrides else parameter
        for name, parameter in scenario.parameters.items()
    }
    return dataclasses.replace(scenario, parameters=parameters)


def _merged(parameter: Parameter, own: ParameterOverride) -> Parameter:
    values = {**parameter.values, **own.values}
    return parameter.model_copy(
        update={
            "label": own.label or parameter.label,
            "unit": own.unit or parameter.unit,
            "reference": own.reference or parameter.reference,
            "values": dict(sorted(values.items())),
        }
    )


def _with_cadences(
    scenarios: Sequence[Scenario], cadences: Mapping[str, Comes], places: Places, problems: Problems
) -> tuple[Scenario, ...]:
    """The scenarios with each source coming as often as it does in this city."""
    known = [source.name for scenario in scenarios for source in scenario.sources]
    if "scenarios" not in places.lost:
        problems += [
            no_source(name, places.at("cadences", name), known) for name in cadences if name not in known
        ]
    return tuple(
        dataclasses.replace(
            scenario,
            sources=tuple(
                source.model_copy(update=dict(cadences[source.name])) if source.name in cadences else source
                for source in scenario.sources
            ),
        )
        for scenario in scenarios
    )


def _no_parameter(name: str, known: set[str], where: str) -> Problem:
    return Problem(
        what=Text(f"没有参数“{name}”", f"there is no parameter “{name}”"),
        where=where,
        todo=did_you_mean(
            name,
            known,
            otherwise=Text(
                "场景的 parameters/*.yml 里先定义它，或删去这一项",
                "define it in the scenario's parameters/*.yml first, or remove it here",
            ),
        ),
    )
