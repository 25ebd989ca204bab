"""Quarantined records that somebody mended: kept beside the city, landed in their own places, once.

``repairs/<batch>.jsonl`` has a line for each: its number among the file's records and what its columns should say.
The lake can be lost and made again: landing the file again takes the repairs with it.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.platform_tables import QUARANTINE
from shuzhi.packs.schema import City, Source
from shuzhi.secure.gateway import Pipeline

FOLDER = "repairs"
PROVENANCE = ("_batch", "_row", "_hash")


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What repairs did for a batch: how many records landed, and which are still bad."""

    repaired: int
    still_bad: pa.Table


@dataclass(frozen=True, kw_only=True)
class Repair:
    """One record as it should have been."""

    row: int
    values: Mapping[str, str | None]
    by: str
    at: str


def keep(city: City, batch: str, repairs: Sequence[Repair]) -> int:
    """Write repairs down before anything else happens; one already there stays. Returns how many are new."""
    known = {repair.row for repair in kept(city, batch)}
    new = {repair.row: repair for repair in repairs if repair.row not in known}
    if not new:
        return 0
    path = _path(city, batch)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = _whole_lines(path)
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        draft.chmod(0o600)
        file.write(
            before
            + b"".join(json.dumps(vars(new[row]), ensure_ascii=False).encode() + b"\n" for row in sorted(new))
        )
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return len(new)


def kept(city: City, batch: str) -> list[Repair]:
    return [Repair(**json.loads(line)) for line in _whole_lines(_path(city, batch)).splitlines()]


def replay(pipeline: Pipeline, source: Source, batch: str, city: City, bad: pa.Table) -> Mended:
    """Land what was mended of a batch's bad records, inside a transaction. Those without a repair stay bad."""
    numbers = set(bad.column("_row").to_pylist())
    ready = [repair for repair in kept(city, batch) if repair.row in numbers]
    if not ready:
        return Mended(repaired=0, still_bad=bad)
    columns = [name for name in pipeline.columns(source.landed) if name not in PROVENANCE]
    pipeline.append_arrow(source.landed, _rows(ready, batch, columns))
    mended = pc.is_in(bad.column("_row"), pa.array([repair.row for repair in ready], pa.int64()))
    return Mended(repaired=len(ready), still_bad=bad.filter(pc.invert(mended)))


def quarantined(pipeline: Pipeline, batch: str) -> pa.Table:
    """A batch's bad records as the lake holds them."""
    mine = sql.column("_batch").eq(sql.literal(batch))
    return pipeline.fetch(exp.select("*").from_(QUARANTINE.tree).where(mine))


def check(source: str, columns: Sequence[str], repairs: Sequence[Repair]) -> None:
    """Raises ShuzhiError for a repair that names a column the file does not have."""
    unknown = sorted({name for repair in repairs for name in repair.values} - set(columns))
    if unknown:
        raise ShuzhiError(
            [
                Problem(
                    what=Text(f"没有列：{'、'.join(unknown)}", f"there is no column {', '.join(unknown)}"),
                    where=source,
                    todo=Text("修复表的表头请保持原样", "keep the header of the repair sheet as it was"),
                )
            ]
        )


def _rows(repairs: Sequence[Repair], batch: str, columns: Sequence[str]) -> pa.Table:
    values: dict[str, list[Any]] = {name: [repair.values.get(name) for repair in repairs] for name in columns}
    hashes = [_hash([repair.values.get(name) for name in columns]) for repair in repairs]
    arrays = [pa.array(cells, pa.string()) for cells in values.values()]
    rows = [
        pa.array([batch] * len(repairs)),
        pa.array([repair.row for repair in repairs], pa.int64()),
        pa.array(hashes),
    ]
    return pa.table([*arrays, *rows], names=[*columns, *PROVENANCE])


def _hash(values: Sequence[str | None]) -> str:
    """As landing makes it: it tells changes, it protects nothing."""
    joined = "\x1f".join("\0" if value is None else value for value in values)
    return hashlib.md5(joined.encode(), usedforsecurity=False).hexdigest()[:16]


def _path(city: City, batch: str) -> Path:
    return city.folder / FOLDER / f"{batch}.jsonl"


def _whole_lines(path: Path) -> bytes:
    data = path.read_bytes() if path.exists() else b""
    return data[: data.rfind(b"\n") + 1]
