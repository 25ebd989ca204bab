"""The only door to data: every read and write, by a person or by the pipeline, is checked and recorded here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, Refused
from shuzhi.core.ports import Engine, FileReader, Landed, Progress, Reading
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.engine.duckdb import DuckLake
from shuzhi.engine.files import DuckDBFiles
from shuzhi.secure import audit
from shuzhi.secure.policy import Grant, Reader, Scope, grants_for
from shuzhi.secure.rewrite import rewrite

AUDIT = "audit.jsonl"


@dataclass(frozen=True, kw_only=True)
class Lake:
    """An open lake behind the door. Nobody but this module touches ``engine``."""

    engine: Engine
    audit: Path


@dataclass(frozen=True, kw_only=True)
class EngineSettings:
    """``remote`` (sc://…): Spark Connect instead of DuckDB. ``memory`` and ``threads`` limit DuckDB."""

    remote: str | None = None
    memory: str = "3GB"
    threads: int | None = None


@contextmanager
def open_lake(
    folder: Path, settings: EngineSettings | None = None, *, read_only: bool = False
) -> Iterator[Lake]:
    """The lake in a folder. Raises ShuzhiError when there is none to read, or another process is writing it."""
    engine = _open(folder, settings or EngineSettings(), read_only=read_only)
    try:
        yield Lake(engine=engine, audit=folder / AUDIT)
    finally:
        engine.close()


def _open(folder: Path, settings: EngineSettings, *, read_only: bool) -> Engine:
    if settings.remote is None:
        return DuckLake(folder, read_only=read_only, memory=settings.memory, threads=settings.threads)
    # The Spark client is an extra: cities on one machine do not install it.
    from shuzhi.engine.spark import SparkConnect  # noqa: PLC0415

    return SparkConnect(folder, settings.remote, read_only=read_only)


def file_reader() -> FileReader:
    """DuckDB's readers on departments' files; it sees no lake."""
    return DuckDBFiles()


def read(
    lake: Lake,
    reader: Reader,
    query: exp.Query,
    *,
    grants: Sequence[Grant],
    columns: Mapping[TableName, Mapping[str, str]],
    today: date,
) -> pa.Table:
    """What the reader may see of a query's answer. Raises Refused; both outcomes are recorded."""
    tables = sql.tables_read(query)
    about: dict[str, object] = {
        "purpose": reader.purpose,
        "tables": sorted(map(str, tables)),
        "query": sql.text(query),
    }
    granted = {table: grants_for(grants, reader, table, today) for table in tables}
    try:
        permitted = rewrite(query, granted, columns)
    except Refused:
        audit.record(lake.audit, by=reader.name, action="read refused", about=about)
        raise
    audit.record(lake.audit, by=reader.name, action="read", about=about)
    return lake.engine.fetch(permitted)


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """The lake as one step of the pipeline sees it: its declared inputs and its own outputs, nothing else."""

    lake: Lake
    scope: Scope

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self.lake.engine.transaction():
            yield

    def exists(self, table: TableName) -> bool:
        return table in self.lake.engine.tables()

    def tables(self) -> set[TableName]:
        return {table for table in self.lake.engine.tables() if self.scope.may_read(table)}

    def columns(self, table: TableName) -> dict[str, str]:
        self._may_read({table})
        return self.lake.engine.columns(table)

    def describe(self, query: exp.Query) -> dict[str, str]:
        self._may_read(sql.tables_read(query))
        return self.lake.engine.describe(query)

    def fetch(self, query: exp.Query) -> pa.Table:
        self._may_read(sql.tables_read(query))
        return self.lake.engine.fetch(query)

    def replace(self, table: TableName, query: exp.Query) -> int:
        self._may_read(sql.tables_read(query))
        return self._wrote("replace", table, lambda: self.lake.engine.replace(table, query))

    def name(self, table: TableName, query: exp.Query) -> int:
        self._may_read(sql.tables_read(query))
        return self._wrote("name", table, lambda: self.lake.engine.name(table, query))

    def append(self, table: TableName, query: exp.Query) -> int:
        self._may_read(sql.tables_read(query))
        return self._wrote("append", table, lambda: self.lake.engine.append(table, query))

    def replace_arrow(self, table: TableName, rows: pa.Table) -> int:
        return self._wrote("replace", table, lambda: self.lake.engine.replace_arrow(table, rows))

    def append_arrow(self, table: TableName, rows: pa.Table) -> int:
        return self._wrote("append", table, lambda: self.lake.engine.append_arrow(table, rows))

    def append_files(self, table: TableName, reading: Reading, progress: Progress | None = None) -> Landed:
        self._may_write(table)
        landed = self.lake.engine.append_files(table, reading, progress)
        self._record("land", table, landed.landed)
        return landed

    def delete(self, table: TableName, where: exp.Expr) -> None:
        self._may_write(table)
        self.lake.engine.delete(table, where)
        self._record("delete", table, None)

    def drop(self, table: TableName) -> None:
        self._may_write(table)
        self.lake.engine.drop(table)
        self._record("drop", table, None)

    @contextmanager
    def watched(self, progress: Progress) -> Iterator[None]:
        with self.lake.engine.watched(progress):
            yield

    def sweep(self) -> None:
        self.lake.engine.sweep()

    def _wrote(self, action: str, table: TableName, write: Callable[[], int]) -> int:
        self._may_write(table)
        rows = write()
        self._record(action, table, rows)
        return rows

    def _record(self, action: str, table: TableName, rows: int | None) -> None:
        audit.record(
            self.lake.audit, by=self.scope.name, action=action, about={"table": str(table), "rows": rows}
        )

    def _may_read(self, tables: set[TableName]) -> None:
        outside = sorted(str(table) for table in tables if not self.scope.may_read(table))
        if outside:
            raise _outside(self.scope, outside)

    def _may_write(self, table: TableName) -> None:
        if not self.scope.may_write(table):
            raise _outside(self.scope, [str(table)])


def _outside(scope: Scope, tables: Sequence[str]) -> Refused:
    return Refused(
        [
            Problem(
                what=Text("超出声明的范围", "outside what was declared"),
                where=f"{scope.name} → {'、'.join(tables)}",
                todo=Text(
                    "在 scenario.yml 的 inputs 中声明，并写明依据",
                    "declare it under `inputs` in scenario.yml",
                ),
            )
        ]
    )
