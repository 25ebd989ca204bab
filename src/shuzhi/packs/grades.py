"""What stewards decided about the grades of a city's columns, read and checked against its sources."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from shuzhi.core.sql import TableName
from shuzhi.packs import blanks
from shuzhi.packs.check_query import unknown_column
from shuzhi.packs.grade_file import Graded, Grades, GradesFile
from shuzhi.packs.no_source import no_source
from shuzhi.packs.scenario_reader import Problems, read_document, stems
from shuzhi.packs.schema import City, Scenario
from shuzhi.packs.validate import validate

FOLDER = "grades"


def read_grades(folder: Path, scenarios: Sequence[Scenario], problems: Problems) -> dict[str, Grades]:
    """The files in the city's ``grades/``, by source; mistakes are added to ``problems``."""
    sources = {source.name: source for scenario in scenarios for source in scenario.sources}
    found = {}
    for path in stems(folder / FOLDER, problems):
        file, places, told = validate(GradesFile, read_document(path), blanks=blanks.GRADES)
        problems += told
        source = sources.get(path.stem)
        if source is None:
            problems.append(no_source(path.stem, places.at(), sources))
        elif not {"columns"} & (places.lost | source.places.lost):
            problems += [
                unknown_column(name, set(source.columns), places.at("columns", name))
                for name in file.columns
                if name not in source.columns
            ]
        found[path.stem] = Grades(columns=file.columns, name=path.stem, places=places)
    return found


def decided(city: City) -> dict[TableName, Mapping[str, Graded]]:
    """What was decided of the columns of each standard table."""
    return {
        source.standard: city.grades[source.name].columns
        for source in city.sources
        if source.name in city.grades
    }
