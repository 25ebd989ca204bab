"""Which keys lead from one table of a city to another: declared by its files, or the same by what they hold."""

from collections.abc import Iterator, Mapping

from shuzhi.core.elements import ELEMENTS
from shuzhi.core.links import Link
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.contents import contents
from shuzhi.packs.platform_tables import REGION
from shuzhi.packs.schema import City, Source
from shuzhi.packs.table_titles import TITLES

_IDENTIFYING = frozenset({each.name for each in ELEMENTS if each.entity is not None} | {"region_code"})
_SHORTEST = 3
"""A name of fewer letters (编号) is many tables' own, and not the same in each."""


def links(city: City) -> dict[TableName, tuple[Link, ...]]:
    """The links out of every table a reader could ask for, those that files declare first."""
    held = contents(city)
    keys = {(table, name): held[table][name] for table, name in _keys(city) if name in held.get(table, {})}
    found = {table: dict.fromkeys(_declared(city, table, held)) for table in held}
    for table, columns in held.items():
        for (other, key), element in keys.items():
            if other != table:
                found[table] |= dict.fromkeys(
                    Link(on=name, table=other, key=key)
                    for name, own in columns.items()
                    if own == element
                    and (element in _IDENTIFYING or (name == key and len(name) >= _SHORTEST))
                )
    return {table: tuple(told) for table, told in found.items()}


def titles(city: City) -> dict[TableName, Text]:
    """What people call the tables."""
    found = dict(TITLES)
    for source in city.sources:
        found[source.standard] = source.title
        if source.fused:
            found[source.fused] = fused_title(source)
    found.update({table.name: table.title for scenario in city.scenarios for table in scenario.tables})
    return found


def fused_title(source: Source) -> Text:
    return Text(f"{source.title.zh}（补全号码）", f"{source.title.en}, with the identifiers found")


def _declared(city: City, table: TableName, held: Mapping[TableName, Mapping[str, str]]) -> Iterator[Link]:
    for source in city.sources:
        if table not in (source.standard, source.fused):
            continue
        for link in _of(source):
            if link.table != table and link.key in held.get(link.table, {}) and link.on in held[table]:
                yield link


def _of(source: Source) -> Iterator[Link]:
    for name, column in source.quality.found.items():
        schema, other, key = column.split(".")
        yield Link(on=name, table=TableName(schema, other), key=key)
    for truth in source.quality.agrees.values():
        schema, other, _ = truth.truth.split(".")
        yield Link(on=truth.by, table=TableName(schema, other), key=truth.key or truth.by)


def _keys(city: City) -> Iterator[tuple[TableName, str]]:
    """Columns that are a table's whole key."""
    yield REGION, "code"
    for schema, name in (
        ("finding", "finding"),
        ("entity", "person"),
        ("entity", "company"),
        ("entity", "place"),
    ):
        yield TableName(schema, name), name
    for source in city.sources:
        for names in source.quality.unique:
            if len(names) == 1:
                yield source.standard, names[0]
    for scenario in city.scenarios:
        for table in scenario.tables:
            if len(table.key) == 1:
                yield table.name, table.key[0]
