"""What each table of a city holds, column by column, as elements: masks and grades start from here."""

from collections.abc import Mapping

from shuzhi.core.elements import Grade
from shuzhi.core.sql import TableName
from shuzhi.packs.platform_tables import PLATFORM
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City


def own_grades(city: City) -> dict[TableName, dict[str, Grade]]:
    """The grade of each column of a city-made element that has one of its own."""
    elements = city.standards.elements
    return {
        table: {name: grade for name, of in columns.items() if (grade := elements[of].grade) is not None}
        for table, columns in city.own.items()
    }


def contents(city: City) -> dict[TableName, Mapping[str, str]]:
    """Column -> element of every table a reader could ask for. A table that is not here cannot be read by people."""
    held = dict(PLATFORM)
    for source in city.sources:
        columns = {name: column.element for name, column in source.columns.items()}
        held[source.standard] = columns | {"_batch": "code", "_row": "integer"}
        if source.fused:
            held[source.fused] = {**columns, **source.added, "_batch": "code", "_row": "integer"}
    for scenario in city.scenarios:
        held.update({table.name: table.columns for table in scenario.tables})
        for step in scenario.steps:
            if step.columns:
                held[full_name(step.output)] = step.columns
    return held
