"""Is what lineage predicts what happens? Random cells of the demo city's files are changed, the city is run again,
and nothing may change that was not predicted.

    python -m bench.lineage [--cells 200] [--together 10] [--init]

Cells are changed ten at a time, each in a file of another source, drawn anew every time: what one of them changes
unpredicted is hidden only where another of the ten predicts the very column. In the standard tables, whose rows have a
place in a file, the check is by the cell: the changed row, in the columns made from the changed one, and no other.
``unpredicted`` has to be 0. ``borne out`` is the share of predicted columns that did change; lineage says what a change
can reach, and most changes of a cell reach less.
"""

import argparse
import csv
import hashlib
import random
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.govern.influence import ROWS
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.packs.platform_tables import BATCH
from shuzhi.run.impact import by_table, reach
from shuzhi.run.intake import source_of
from shuzhi.run.inventory import At, inventory
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING, unordered

AS_OF = date(2026, 6, 30)
UNSEEN = ("meta", "landed")
"""Schemas that tell of files and runs as such: every change of a file changes them."""
BATCH_ID = re.compile(r"[0-9a-f]{12,}")

Cells = Mapping[tuple[str, int], Mapping[str, Any]]
"""The rows of a standard table by file and record."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A city's lake after a run: a digest of every column, and the standard tables row by row."""

    columns: Mapping[At, str]
    standard: Mapping[str, Cells]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of a file that was changed: its landed column, and the file with its content before."""

    at: At
    file: Path
    before: bytes


@dataclass(frozen=True, kw_only=True)
class Changed:
    """Cells changed together, what was predicted of each, and what happened.

    ``stray``: cells of standard tables that changed though they stand in another row, or have another origin.
    """

    cells: tuple[Cell, ...]
    predicted: tuple[frozenset[At], ...]
    happened: frozenset[At]
    stray: tuple[str, ...]

    @property
    def unpredicted(self) -> frozenset[At]:
        return self.happened - frozenset().union(*self.predicted)

    @property
    def attributed(self) -> int:
        """Of what changed, how many columns only one of the cells predicts."""
        return sum(sum(at in each for each in self.predicted) == 1 for at in self.happened)


def made(folder: Path) -> Seen:
    """Run the city and look at all of its lake."""
    city = load_city(folder)
    run_city(city, as_of=AS_OF, tell=lambda _: None)
    with lake_of(city, read_only=True) as lake:
        pipeline = Pipeline(lake=lake, scope=EVERYTHING)
        # A changed file is another batch: batches are told by their files' names instead.
        batches = pipeline.fetch(exp.select("batch", "file").from_(BATCH.tree)).to_pylist()
        names = {row["batch"]: row["file"] for row in batches}
        columns: dict[At, str] = {}
        standard: dict[str, Cells] = {}
        for table in sorted(pipeline.tables()):
            if table.schema in UNSEEN or str(table) not in by_table([At(str(table), "")]):
                continue
            rows = pipeline.fetch(exp.select("*").from_(table.tree))
            columns |= {At(str(table), name): _digest(rows.column(name), names) for name in rows.column_names}
            if table.schema == "standard":
                standard[str(table)] = _by_place(rows, names)
    return Seen(columns=columns, standard=standard)


def change_cells(folder: Path, chance: random.Random, number: int) -> tuple[Cell, ...]:
    """Give a cell of each of so many files, each of another source, another value of its column."""
    city = load_city(folder)
    paths = sorted(city.data.rglob("*.csv"))
    chance.shuffle(paths)
    by_source: dict[TableName, Path] = {}
    for path in paths:
        by_source.setdefault(source_of(city, path)[0].landed, path)
    chosen = chance.sample(
        sorted(by_source.items(), key=lambda each: str(each[0])), min(number, len(by_source))
    )
    return tuple(_change(path, landed, chance) for landed, path in chosen)


def _change(path: Path, landed: TableName, chance: random.Random) -> Cell:
    before = path.read_bytes()
    try:
        encoding = "utf-8"
        text = before.decode(encoding)
    except UnicodeDecodeError:
        encoding = "gb18030"
        text = before.decode(encoding)
    header, *rows = [row for row in csv.reader(text.splitlines()) if row]
    # Broken lines are quarantined whatever stands in them.
    row = chance.choice([row for row in rows if len(row) == len(header)])
    place = chance.randrange(len(header))
    others = sorted({other[place] for other in rows if len(other) == len(header)} - {row[place]})
    row[place] = chance.choice(others) if others else f"{row[place]}1"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return Cell(at=At(str(landed), header[place].lstrip("\ufeff")), file=path, before=before)


def changed(folder: Path, base: Seen, chance: random.Random, number: int = 1) -> Changed:
    """Change so many cells, run, compare with ``base``, and change them back."""
    cells = change_cells(folder, chance, number)
    try:
        now = made(folder)
    finally:
        for cell in cells:
            cell.file.write_bytes(cell.before)
    city = load_city(folder)
    with lake_of(city, read_only=True) as lake:
        held = inventory(lake, city)
    reached = [by_table(reach(held, [cell.at])) for cell in cells]
    every = base.columns.keys() | now.columns.keys()
    return Changed(
        cells=cells,
        predicted=tuple(frozenset(at for at in every if _is_reached(at, one)) for one in reached),
        happened=frozenset(at for at in every if base.columns.get(at) != now.columns.get(at)),
        stray=tuple(_stray(base, now, cells, reached)),
    )


def _stray(
    base: Seen, now: Seen, cells: Sequence[Cell], reached: Sequence[Mapping[str, set[str]]]
) -> list[str]:
    """Cells of standard tables that changed where no changed cell lies behind them."""
    found = []
    for table in base.standard:
        before, after = base.standard[table], now.standard[table]
        told = {
            (place, name)
            for place in before.keys() | after.keys()
            if before.get(place) != after.get(place)
            for name in (before.get(place) or after[place])
            if (before.get(place) or {}).get(name) != (after.get(place) or {}).get(name)
        }
        mine = [
            (cell, one)
            for cell, one in zip(cells, reached, strict=True)
            if cell.at.table.partition(".")[2] == table.partition(".")[2]
        ]
        rows = {place for place, _ in told}
        columns = {name for _, one in mine for name in one.get(table, set())}
        if len(rows) > len(mine):
            found.append(f"{table}: {len(rows)} rows changed by {len(mine)} cells")
        found += [f"{table} {place}: {name}" for place, name in sorted(told) if name not in columns]
    return found


def _is_reached(at: At, reached: Mapping[str, set[str]]) -> bool:
    columns = reached.get(at.table, set())
    return ROWS in columns or at.column in columns


def _by_place(rows: pa.Table, names: Mapping[str, str]) -> Cells:
    return {(names[row.pop("_batch")], row.pop("_row")): row for row in rows.to_pylist()}


def _digest(values: pa.ChunkedArray, names: Mapping[str, str]) -> str:
    """Of the different values and how many of each; of nested ones, of each."""
    if pa.types.is_nested(values.type):
        told = sorted(repr(unordered(value)) for value in values.to_pylist())
    else:
        counted = pc.value_counts(values.combine_chunks()).to_pylist()
        told = [f"{each['values']!r} {each['counts']}" for each in counted]
    named = [BATCH_ID.sub(lambda found: names.get(found[0], found[0]), each) for each in told]
    return hashlib.sha256("\n".join(sorted(named)).encode()).hexdigest()


def main() -> None:
    from tests.browser.city import small_yunlan  # noqa: PLC0415  its imports are those of the browser tests

    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cells", type=int, default=200)
    arguments.add_argument("--together", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--init", action="store_true", help="the city that `shuzhi init` writes instead")
    asked = arguments.parse_args()
    chance = random.Random(asked.seed)
    found: list[Changed] = []
    with tempfile.TemporaryDirectory() as temp:
        folder = Path(temp) / "city"
        if asked.init:
            write_city(folder)
        else:
            folder = small_yunlan(Path(temp))
        base = made(folder)
        print(
            f"{len(base.columns)} columns, {sum(map(len, base.standard.values()))} rows in standard tables",
            flush=True,
        )
        while sum(len(each.cells) for each in found) < asked.cells:
            try:
                found.append(changed(folder, base, chance, asked.together))
            except ShuzhiError as error:
                # A number that stands twice stops a run: nothing changed, nothing to compare.
                print(f"a contract stopped the run: {error.problems[0].where}", flush=True)
                continue
            for at in sorted(found[-1].unpredicted):
                print(f"unpredicted: {at} by one of {[str(cell.at) for cell in found[-1].cells]}")
            for told in found[-1].stray:
                print(f"stray: {told}")
            print(summary(found), flush=True)
    sys.exit(1 if any(each.unpredicted or each.stray for each in found) else 0)


def summary(found: Sequence[Changed]) -> str:
    cells = sum(len(each.cells) for each in found)
    happened = sum(len(each.happened) for each in found)
    together = [(frozenset().union(*each.predicted), each.happened) for each in found]
    predicted = sum(len(each) for each, _ in together)
    return (
        f"{cells} cells in {len(found)} runs: {happened} columns changed, "
        f"{sum(len(each.unpredicted) for each in found)} unpredicted, "
        f"{sum(len(each.stray) for each in found)} stray cells; "
        f"{sum(each.attributed for each in found)} of one cell only; "
        f"predicted {predicted}, borne out {happened / max(predicted, 1):.1%}"
    )


if __name__ == "__main__":
    main()
