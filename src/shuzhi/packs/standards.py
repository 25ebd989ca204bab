"""City-made elements and code lists: read, checked, and bound to the columns that name them.

A city-made element is a built-in one and what is narrower about it. Bound, its columns are of the built-in element, and
what is narrower are headers and quality rules of their source: nothing further down needs to know of it.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS, Element
from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern.codes import Coded, Period, listed
from shuzhi.packs import blanks
from shuzhi.packs.check_standards import (
    BUILT_IN,
    check_code_list,
    check_own,
    no_code_list,
    said_by_the_element,
)
from shuzhi.packs.places import Document, read_yaml
from shuzhi.packs.scenario_reader import Problems, full_name, read_document, stems
from shuzhi.packs.schema import Scenario, Source
from shuzhi.packs.source_file import Coding, Column
from shuzhi.packs.standard_file import CityElement, CodeList, CodeListFile, ElementFile, Standards
from shuzhi.packs.validate import validate

ELEMENTS_FOLDER, CODES_FOLDER = "elements", "codes"
SHIPPED = ("国民经济行业分类",)
"""Code lists that come with Shuzhi; a city's own of the same name takes its place."""
_NOTHING_NARROWER = {"like": None, "among": (), "codes": None, "digits": None, "between": None, "grade": None}
"""Of an element with a mistake, which was told: its columns must not be told wrong as well."""
Own = dict[TableName, Mapping[str, str]]


def read_standards(folders: Sequence[Path], problems: Problems) -> Standards:
    """The elements and code lists of a city and its scenarios; mistakes are added to ``problems``."""
    elements: dict[str, CityElement] = {}
    codes: dict[str, CodeList] = {}
    for folder in folders:
        for path in stems(folder / CODES_FOLDER, problems):
            _added(codes, _code_list(path.stem, read_document(path), problems), problems)
        for path in stems(folder / ELEMENTS_FOLDER, problems):
            file, places, found = validate(ElementFile, read_document(path), blanks=blanks.ELEMENT)
            problems += found
            element = CityElement.model_validate({**dict(file), "name": path.stem, "places": places})
            _added(elements, element, problems)
    codes = {name: _shipped(name, problems) for name in SHIPPED} | codes
    for each in codes.values():
        problems += check_code_list(each)
    for name, element in elements.items():
        mistakes = list(check_own(element, codes))
        problems += mistakes
        elements[name] = element.model_copy(update=_NOTHING_NARROWER) if mistakes else element
    return Standards(elements=elements, codes=codes)


def bound(
    scenarios: Sequence[Scenario], standards: Standards, problems: Problems
) -> tuple[tuple[Scenario, ...], Own]:
    """The scenarios with every city-made element taken for what it narrows; and which columns were of which."""
    # One that narrows nothing there is was told; its columns are left as they are.
    sound = {name: each for name, each in standards.elements.items() if each.based_on in BUILT_IN}
    standards = dataclasses.replace(standards, elements=sound)
    own: Own = {}
    made = []
    for scenario in scenarios:
        sources = []
        for source in scenario.sources:
            mine = _mine({name: column.element for name, column in source.columns.items()}, standards)
            sources.append(_bound(source, mine, standards, problems))
            own |= {table: mine for table in (source.standard, source.fused) if table and mine}
        tables = []
        for table in scenario.tables:
            own |= {table.name: mine} if (mine := _mine(table.columns, standards)) else {}
            tables.append(table.model_copy(update={"columns": _plain(table.columns, standards)}))
        steps = []
        for step in scenario.steps:
            held = step.columns or {}
            own |= {full_name(step.output): mine} if (mine := _mine(held, standards)) else {}
            steps.append(step.model_copy(update={"columns": step.columns and _plain(held, standards)}))
        made.append(
            dataclasses.replace(scenario, sources=tuple(sources), tables=tuple(tables), steps=tuple(steps))
        )
    return tuple(made), own


def periods(of: CodeList) -> tuple[Period, ...]:
    """The codes of a list by the days on which they are valid."""
    found: dict[tuple[date | None, date | None], list[str]] = defaultdict(list)
    for code, entry in of.codes.items():
        found[entry.since, entry.until].append(code)
    return tuple(
        Period(since=since, until=until, codes=tuple(codes)) for (since, until), codes in found.items()
    )


def recognised(standards: Standards) -> tuple[Element, ...]:
    """The elements that a column may be taken for: those the city made first, each like what it narrows."""
    return (*(_recognised(each, standards) for each in standards.elements.values()), *ELEMENTS)


def _recognised(own: CityElement, standards: Standards) -> Element:
    base = BUILT_IN[own.based_on]
    looked_up = f"substr(x, 1, {own.digits:d})" if own.digits else "x"
    if own.like is not None:
        looks = sql.text(
            sql.fill("regexp_matches(x, p)", x=sql.column("x"), p=sql.literal(f"^({own.like})$"))
        )
    elif own.among or own.codes:
        known = own.among or tuple(standards.codes[own.codes or ""].codes)
        looks = sql.text(listed(known, sql.parse(looked_up)))
    else:
        looks = base.looks
    return dataclasses.replace(
        base, name=own.name, label=own.title, standard=own.standard, headers=own.headers, looks=looks,
        grade=own.grade or base.grade,
    )  # fmt: skip


def _added(held: dict[str, Any], new: CityElement | CodeList, problems: Problems) -> None:
    if new.name in held:
        first = held[new.name].places.at()
        problems.append(
            Problem(
                what=Text(f"“{new.name}”重复定义", f"“{new.name}” is defined twice"),
                where=new.places.at(),
                why=Text(f"{first} 已定义", f"it is defined at {first}"),
                todo=Text("删去其一或改名", "remove one of them or rename it"),
            )
        )
    held.setdefault(new.name, new)


def _code_list(name: str, document: Document, problems: Problems) -> CodeList:
    file, places, found = validate(CodeListFile, document, blanks=blanks.CODES)
    problems += found
    return CodeList.model_validate({**dict(file), "name": name, "places": places})


def _shipped(name: str, problems: Problems) -> CodeList:
    text = files("shuzhi.packs").joinpath(CODES_FOLDER, f"{name}.yml").read_text(encoding="utf-8")
    return _code_list(name, read_yaml(text, f"{CODES_FOLDER}/{name}.yml"), problems)


def _mine(columns: Mapping[str, str], standards: Standards) -> dict[str, str]:
    return {name: element for name, element in columns.items() if element in standards.elements}


def _plain(columns: Mapping[str, str], standards: Standards) -> dict[str, str]:
    mine = standards.elements
    return {name: mine[kind].based_on if kind in mine else kind for name, kind in columns.items()}


def _bound(source: Source, mine: Mapping[str, str], standards: Standards, problems: Problems) -> Source:
    named = {word for name, column in source.columns.items() for word in (name, *column.headers)}
    columns, rules = dict(source.columns), source.quality
    brought: dict[str, dict[str, Any]] = {
        key: dict(getattr(rules, key)) for key in ("like", "among", "between", "codes")
    }
    for name, of in mine.items():
        element = standards.elements[of]
        # Of two columns of one element a synonym tells neither.
        alone = list(mine.values()).count(of) == 1
        also = tuple(word for word in element.headers if alone and word not in named)
        columns[name] = Column(element=element.based_on, headers=(*columns[name].headers, *also))
        for key, value in _narrower(element).items():
            # Which column tells a row's day only the source knows: its own binding to the same list stands.
            said = brought[key].get(name)
            if said is None:
                brought[key][name] = value
            elif key != "codes" or said.list != value.list:
                problems.append(said_by_the_element(source, key, name, element))
    coded = {}
    for name, coding in brought["codes"].items():
        if coding.list in standards.codes:
            coded[name] = _coded(coding, standards.codes[coding.list])
        elif name in rules.codes:
            problems.append(
                no_code_list(coding.list, standards.codes, source.places.at("quality", "codes", name))
            )
    quality = rules.model_copy(update={**brought, "coded": coded}) if mine or coded else rules
    return source.model_copy(update={"columns": columns, "quality": quality})


def _narrower(element: CityElement) -> dict[str, Any]:
    """What of its element the quality rules of a source hold a column to."""
    coding = Coding(list=element.codes, digits=element.digits) if element.codes else None
    told = {"like": element.like, "among": element.among, "between": element.between, "codes": coding}
    return {key: value for key, value in told.items() if value}


def _coded(coding: Coding, of: CodeList) -> Coded:
    return Coded(title=of.title, periods=periods(of), day=coding.day, digits=coding.digits)
