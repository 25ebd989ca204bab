"""Is what lineage predicts what happens? Random cells of the demo city's files are changed, the city is run again,
and nothing may change that was not predicted.

    python -m bench.lineage [--cells 200] [--together 20] [--init]

Many cells are changed in one run, each in a file of another source, and put together so that what is predicted of
one is predicted of few others: what one of them changes unpredicted is hidden only where another of its run predicts
the very column, and ``of one cell only`` says of how much of what changed that cannot be. Each run is compared with
the one before it. In the standard tables, whose rows have a place in a file, the check is by the cell: the changed
row, in the columns made from the changed one, and no other.
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
from shuzhi.run.impact import WORKINGS, by_table, reach
from shuzhi.run.intake import source_of
from shuzhi.run.inventory import At, Inventory, inventory
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING, unordered

AS_OF = date(2026, 6, 30)
UNSEEN = frozenset({"meta", "landed"})
"""Schemas that tell of files and runs as such: every change of a file changes them."""
SINCE_LAST = re.compile(r"linkage\.(place_(new|kept)|(company|person)_(name|\w+_kept|anew))")
"""Work tables of what is new since the run before, and of what was there already: they tell of runs, too,"""
KEPT = re.compile(r"linkage\.(company|person)_(content\.fresh|(candidate|chance)\.pattern)")
"""and so do columns of what the run before knew of a record or a pair."""
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
    """A cell of a file to be changed: its landed column, the file, and the place of its row among the whole ones."""

    at: At
    file: Path
    row: int
    column: int


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
            if table.schema in UNSEEN | WORKINGS or SINCE_LAST.fullmatch(str(table)):
                continue
            rows = pipeline.fetch(exp.select("*").from_(table.tree))
            columns |= {
                At(str(table), name): _digest(rows.column(name), names)
                for name in rows.column_names
                if not KEPT.fullmatch(f"{table}.{name}")
            }
            if table.schema == "standard":
                standard[str(table)] = _by_place(rows, names)
    return Seen(columns=columns, standard=standard)


def draw(folder: Path, chance: random.Random, number: int) -> list[Cell]:
    """So many cells: of a source, of one of its files, of a row with all of its fields, each drawn alike."""
    city = load_city(folder)
    files: dict[TableName, list[Path]] = {}
    for path in sorted(city.data.rglob("*.csv")):
        files.setdefault(source_of(city, path)[0].landed, []).append(path)
    found: dict[tuple[Path, int, int], Cell] = {}
    while len(found) < number:
        landed = chance.choice(sorted(files, key=str))
        path = chance.choice(files[landed])
        _, header, rows = _read(path)
        row, column = chance.randrange(len(_whole(header, rows))), chance.randrange(len(header))
        at = At(str(landed), header[column].lstrip("\ufeff"))
        found[path, row, column] = Cell(at=at, file=path, row=row, column=column)
    return list(found.values())


def grouped(
    cells: Sequence[Cell], reached: Mapping[At, frozenset[At]], together: int
) -> list[tuple[Cell, ...]]:
    """Cells of one run: no two of a source, and each where the fewest others are predicted to reach what it reaches."""
    groups: list[list[Cell]] = [[] for _ in range(-(-len(cells) // together))]
    for cell in sorted(cells, key=lambda each: (-len(reached[each.at]), str(each.at))):
        free = [
            group
            for group in groups
            if len(group) < together and all(other.at.table != cell.at.table for other in group)
        ]
        if not free:
            groups.append([cell])
            continue
        min(
            free,
            key=lambda group: (sum(len(reached[cell.at] & reached[each.at]) for each in group), len(group)),
        ).append(cell)
    return [tuple(group) for group in groups if group]


def _read(path: Path) -> tuple[str, list[str], list[list[str]]]:
    """Its encoding, its header and its rows."""
    content = path.read_bytes()
    try:
        encoding = "utf-8"
        text = content.decode(encoding)
    except UnicodeDecodeError:
        encoding = "gb18030"
        text = content.decode(encoding)
    header, *rows = [row for row in csv.reader(text.splitlines()) if row]
    return encoding, header, rows


def _whole(header: Sequence[str], rows: Sequence[list[str]]) -> list[list[str]]:
    """Broken lines are quarantined whatever stands in them."""
    return [row for row in rows if len(row) == len(header)]


def _change(cell: Cell, chance: random.Random) -> None:
    """Another value of its column, where there is one."""
    encoding, header, rows = _read(cell.file)
    whole = _whole(header, rows)
    row = whole[cell.row]
    others = sorted({other[cell.column] for other in whole} - {row[cell.column]})
    row[cell.column] = chance.choice(others) if others else f"{row[cell.column]}1"
    with cell.file.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])


def changed(
    folder: Path, base: Seen, cells: tuple[Cell, ...], held: Inventory, chance: random.Random
) -> tuple[Changed, Seen]:
    """Change these cells, run, compare with ``base``. A run that a contract stops leaves the files as they were."""
    before = {cell.file: cell.file.read_bytes() for cell in cells}
    for cell in cells:
        _change(cell, chance)
    try:
        now = made(folder)
    except ShuzhiError:
        for file, content in before.items():
            file.write_bytes(content)
        raise
    reached = [by_table(reach(held, [cell.at])) for cell in cells]
    every = base.columns.keys() | now.columns.keys()
    told = Changed(
        cells=cells,
        predicted=tuple(frozenset(at for at in every if _is_reached(at, one)) for one in reached),
        happened=frozenset(at for at in every if base.columns.get(at) != now.columns.get(at)),
        stray=tuple(_stray(base, now, cells, reached)),
    )
    return told, now


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
    arguments.add_argument("--together", type=int, default=20)
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
        city = load_city(folder)
        with lake_of(city, read_only=True) as lake:
            held = inventory(lake, city)
        print(
            f"{len(base.columns)} columns, {sum(map(len, base.standard.values()))} rows in standard tables",
            flush=True,
        )
        while (left := asked.cells - sum(len(each.cells) for each in found)) > 0:
            cells = draw(folder, chance, left)
            reached = {cell.at: _columns(by_table(reach(held, [cell.at])), base) for cell in cells}
            for group in grouped(cells, reached, asked.together):
                try:
                    told, base = changed(folder, base, group, held, chance)
                except ShuzhiError as error:
                    # A number that stands twice stops a run: nothing changed, nothing to compare.
                    print(f"a contract stopped the run: {error.problems[0].where}", flush=True)
                    continue
                found.append(told)
                for at in sorted(told.unpredicted):
                    print(f"unpredicted: {at.table}.{at.column}")
                if told.unpredicted:
                    print("  by one of " + ", ".join(f"{c.at.table}.{c.at.column}" for c in group))
                for each in told.stray:
                    print(f"stray: {each}")
                print(summary(found), flush=True)
    sys.exit(1 if any(each.unpredicted or each.stray for each in found) else 0)


def _columns(reached: Mapping[str, set[str]], base: Seen) -> frozenset[At]:
    return frozenset(at for at in base.columns if _is_reached(at, reached))


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
