"""The tables a scenario may meet and their columns, as far as they can be known without data."""

from shuzhi.core.sql import TableName, output_names
from shuzhi.packs.files import StepCall
from shuzhi.packs.order import makers
from shuzhi.packs.platform_tables import PLATFORM
from shuzhi.packs.schema import City, TableFile

Columns = frozenset[str] | None
"""Names of the columns, or None where they cannot be known."""

BOOKKEEPING = frozenset({"_batch", "_row"})


def known_tables(city: City) -> dict[TableName, Columns]:
    """Every table of the city: landed, standard, the platform's own, and the scenarios'."""
    known: dict[TableName, Columns] = {table: frozenset(columns) for table, columns in PLATFORM.items()}
    for source in city.sources:
        lost = "columns" in source.places.lost
        known[source.landed] = None
        known[source.standard] = None if lost else frozenset(source.columns) | BOOKKEEPING
        if source.fused:
            known[source.fused] = None if lost else frozenset({*source.columns, *source.added}) | BOOKKEEPING
    for name, maker in makers(city.scenarios).items():
        known[name] = _made(maker)
    return known


def _made(maker: TableFile | StepCall) -> Columns:
    if isinstance(maker, StepCall):
        return frozenset(maker.columns) if maker.columns else None
    if "columns" not in maker.places.lost:
        return frozenset(maker.columns)
    names = output_names(maker.query)
    return frozenset(names) if names and "*" not in names else None
