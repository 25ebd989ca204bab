"""One fictional prefecture for every rival: landed once, and written as Parquet for those who have no lake."""

import os
import re
import shutil
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import yaml
from sqlglot import exp

from bench.intake import Cost, measure
from shuzhi.core.elements import regions
from shuzhi.packs.generate import generate
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from shuzhi.run.land import land
from shuzhi.run.loop import lake_of
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Scope

REPOSITORY = Path(__file__).parent.parent.parent
YUNLAN = REPOSITORY / "cities" / "yunlan" / "city.yml"
READING = Scope(name="bench:screening", reads=("landed.*",), writes=())
GROUP = 122_880
"""Rows a Parquet row group, as DuckDB writes them."""


@dataclass(frozen=True, kw_only=True)
class Size:
    payments: int
    people: int
    density: float = 1.0
    seed: int = 301


def exactly(folder: Path) -> Path:
    """A copy of the scenarios in which ``subsidy`` tells people by valid id numbers alone."""
    copied = Path(
        shutil.copytree(REPOSITORY / "scenarios" / "subsidy", folder / "scenarios" / "subsidy")
    ).parent
    for path in copied.rglob("*.*"):
        if path.suffix in {".sql", ".yml"}:
            told = path.read_text(encoding="utf-8").replace("fused.", "standard.")
            path.write_text(
                re.sub(r"^(people|relations):\n(  .*\n)+", "", told, flags=re.MULTILINE), encoding="utf-8"
            )
    return copied


def prepare(folder: Path, size: Size) -> Cost | None:
    """Make the folder: ``city.yml``, the lake with landed rows and nothing else, ``landed/<源>.parquet``.

    Returns what landing cost, or None where the folder had been made before. The departments' files are
    deleted when they have been landed.
    """
    ready = folder / "ready"
    if ready.exists():
        return None
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _write_city(folder, size)
    measure(_generate, folder)
    cost = measure(_land, folder)
    measure(_export, folder)
    shutil.rmtree(folder / "data")
    (folder / "data").mkdir()
    ready.touch()
    return cost


def copy_of_lake(folder: Path, to: Path) -> None:
    """The prepared city again, its lake holding the landed rows only; data files are linked, not copied."""
    shutil.copytree(folder / "lake" / "data", to / "lake" / "data", copy_function=os.link)
    for file in (folder / "lake").iterdir():
        if file.is_file():
            shutil.copy(file, to / "lake")
    (to / "data").mkdir()
    for name in ("city.yml", "secret.key"):
        if (folder / name).exists():
            shutil.copy(folder / name, to)


def prepared_city(folder: Path) -> City:
    return load_city(folder)


def _write_city(folder: Path, size: Size) -> None:
    file = yaml.safe_load(YUNLAN.read_text(encoding="utf-8"))
    file.pop("map", None)
    file |= {
        "scenarios": ["subsidy"],
        # Rivals tell people by valid id numbers; so does the run they are held against.
        "scenario_path": [str(exactly(folder))],
        "generate": {"subsidy": vars(size)},
        "grants": [],
    }
    text = yaml.safe_dump(file, allow_unicode=True, sort_keys=False)
    (folder / "city.yml").write_text(text, encoding="utf-8")


def _generate(folder: Path) -> None:
    generate(load_city(folder))


def _land(folder: Path) -> None:
    city = load_city(folder)
    with lake_of(city) as lake:
        land(lake, city, lambda _: None, as_of=date(2026, 6, 30))


def _export(folder: Path) -> None:
    city = load_city(folder)
    out = folder / "landed"
    out.mkdir()
    write = partial(pq.write_table, row_group_size=GROUP, compression="snappy")
    with lake_of(city, read_only=True) as lake:
        book = Pipeline(lake=lake, scope=READING)
        for source in city.sources:
            headers = [name for name in book.columns(source.landed) if not name.startswith("_")]
            query = exp.select(*[exp.column(name, quoted=True) for name in headers]).from_(source.landed.tree)
            write(book.fetch(query), out / f"{source.name}.parquet")
    write(regions([vars(region) for region in city.regions]), out / "region.parquet")
