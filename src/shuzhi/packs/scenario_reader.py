"""A scenario folder, read file by file."""

import dataclasses
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs import blanks
from shuzhi.packs.desk_file import DeskFile
from shuzhi.packs.files import Model, ParameterFile, RuleHeader, ScenarioFile, TableHeader
from shuzhi.packs.flow_file import FlowFile
from shuzhi.packs.indicator_file import IndicatorFile
from shuzhi.packs.layer_file import LayerFile
from shuzhi.packs.measure_file import MeasureFile
from shuzhi.packs.model_file import ModelFile
from shuzhi.packs.places import Document, Places, path_key, read_yaml
from shuzhi.packs.report_file import ReportFile
from shuzhi.packs.schema import (
    Desk,
    Flow,
    IndicatorDeclared,
    Layer,
    MeasureDeclared,
    ModelEntry,
    Parameter,
    Report,
    RuleFile,
    Scenario,
    Siting,
    Source,
    TableFile,
    View,
)
from shuzhi.packs.siting_file import SitingFile
from shuzhi.packs.source_file import SourceFile
from shuzhi.packs.sql_file import NO_QUERY, SqlFile, read_sql, read_text
from shuzhi.packs.validate import validate
from shuzhi.packs.view_file import ViewFile

Problems = list[Problem]
Instead = Mapping[Path, str]
"""Text that files would have: of city.yml and of views, which are edited on pages."""
NOTHING: Instead = {}

_TABLE_STEM = re.compile(r"[^\s.\"'\\/]+")
_RULE_STEM = re.compile(r"[a-z][a-z0-9_]*")


def shown(path: Path) -> str:
    """The path as people see it in messages: as they gave it, tidied."""
    return Path(os.path.normpath(path)).as_posix()


def read_scenario(folder: Path, problems: Problems, instead: Instead = NOTHING) -> Scenario:
    """The scenario in ``folder``; mistakes are added to ``problems`` and the wrong parts left out."""
    file, places = _scenario_file(folder, problems)
    sitings = tuple(_sitings(folder, problems))
    return Scenario(
        name=folder.name,
        folder=folder,
        title=file.title,
        question=file.question,
        owner=file.owner,
        decision=file.decision,
        harm=file.harm,
        purpose=file.purpose,
        inputs=tuple(full_name(table) for table in file.inputs),
        steps=(*file.steps, *(call for siting in sitings for call in siting.calls(folder.name))),
        outcomes=file.outcomes,
        sources=tuple(_sources(folder, problems)),
        parameters=_parameters(folder, problems),
        tables=tuple(_tables(folder, problems)),
        rules=tuple(_rules(folder, problems)),
        flows=tuple(_flows(folder, problems)),
        places=places,
        desk=_desk(folder, problems),
        indicators=tuple(_indicators(folder, problems)),
        layers=tuple(_layers(folder, problems)),
        models=tuple(_models(folder, problems)),
        measures=tuple(_measures(folder, problems)),
        sitings=sitings,
        views=tuple(read_views(folder, problems, instead)),
        reports=tuple(_reports(folder, problems)),
    )


def full_name(table: str) -> TableName:
    """``schema.table`` as a TableName."""
    schema, _, name = table.partition(".")
    return TableName(schema, name)


def _scenario_file(folder: Path, problems: Problems) -> tuple[ScenarioFile, Places]:
    file, places, found = validate(
        ScenarioFile, read_document(folder / "scenario.yml"), blanks=blanks.SCENARIO
    )
    problems += found
    return file, places


def read_document(path: Path, instead: Instead = NOTHING) -> Document:
    """The YAML file at ``path``; one that cannot be opened is a problem and an empty document."""
    if path in instead:
        return read_yaml(instead[path].removeprefix("\ufeff"), shown(path))
    text, unreadable = read_text(path, shown(path))
    if unreadable:
        return Document(None, Places(shown(path)), unreadable)
    return read_yaml(text, shown(path))


def _sources(folder: Path, problems: Problems) -> Iterator[Source]:
    for path in _files(folder / "sources", ".yml", _TABLE_STEM, problems):
        file, places, found = validate(SourceFile, read_document(path), blanks=blanks.SOURCE)
        problems += found
        identity = {"name": path.stem, "path": path, "places": places, "quality": dict(file.quality)}
        yield Source.model_validate({**_fields(file), **identity})


def _parameters(folder: Path, problems: Problems) -> dict[str, Parameter]:
    parameters: dict[str, Parameter] = {}
    for path in _files(folder / "parameters", ".yml", _TABLE_STEM, problems):
        document = read_document(path)
        problems += document.problems
        if not isinstance(document.value, dict):
            continue
        for name in document.value:
            if str(name) in parameters:
                problems.append(_twice(str(name), document.places, parameters[str(name)].places))
                continue
            part = _part(document, name)
            blank = {"label": Text("？", "?"), "unit": "？", "reference": "？", "values": {date.min: 0}}
            file, places, found = validate(ParameterFile, part, blanks=blank)
            problems += found
            parameters[str(name)] = Parameter.model_validate(
                {**_fields(file), "name": str(name), "path": path, "places": places}
            )
    return parameters


def _part(document: Document, key: object) -> Document:
    """The document below one of its keys."""
    top = path_key(key)
    lines = {path[1:]: line for path, line in document.places.lines.items() if path[:1] == (top,)}
    return Document(document.value[key], dataclasses.replace(document.places, lines=lines))


def _twice(name: str, places: Places, first: Places) -> Problem:
    return Problem(
        what=Text(f"参数“{name}”重复定义", f"the parameter “{name}” is defined twice"),
        where=places.at(name),
        why=Text(f"{first.at()} 已定义", f"it is defined at {first.at()}"),
        todo=Text("删去其一或改名", "remove one of them or rename it"),
    )


def _tables(folder: Path, problems: Problems) -> Iterator[TableFile]:
    for path in _files(folder / "tables", ".sql", _TABLE_STEM, problems):
        file = _sql(path, problems)
        header, places, found = validate(TableHeader, file.header, blanks=blanks.TABLE)
        problems += found
        identity = {"name": TableName(folder.name, path.stem), "query": file.query, "path": path}
        yield TableFile.model_validate({**_fields(header), **identity, "places": _with_query(places, file)})


def _rules(folder: Path, problems: Problems) -> Iterator[RuleFile]:
    for path in _files(folder / "rules", ".sql", _RULE_STEM, problems):
        file = _sql(path, problems)
        header, places, found = validate(RuleHeader, file.header, blanks=blanks.RULE)
        problems += found
        identity = {"rule": path.stem, "query": file.query, "path": path}
        yield RuleFile.model_validate({**_fields(header), **identity, "places": _with_query(places, file)})


def _flows(folder: Path, problems: Problems) -> Iterator[Flow]:
    for path in _files(folder / "flows", ".yml", _TABLE_STEM, problems):
        file, places, found = validate(FlowFile, read_document(path), blanks=blanks.FLOW)
        problems += found
        yield Flow.model_validate({**_fields(file), "name": path.stem, "path": path, "places": places})


def _indicators(folder: Path, problems: Problems) -> Iterator[IndicatorDeclared]:
    for path in _files(folder / "indicators", ".yml", _TABLE_STEM, problems):
        file, places, found = validate(IndicatorFile, read_document(path), blanks=blanks.INDICATOR)
        problems += found
        yield IndicatorDeclared.model_validate(
            {**_fields(file), "name": path.stem, "path": path, "places": places}
        )


def _layers(folder: Path, problems: Problems) -> Iterator[Layer]:
    for path in _files(folder / "layers", ".yml", _TABLE_STEM, problems):
        file, places, found = validate(LayerFile, read_document(path), blanks=blanks.LAYER)
        problems += found
        yield Layer.model_validate({**_fields(file), "name": path.stem, "path": path, "places": places})


def _measures(folder: Path, problems: Problems) -> Iterator[MeasureDeclared]:
    for path in _files(folder / "measures", ".yml", _TABLE_STEM, problems):
        file, places, found = validate(MeasureFile, read_document(path), blanks=blanks.MEASURE)
        problems += found
        yield MeasureDeclared.model_validate(
            {**_fields(file), "name": path.stem, "path": path, "places": places}
        )


def _models(folder: Path, problems: Problems) -> Iterator[ModelEntry]:
    for path in _files(folder / "models", ".yml", _TABLE_STEM, problems):
        file, places, found = validate(ModelFile, read_document(path), blanks=blanks.MODEL)
        problems += found
        yield ModelEntry.model_validate({**_fields(file), "name": path.stem, "path": path, "places": places})


def _sitings(folder: Path, problems: Problems) -> Iterator[Siting]:
    for path in _files(folder / "siting", ".yml", _TABLE_STEM, problems):
        file, places, found = validate(SitingFile, read_document(path), blanks=blanks.SITING)
        problems += found
        yield Siting.model_validate({**_fields(file), "name": path.stem, "path": path, "places": places})


def read_views(folder: Path, problems: Problems, instead: Instead) -> Iterator[View]:
    """The views of a scenario's folder, or of a city's."""
    for path in _files(folder / "views", ".yml", _TABLE_STEM, problems):
        file, places, found = validate(ViewFile, read_document(path, instead), blanks=blanks.VIEW)
        problems += found
        yield View.model_validate({**_fields(file), "name": path.stem, "path": path, "places": places})


def _reports(folder: Path, problems: Problems) -> Iterator[Report]:
    for path in _files(folder / "reports", ".yml", _TABLE_STEM, problems):
        file, places, found = validate(ReportFile, read_document(path), blanks=blanks.REPORT)
        problems += found
        yield Report.model_validate({**_fields(file), "name": path.stem, "path": path, "places": places})


def _desk(folder: Path, problems: Problems) -> Desk | None:
    path = folder / "desk.yml"
    if not path.is_file():
        return None
    file, places, found = validate(DeskFile, read_document(path), blanks=blanks.DESK)
    problems += found
    return Desk.model_validate({**_fields(file), "path": path, "places": places})


def _sql(path: Path, problems: Problems) -> SqlFile:
    text, unreadable = read_text(path, shown(path))
    if unreadable:
        return SqlFile(Document(None, Places(shown(path)), unreadable), NO_QUERY, ())
    file = read_sql(text, shown(path))
    problems += file.problems
    return file


def _with_query(places: Places, file: SqlFile) -> Places:
    return dataclasses.replace(places, lost=places.lost | {"query"}) if file.query is NO_QUERY else places


def _fields(model: Model) -> dict[str, object]:
    return {name: getattr(model, name) for name in type(model).model_fields}


def stems(folder: Path, problems: Problems) -> Iterator[Path]:
    """The YAML files of a folder whose stems name tables, in order."""
    return _files(folder, ".yml", _TABLE_STEM, problems)


def _files(folder: Path, ending: str, stem: re.Pattern[str], problems: Problems) -> Iterator[Path]:
    """Files of one kind, by name. A file that would be passed over in silence is a problem."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name.startswith((".", "_")):
            continue
        if path.suffix != ending or not path.is_file():
            problems.append(
                Problem(
                    what=Text(
                        f"{folder.name}/ 里只放 {ending} 文件", f"{folder.name}/ holds {ending} files only"
                    ),
                    where=shown(path),
                    todo=Text(
                        f"改名为 {path.stem}{ending} 或移走", f"rename it {path.stem}{ending} or move it away"
                    ),
                )
            )
        elif not stem.fullmatch(path.stem):
            problems.append(_bad_stem(path))
        else:
            yield path


def _bad_stem(path: Path) -> Problem:
    rule = path.parent.name == "rules"
    return Problem(
        what=Text(f"文件名“{path.stem}”不能作名称", f"the file name “{path.stem}” cannot be a name"),
        where=shown(path),
        todo=Text(
            "改为小写英文、数字、下划线，如 paid_after_death", "use a-z, 0-9 and _, such as paid_after_death"
        )
        if rule
        else Text("去掉空格、点、引号", "leave out blanks, dots and quotes"),
    )
