"""The default engine: DuckDB on DuckLake, a locked catalogue and encrypted Parquet in one folder."""

import contextlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.ports import Landed, Progress, Reading
from shuzhi.core.sql import TableName
from shuzhi.engine.catalogue import Catalogue
from shuzhi.engine.connections import LAKE, METADATA, attach, connect, lock_down, watched
from shuzhi.engine.files import append_reading
from shuzhi.engine.problems import as_of_snapshot, duckdb_told, no_lake, no_such_table, write_lock
from shuzhi.engine.published import Copies, Published
from shuzhi.engine.threads import Threads

BATCH = 4_096
"""Rows of a stream at a time."""
ARROW = TableName("main", "_arrow")
"""What rows of this process are called while they are written."""


class DuckLake:
    """A lake in a folder. One process writes at a time (a lock says so); readers do not wait.

    A lake opened to be read answers several threads at once, each question from the newest snapshot.
    ``memory`` is DuckDB's own limit for buffers, in its notation. What does not fit spills into the folder.
    """

    dialect = "duckdb"
    has_snapshots = True

    def __init__(
        self,
        folder: Path,
        *,
        read_only: bool = False,
        memory: str = "3GB",
        threads: int | None = None,
        at: int | None = None,
    ) -> None:
        self._lock = None if read_only else write_lock(folder)
        if not read_only:
            os.umask(0o077)  # what the lake writes is nobody else's
        self._folder = folder
        self._catalogue = Catalogue(folder)
        if not self._catalogue.open(make=not read_only) or (read_only and not self._catalogue.is_made()):
            raise no_lake(folder)
        self._connection = connect(folder, memory=memory, threads=threads)
        new = not read_only and not self._catalogue.is_made()
        self._at = at
        with as_of_snapshot(at):
            attach(self._connection, folder, self._catalogue.path, read_only=read_only, new=new, snapshot=at)
        if read_only:
            lock_down(self._connection, folder)
            # Copies are of the lake as it is now.
            self._published = Published(self._connection, folder) if at is None else None
            self._owned = threading.local()
        else:
            self._copies = Copies(self._connection, folder)
            self._threads = Threads(self._connection, METADATA)
        self._depth = 0
        self._seen: tuple[object, str] = (None, "")
        # Only the writer may remember which tables there are: nobody else can change that while it holds the lock.
        self._known: set[TableName] | None = None
        self._columns: dict[TableName, dict[str, str]] = {}
        self._schemas: set[str] = set()

    def snapshot(self) -> str | None:
        if self._at is not None:
            return str(self._at)
        touched = self._catalogue.touched()
        if touched is None or touched != self._seen[0]:
            last = f"select snapshot_id || ' ' || snapshot_time from {METADATA}.ducklake_snapshot order by snapshot_id"
            with self._asking() as connection:
                (told,) = connection.execute(f"{last} desc limit 1").fetchone() or ("",)
            self._seen = (touched, told)
        return self._seen[1]

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        if self._depth:
            raise RuntimeError("transactions do not nest")
        self._run("begin")
        self._depth = 1
        try:
            yield
        except BaseException:
            self._depth, self._known = 0, None
            self._columns.clear()
            self._schemas.clear()
            self._threads.forget()
            with contextlib.suppress(duckdb.Error):
                self._connection.execute("rollback")
            raise
        self._depth = 0
        self._run("commit")
        self._catalogue.seal_in_time()

    def tables(self) -> set[TableName]:
        if self._known is None or self._lock is None:
            self._known = set(self._described())
        return self._known

    def columns(self, table: TableName) -> dict[str, str]:
        if table not in self.tables():
            raise no_such_table(table)
        if self._lock is None or table not in self._columns:
            self._columns = self._described()
        return self._columns[table]

    def describe(self, query: exp.Query) -> dict[str, str]:
        with self._asking() as connection:
            rows = connection.execute(f"describe {sql.text(query)}").fetchall()
        return {name: type_ for name, type_, *_ in rows}

    def replace(self, table: TableName, query: exp.Query) -> int:
        self._copies.changes(table)
        self._make_schema(table)
        self._unname(table, "view")
        self._changed(table)
        with self._threads.for_reading(query):
            rows = self._count(f"create or replace table {sql.text(table.tree)} as {sql.text(query)}")
        self._threads.holds(table, rows)
        return rows

    def name(self, table: TableName, query: exp.Query) -> int:
        self._copies.changes(table)
        self._make_schema(table)
        self._unname(table, "table")
        self._run(f"create or replace view {sql.text(table.tree)} as {sql.text(query)}")
        self._changed(table)
        return self._count(f"select count(*) from {sql.text(table.tree)}")

    def append(self, table: TableName, query: exp.Query) -> int:
        if table not in self.tables():
            return self.replace(table, query)
        self._copies.changes(table)
        self._widen(table, self.describe(query))
        with self._threads.for_reading(query):
            rows = self._count(f"insert into {sql.text(table.tree)} by name {sql.text(query)}")
        self._threads.came(table, rows)
        return rows

    def replace_arrow(self, table: TableName, rows: pa.Table) -> int:
        with self._registered(rows) as view:
            return self.replace(table, view)

    def append_arrow(self, table: TableName, rows: pa.Table) -> int:
        with self._registered(rows) as view:
            return self.append(table, view)

    def append_files(self, table: TableName, reading: Reading, progress: Progress | None = None) -> Landed:
        types = dict.fromkeys(reading.columns, "VARCHAR") | {
            "_batch": "VARCHAR",
            "_row": "BIGINT",
            "_hash": "VARCHAR",
        }
        self._copies.changes(table)
        if table in self.tables():
            self._widen(table, types)
        else:
            empty = exp.select(
                *[exp.alias_(sql.null(type_), name, quoted=True) for name, type_ in types.items()]
            )
            self.replace(table, empty.where(exp.false()))
        with duckdb_told(), watched(self._connection, progress):
            landed = append_reading(self._connection, sql.text(table.tree), reading)
        self._threads.came(table, landed.landed)
        return landed

    def delete(self, table: TableName, where: exp.Expr) -> None:
        self._copies.changes(table)
        self._run(f"delete from {sql.text(table.tree)} where {sql.text(where)}")

    def drop(self, table: TableName) -> None:
        self._copies.changes(table)
        self._unname(table, "view")
        self._run(f"drop table if exists {sql.text(table.tree)}")
        self._known = None
        self._columns.pop(table, None)

    def fetch(self, query: exp.Query) -> pa.Table:
        if self._lock is None and self._published is not None:
            with duckdb_told():
                answer = self._published.fetch(query)
            if answer is not None:
                return answer
        with self._asking(query) as connection:
            return connection.execute(sql.text(query)).to_arrow_table()

    @contextlib.contextmanager
    def stream(self, query: exp.Query) -> Iterator[pa.RecordBatchReader]:
        """The answer batch by batch, straight from the lake, on a connection of its own."""
        with duckdb_told(), self._connection.cursor() as own:
            own.execute(f"use {LAKE}")
            yield own.execute(sql.text(query)).to_arrow_reader(BATCH)

    def publish(self, tables: Mapping[TableName, Sequence[str]]) -> None:
        # Copies must never be of a later lake than a crash leaves.
        self._catalogue.seal()
        made_of = {table: self._made_of(table) for table in tables if table in self.tables()}
        with duckdb_told():
            self._copies.publish({table: (tables[table], made_of[table]) for table in made_of})

    @contextlib.contextmanager
    def watched(self, progress: Progress) -> Iterator[None]:
        """While inside, the share done of the running statement is told about five times a second."""
        with watched(self._connection, progress):
            yield

    def sweep(self) -> None:
        """Remove files that no snapshot knows (a killed run leaves them) or that no kept snapshot needs."""
        self._run(f"call ducklake_expire_snapshots('{LAKE}', older_than => now() - interval 30 days)")
        # What is locked must never know a file that is gone.
        self._catalogue.seal()
        self._run(f"call ducklake_cleanup_old_files('{LAKE}', cleanup_all => true)")
        self._run(f"call ducklake_delete_orphaned_files('{LAKE}', cleanup_all => true)")

    def close(self) -> None:
        self._connection.close()
        if self._lock is not None:
            self._catalogue.seal()
            self._lock.close()

    def _described(self) -> dict[TableName, dict[str, str]]:
        """Names and types of all columns of all tables: to ask for one table costs as much, and to ask for
        names of tables alone a hundred times that, for the rows of each are counted."""
        listing = (
            "select schema_name, table_name, column_name, data_type from duckdb_columns() "
            f"where database_name = '{LAKE}' order by schema_name, table_name, column_index"
        )
        with self._asking() as connection:
            rows = connection.execute(listing).fetchall()
        described: dict[TableName, dict[str, str]] = {}
        for schema, name, column, type_ in rows:
            described.setdefault(TableName(schema, name), {})[column] = type_
        return described

    def _changed(self, table: TableName) -> None:
        self._columns.clear()  # names for other tables have their columns
        self._known = None if self._known is None else self._known | {table}

    @contextlib.contextmanager
    def _asking(self, query: exp.Query | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for one question. The writer's is the one that sees its transaction."""
        with duckdb_told():
            if self._lock is not None:
                with self._threads.for_reading(query):
                    yield self._connection
                return
            yield self._own()

    def _own(self) -> duckdb.DuckDBPyConnection:
        """This thread's connection: to make one and name the lake to it costs more than most questions."""
        own: duckdb.DuckDBPyConnection | None = getattr(self._owned, "connection", None)
        if own is None:
            own = self._owned.connection = self._connection.cursor()
            own.execute(f"use {LAKE}")
        return own

    def _run(self, statement: str) -> duckdb.DuckDBPyConnection:
        with duckdb_told():
            return self._connection.execute(statement)

    def _count(self, statement: str) -> int:
        row = self._run(statement).fetchone()
        return int(row[0]) if row else 0

    def _unname(self, table: TableName, kind: str) -> None:
        """A name is a table or a view: what it was before goes, if it was the other of the two."""
        if table not in self.tables():
            return
        found = f"duckdb_{kind}s() where database_name = '{LAKE}' and schema_name = ? and {kind}_name = ?"
        with duckdb_told():
            is_other = self._connection.execute(
                f"select 1 from {found}", [table.schema, table.name]
            ).fetchone()
        if is_other:
            self._run(f"drop {kind} {sql.text(table.tree)}")

    def _made_of(self, table: TableName) -> frozenset[TableName]:
        """The table, or all that is read where it is but a name for a query."""
        found = "duckdb_views() where database_name = ? and schema_name = ? and view_name = ?"
        with duckdb_told():
            row = self._connection.execute(f"select sql from {found}", [LAKE, *table]).fetchone()
        if row is None:
            return frozenset({table})
        read = sql.tables_read(sql.parse(row[0]))
        return frozenset({table}).union(*(self._made_of(each) for each in read - {table}))

    def _make_schema(self, table: TableName) -> None:
        if table.schema in self._schemas:
            return
        self._schemas.add(table.schema)
        self._run(f"create schema if not exists {sql.text(exp.to_identifier(table.schema, quoted=True))}")

    def _widen(self, table: TableName, columns: dict[str, str]) -> None:
        held = self.columns(table)
        for name, type_ in columns.items():
            if name not in held:
                column = sql.text(exp.to_identifier(name, quoted=True))
                self._run(f"alter table {sql.text(table.tree)} add column {column} {type_}")
                self._columns.clear()

    @contextlib.contextmanager
    def _registered(self, rows: pa.Table) -> Iterator[exp.Query]:
        self._connection.register(ARROW.name, rows)
        self._threads.holds(ARROW, rows.num_rows)
        try:
            yield exp.select("*").from_(exp.table_(ARROW.name, db=ARROW.schema, catalog="temp", quoted=True))
        finally:
            self._connection.unregister(ARROW.name)
