"""Is what lineage predicts what happens? Random cells of files are changed, one at a time, and the lake is
made again: nothing may change that was not predicted.

    python -m bench.lineage [--cells 200] [--people 1500] [--payments 6000]

``unpredicted`` counts columns that changed though nothing said they could: it has to be 0. ``borne out`` is the share
of predicted columns that did change; lineage says what a change can reach, and most changes of a cell reach less.
"""

import argparse
import csv
import hashlib
import random
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlglot import exp

from shuzhi.govern.influence import ROWS
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

Seen = Mapping[At, str]


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A cell of a file, what was predicted of its change, and what happened."""

    at: At
    predicted: frozenset[At]
    happened: frozenset[At]

    @property
    def unpredicted(self) -> frozenset[At]:
        return self.happened - self.predicted


def made(folder: Path) -> Seen:
    """Run the city; a digest of the values of each column of every table."""
    city = load_city(folder)
    run_city(city, as_of=AS_OF, tell=lambda _: None)
    with lake_of(city, read_only=True) as lake:
        pipeline = Pipeline(lake=lake, scope=EVERYTHING)
        # A changed file is another batch: batches are told by their files' names instead.
        batches = pipeline.fetch(exp.select("batch", "file").from_(BATCH.tree)).to_pylist()
        names = {row["batch"]: row["file"] for row in batches}
        found: dict[At, str] = {}
        for table in sorted(pipeline.tables()):
            if table.schema not in UNSEEN:
                rows = pipeline.fetch(exp.select("*").from_(table.tree))
                for column in rows.column_names:
                    found[At(str(table), column)] = _digest(rows.column(column).to_pylist(), names)
    return {at: told for at, told in found.items() if at.table in by_table([at])}


def change_cell(folder: Path, chance: random.Random) -> tuple[At, Path, bytes]:
    """Give one cell of a random file another value of its column. Returns the landed column, the file, and its content
    before."""
    city = load_city(folder)
    path = chance.choice(sorted(city.data.rglob("*.csv")))
    before = path.read_bytes()
    try:
        encoding = "utf-8"
        text = before.decode(encoding)
    except UnicodeDecodeError:
        encoding = "gb18030"
        text = before.decode(encoding)
    header, *rows = [row for row in csv.reader(text.splitlines()) if row]
    row, place = chance.choice(rows), chance.randrange(len(header))
    others = sorted({other[place] for other in rows if len(other) == len(header)} - {row[place]})
    row[place] = chance.choice(others) if others else f"{row[place]}1"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])
    source, _ = source_of(city, path)
    return At(str(source.landed), header[place].lstrip("\ufeff")), path, before


def changed(folder: Path, base: Seen, chance: random.Random) -> Changed:
    """Change one cell, run, compare with ``base``, and change it back."""
    at, path, before = change_cell(folder, chance)
    try:
        now = made(folder)
    finally:
        path.write_bytes(before)
    with lake_of(load_city(folder), read_only=True) as lake:
        reached = by_table(reach(inventory(lake), [at]))
    predicted = {each for each in base.keys() | now.keys() if _is_reached(each, reached)}
    happened = {each for each in base.keys() | now.keys() if base.get(each) != now.get(each)}
    return Changed(at=at, predicted=frozenset(predicted), happened=frozenset(happened))


def _is_reached(at: At, reached: Mapping[str, set[str]]) -> bool:
    columns = reached.get(at.table, set())
    return ROWS in columns or at.column in columns


def _digest(values: list[object], names: Mapping[str, str]) -> str:
    told = sorted(repr(unordered(value)) for value in values)
    text = "\n".join(told)
    for batch, name in names.items():
        text = text.replace(batch, name)
    return hashlib.sha256("\n".join(sorted(text.split("\n"))).encode()).hexdigest()


def main() -> None:
    from bench.kill import small_city  # noqa: PLC0415  its imports are the command line's

    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cells", type=int, default=200)
    arguments.add_argument("--people", type=int, default=1_500)
    arguments.add_argument("--payments", type=int, default=6_000)
    arguments.add_argument("--seed", type=int, default=7)
    asked = arguments.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as temp:
        folder = small_city(Path(temp) / "city", people=asked.people, payments=asked.payments)
        base = made(folder)
        found = []
        for number in range(1, asked.cells + 1):
            found.append(changed(folder, base, chance))
            for at in sorted(found[-1].unpredicted):
                print(f"{number}: {found[-1].at} changed {at}, which was not predicted")
    predicted = sum(len(each.predicted) for each in found)
    borne_out = sum(len(each.predicted & each.happened) for each in found)
    unpredicted = sum(len(each.unpredicted) for each in found)
    print(
        f"{len(found)} cells over {len(base)} columns: {sum(bool(each.happened) for each in found)} changed something; "
        f"unpredicted {unpredicted}; predicted {predicted}, borne out {borne_out / max(predicted, 1):.1%}"
    )
    sys.exit(1 if unpredicted else 0)


if __name__ == "__main__":
    main()
