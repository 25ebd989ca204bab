"""One header per column of a source: what two departments call differently lands under one name."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.ports import Reading
from shuzhi.govern.declared import columns
from shuzhi.govern.match import plain
from shuzhi.packs.schema import Source
from shuzhi.run.repair import PROVENANCE


def renamed(reading: Reading, source: Source, there: Collection[str], means: Mapping[str, str]) -> Reading:
    """The reading with its columns under the headers the landed table has for them.

    ``there``: headers that have landed before. ``means``: header -> column of the source, as the recipe says.
    A file that is the first of its kind keeps its own headers, but for those the recipe had to explain.
    """
    names = landed_names(source, reading.columns, there, means)
    if not names:
        return reading
    outputs = [
        exp.alias_(sql.column(name), names.get(name, name), quoted=True)
        for name in (*reading.columns, *PROVENANCE)
    ]
    again = reading.carefully
    return replace(
        reading,
        columns=tuple(names.get(name, name) for name in reading.columns),
        query=exp.select(*outputs).from_(reading.query.subquery("as_written")),
        carefully=None if again is None else lambda: renamed(again(), source, there, means),
    )


def landed_names(
    source: Source, headers: Collection[str], there: Collection[str], means: Mapping[str, str]
) -> dict[str, str]:
    """The file's headers that land under another name, with that name; never one the file uses itself."""
    told = {column: header for header, column in means.items() if header in headers}
    mine = {column.name: column.header for column in columns(source, headers)} | told
    before = {column.name: column.header for column in columns(source, there)}
    used = {plain(header): header for header in headers}
    names: dict[str, str] = {}
    for column, header in mine.items():
        wanted = before.get(column) or (column if column in told else header)
        if header is None or wanted is None or wanted == header:
            continue
        other = used.get(plain(wanted))
        if other is not None and other != header:
            if column not in told:
                continue
            # Another column of the file is called so and is not the one that is meant.
            names[other] = f"{other}_2"
        names[header] = wanted
        used[plain(wanted)] = header
    return names
