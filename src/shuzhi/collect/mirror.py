"""What a feed brought: a folder of Parquet parts that together are the source as of the last whole pull.

Parts are files like any others: landing knows each by its content. New parts are written in a hidden folder and become
part of the mirror all at once; killed at any moment, the mirror is the former one or the new one.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

STAGED = ".new"
LIST = "parts.json"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part: its file's stem, its rows, and the place of its last row in the source's order, as text."""

    name: str
    rows: int
    upto: tuple[str, ...] = ()


class Mirror:
    """The mirror in a folder (which need not be there yet). Only one process may write to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new = folder / STAGED

    @contextmanager
    def locked(self) -> Iterator["Mirror"]:
        """The right to write to it. A publication that was cut off is carried on with first."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ShuzhiError([_busy(self._folder.name)]) from None
            self._finish()
            yield self

    def is_whole(self) -> bool:
        """Was there ever a whole pull?"""
        return (self._folder / LIST).exists()

    def parts(self) -> list[Part]:
        """The parts of the last whole pull, in the source's order."""
        path = self._folder / LIST
        if not path.exists():
            return []
        told = json.loads(path.read_text(encoding="utf-8"))
        return [Part(name=part["name"], rows=part["rows"], upto=tuple(part["upto"])) for part in told]

    def has(self, name: str) -> bool:
        """Is there a part of that name, of the last pull or of one that was cut off?"""
        return (self._folder / _file(name)).exists() or (self._new / _file(name)).exists()

    def forget_staged(self) -> None:
        """What a pull that was cut off left is of no use."""
        shutil.rmtree(self._new, ignore_errors=True)

    def stage(self, name: str, rows: pa.Table) -> None:
        """Keep a part until the pull is whole. It is there whole or not at all."""
        self._new.mkdir(parents=True, exist_ok=True)
        path = self._new / _file(name)
        half = path.with_suffix(".half")
        # Two parts may hold the same rows: they are still two files.
        named = rows.replace_schema_metadata({"part": name})
        pq.write_table(named, half, compression="zstd", compression_level=1)
        _settle(half, path)

    def read(self, name: str) -> pa.Table:
        """The rows of a part of the last pull."""
        return pq.read_table(self._folder / _file(name)).replace_schema_metadata()

    def publish(self, parts: Sequence[Part]) -> None:
        """Make these parts, kept or staged, the mirror."""
        self._new.mkdir(parents=True, exist_ok=True)
        half = self._new / f"{LIST}.half"
        half.write_text(json.dumps([asdict(part) for part in parts], ensure_ascii=False), encoding="utf-8")
        _settle(half, self._new / LIST)
        self._finish()

    def _finish(self) -> None:
        """Carry on with a publication from wherever it was cut off."""
        ready = self._new / LIST
        if not ready.exists():
            return
        wanted = {_file(part["name"]) for part in json.loads(ready.read_text(encoding="utf-8"))}
        for name in sorted(wanted):
            if (self._new / name).exists():
                (self._new / name).replace(self._folder / name)
        for path in self._folder.glob("*.parquet"):
            if path.name not in wanted:
                path.unlink()
        ready.replace(self._folder / LIST)
        shutil.rmtree(self._new)


def _file(name: str) -> str:
    return f"{name}.parquet"


def _busy(name: str) -> Problem:
    return Problem(
        what=Text("另一个进程正在取这个来源", "another process is pulling this source"),
        where=name,
        todo=Text("等它结束后再运行", "run again when it has finished"),
        warning=True,
    )


def _settle(half: Path, path: Path) -> None:
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.replace(path)
