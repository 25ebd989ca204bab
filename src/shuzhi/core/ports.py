"""What the layers ask of an engine. Implemented in ``shuzhi.engine``, reached through ``secure.gateway`` only."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import pyarrow as pa
from sqlglot import exp

from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName

Progress = Callable[[float], None]
"""Told the share done of the running statement, 0 to 1."""

FileForm = Literal["xlsx", "csv", "parquet"]
"""As what rows leave as a file."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How one file becomes rows: a query over DuckDB's file readers.

    The query returns every column of ``columns`` as text, then ``_batch``, ``_row`` (BIGINT) and ``_hash``.
    ``records`` is how many rows the file has, counted apart from the reader; ``quarantine`` the bad ones known
    before landing, ``set_aside`` those that are no records (totals, notes). Where the query turns out not to add
    up to them, ``carefully`` makes the reading that does.
    """

    source: str
    path: Path
    batch: str
    columns: tuple[str, ...]
    query: exp.Query
    records: int
    quarantine: pa.Table
    warnings: tuple[Problem, ...] = ()
    carefully: "Callable[[], Reading] | None" = None
    set_aside: pa.Table | None = None

    @property
    def aside(self) -> int:
        """How many rows are set aside."""
        return 0 if self.set_aside is None else self.set_aside.num_rows


@dataclass(frozen=True, kw_only=True)
class Landed:
    """What became of a file: rows added, and rejected lines (source, file, _batch, line, reason, content)."""

    landed: int
    rejects: pa.Table


@dataclass(frozen=True, kw_only=True)
class Touched:
    """Everything the engine's parser finds in one SELECT: tables as (catalogue, schema, name), functions, CTE names,
    and kinds of nodes."""

    tables: frozenset[tuple[str, str, str]]
    functions: frozenset[str]
    ctes: frozenset[str]
    kinds: frozenset[str]


class Engine(Protocol):
    """A lake that runs DuckDB-dialect trees. Tables are replaced or appended to whole, inside transactions.

    One thread writes. A lake opened to be read may be asked by many at once, and answers as of the last commit.
    """

    dialect: str
    """The SQL dialect trees are transpiled to."""
    has_snapshots: bool
    """Can the lake be read as it was at an earlier commit?"""

    def snapshot(self) -> str | None:
        """A name for the lake's state as of its last commit: what is equal under it is answered equally. None where
        the engine cannot tell."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Everything written inside becomes visible at once, or never."""
        ...

    def tables(self) -> set[TableName]: ...

    def columns(self, table: TableName) -> dict[str, str]:
        """Column names and DuckDB types, in order. Raises ShuzhiError if there is no such table."""
        ...

    def describe(self, query: exp.Query) -> dict[str, str]:
        """Column names and DuckDB types a query would return, without running it."""
        ...

    def replace(self, table: TableName, query: exp.Query) -> int:
        """Make the table hold exactly the query's rows. Returns the count."""
        ...

    def name(self, table: TableName, query: exp.Query) -> int:
        """Make the table a name for the query: read when it is read, copied only where the engine cannot help it.
        Returns the rows it has now."""
        ...

    def append(self, table: TableName, query: exp.Query) -> int:
        """Add the query's rows, by column name; new columns widen the table, absent ones are NULL."""
        ...

    def append_arrow(self, table: TableName, rows: pa.Table) -> int: ...

    def replace_arrow(self, table: TableName, rows: pa.Table) -> int: ...

    def append_files(self, table: TableName, reading: Reading, progress: Progress | None = None) -> Landed:
        """Add a file's rows; new columns widen the table. Lines the reader rejects come back, and are not added."""
        ...

    def delete(self, table: TableName, where: exp.Expr) -> None: ...

    def drop(self, table: TableName) -> None: ...

    def fetch(self, query: exp.Query) -> pa.Table: ...

    def stream(self, query: exp.Query) -> AbstractContextManager[pa.RecordBatchReader]:
        """The answer batch by batch, for more rows than should be in memory at once."""
        ...

    def watched(self, progress: Progress) -> AbstractContextManager[None]:
        """While inside, the share done of the running statement is told several times a second."""
        ...

    def publish(self, tables: Mapping[TableName, Sequence[str]]) -> None:
        """Keep copies of exactly these tables, sorted by these columns, where readers are answered faster by copies.

        What readers are told never depends on it. Not inside a transaction. A name of no table is passed over.
        """
        ...

    def sweep(self) -> None:
        """Remove files left by killed runs and by snapshots past their time."""
        ...

    def close(self) -> None: ...


class FileReader(Protocol):
    """DuckDB's readers, used on departments' files before they are landed. No access to the lake."""

    def fetch(self, query: exp.Query) -> pa.Table: ...

    def run(self, statement: exp.Expr) -> None: ...
