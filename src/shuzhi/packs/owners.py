"""Whose a table is: the department that answers for it, and may therefore grant it."""

from shuzhi.core.sql import TableName
from shuzhi.packs.schema import City


def owner_of(table: TableName, city: City) -> str:
    """A source's department for its tables, a scenario's owner for the scenario's; the first department of the city
    for what the platform makes."""
    for source in city.sources:
        if table in (source.landed, source.standard, source.fused):
            return source.owner
    for scenario in city.scenarios:
        if table.schema == scenario.name:
            return scenario.owner
    return city.departments[0].name if city.departments else ""
