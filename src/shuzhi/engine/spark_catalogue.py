"""The catalogue of a lake on Spark: which Parquet folders make up which table, one file swapped at commit."""

import json
import os
import shutil
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from shuzhi.core.sql import TableName

FILE = "catalogue.json"
TABLES = "tables"


@dataclass(frozen=True)
class Held:
    """A table: its columns with DuckDB types, and the folders (below the lake's) that hold its rows."""

    columns: dict[str, str]
    folders: tuple[str, ...]


Catalogue = dict[TableName, Held]


def read(lake: Path) -> Catalogue:
    """The tables of the last commit; none when nothing was committed yet."""
    path = lake / FILE
    if not path.exists():
        return {}
    entries = json.loads(path.read_text(encoding="utf-8"))["tables"]
    return {
        TableName(entry["schema"], entry["name"]): Held(dict(entry["columns"]), tuple(entry["folders"]))
        for entry in entries
    }


def write(lake: Path, tables: Catalogue) -> None:
    """Make these the lake's tables, at once and lasting."""
    entries = [
        {
            "schema": name.schema,
            "name": name.name,
            "columns": list(held.columns.items()),
            "folders": held.folders,
        }
        for name, held in sorted(tables.items())
    ]
    draft = lake / (FILE + ".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"format": 1, "tables": entries}, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(lake / FILE)


def new_folder() -> str:
    """Where rows not yet committed go, relative to the lake. Its name says nothing of what it holds."""
    return f"{TABLES}/{uuid.uuid4().hex}"


def complete(folder: Path, schema: pa.Schema) -> int:
    """Count the rows written into a folder; where no rows made no file, write an empty one."""
    files = sorted(folder.glob("*.parquet"))
    if not files:
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(schema.empty_table(), folder / "empty.parquet")
    return sum(pq.read_metadata(file).num_rows for file in files)


def remove_unknown(lake: Path, tables: Catalogue) -> None:
    """Remove every folder no table needs: what killed runs left, and what was replaced."""
    known = {folder for held in tables.values() for folder in held.folders}
    for folder in (lake / TABLES).glob("*"):
        if f"{TABLES}/{folder.name}" not in known:
            shutil.rmtree(folder)


def remove(lake: Path, folders: Iterable[str]) -> None:
    for folder in folders:
        shutil.rmtree(lake / folder, ignore_errors=True)
