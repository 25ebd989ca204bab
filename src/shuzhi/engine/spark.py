"""The second engine: a Spark Connect server (Apache Spark, Sail), Parquet folders and our own catalogue."""

import contextlib
import shutil
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.ports import Landed, Progress, Reading
from shuzhi.core.sql import TableName
from shuzhi.engine import spark_catalogue as catalogue
from shuzhi.engine.files import append_reading
from shuzhi.engine.problems import duckdb_told, no_such_table, write_lock
from shuzhi.engine.spark_catalogue import Held
from shuzhi.engine.spark_session import connect, told, translated
from shuzhi.engine.spark_sql import DIALECT, to_spark
from shuzhi.engine.spark_types import Shadow, ddl, spark_type, stored


class SparkConnect:
    """A lake in a folder that this process and the server at ``remote`` (``sc://host:port``) both see.

    One process writes at a time (a lock says so). Rows are Parquet as the server writes it: encryption at
    rest is the business of the cluster's storage.
    """

    dialect = DIALECT
    has_snapshots = False

    def __init__(self, folder: Path, remote: str, *, read_only: bool = False) -> None:
        self._folder = folder.resolve()
        self._lock = None if read_only else write_lock(self._folder)
        self._read_only = read_only
        self._session: SparkSession = connect(remote)
        self._shadow = Shadow()
        self._views: dict[TableName, tuple[Held, str]] = {}
        self._tables = catalogue.read(self._folder)
        self._written: list[str] | None = None
        # Threads share this lake to read: the views a query needs are there until it is answered.
        self._one_at_a_time = threading.RLock()
        if not read_only:
            self.sweep()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        if self._written is not None:
            raise RuntimeError("transactions do not nest")
        before, self._written = dict(self._tables), []
        try:
            yield
            catalogue.write(self._folder, self._tables)
        except BaseException:
            self._tables = before
            catalogue.remove(self._folder, self._written)
            raise
        finally:
            self._written = None

    def snapshot(self) -> str | None:
        return None

    def tables(self) -> set[TableName]:
        return set(self._held())

    def columns(self, table: TableName) -> dict[str, str]:
        held = self._held().get(table)
        if held is None:
            raise no_such_table(table)
        return dict(held.columns)

    def describe(self, query: exp.Query) -> dict[str, str]:
        with self._one_at_a_time:
            self._shadow.mirror({name: held.columns for name, held in self._held().items()})
            return self._shadow.columns(query)

    def replace(self, table: TableName, query: exp.Query) -> int:
        columns = self.describe(query)
        return self._put(table, columns, (), self._write(query, columns))

    def name(self, table: TableName, query: exp.Query) -> int:
        # Spark inlines what is not materialised, and plans it again for every reader: here a name is a table.
        return self.replace(table, query)

    def append(self, table: TableName, query: exp.Query) -> int:
        held = self._held().get(table)
        if held is None:
            return self.replace(table, query)
        columns = self.describe(query)
        wanted = {name: held.columns.get(name, type_) for name, type_ in columns.items()}
        return self._put(table, held.columns | wanted, held.folders, self._write(query, wanted))

    def replace_arrow(self, table: TableName, rows: pa.Table) -> int:
        return self._put_arrow(table, rows, None)

    def append_arrow(self, table: TableName, rows: pa.Table) -> int:
        return self._put_arrow(table, rows, self._held().get(table))

    def append_files(self, table: TableName, reading: Reading, progress: Progress | None = None) -> Landed:
        types = dict.fromkeys(reading.columns, "VARCHAR") | {
            "_batch": "VARCHAR",
            "_row": "BIGINT",
            "_hash": "VARCHAR",
        }
        held = self._held().get(table) or Held({}, ())
        with self._landing(types) as connection, duckdb_told():
            # DuckDB reads the file whole before the server sees it: there is nothing to tell in between.
            landed = append_reading(connection, "landing", reading)
            folder = self._copied(connection, "landing", types)
        self._put(table, held.columns | types, held.folders, folder)
        if progress is not None:
            progress(1.0)
        return landed

    def delete(self, table: TableName, where: exp.Expr) -> None:
        kept = (
            exp.select("*")
            .from_(table.tree)
            .where(sql.fill("not coalesce(w, false)", w=exp.paren(where.copy())))
        )
        columns = self.columns(table)
        self._put(table, columns, (), self._write(kept, columns))

    def drop(self, table: TableName) -> None:
        with self._writing():
            self._tables = {name: held for name, held in self._tables.items() if name != table}

    def fetch(self, query: exp.Query) -> pa.Table:
        with self._one_at_a_time:
            columns = self.describe(query)
            schema = self._shadow.arrow_schema(columns)
            with translated():
                rows = self._frame(query).toArrow()
        return rows.rename_columns(list(columns)).cast(schema)

    @contextlib.contextmanager
    def stream(self, query: exp.Query) -> Iterator[pa.RecordBatchReader]:
        """The thin client has the whole answer before the first row can be had."""
        yield self.fetch(query).to_reader()

    @contextlib.contextmanager
    def watched(self, progress: Progress) -> Iterator[None]:
        """While inside, the share done of the running statement's tasks, as often as the server tells it."""
        handler = told(progress)
        self._session.registerProgressHandler(handler)
        try:
            yield
        finally:
            self._session.removeProgressHandler(handler)

    def publish(self, tables: Mapping[TableName, Sequence[str]]) -> None:
        """A cluster's tables are read where they are."""

    def sweep(self) -> None:
        """Remove the files no table needs. Never inside a transaction."""
        if self._written is not None:
            raise RuntimeError("a lake is not swept inside a transaction")
        catalogue.remove_unknown(self._folder, self._tables)

    def close(self) -> None:
        with contextlib.suppress(ShuzhiError), translated():  # the server may be gone already
            for _, view in self._views.values():
                self._session.catalog.dropTempView(view)
        self._views.clear()
        self._shadow.connection.close()
        if self._lock is not None:
            self._lock.close()

    def _held(self) -> catalogue.Catalogue:
        """The tables now: a reader follows what the writer commits."""
        if self._read_only:
            self._tables = catalogue.read(self._folder)
        return self._tables

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Inside the open transaction, or in one of its own."""
        with contextlib.nullcontext() if self._written is not None else self.transaction():
            yield

    def _put(self, table: TableName, columns: dict[str, str], kept: tuple[str, ...], folder: str) -> int:
        """Make the table its kept folders and a new one. Returns the rows of the new one."""
        schema = self._shadow.arrow_schema({name: stored(type_) for name, type_ in columns.items()})
        with self._writing():
            assert self._written is not None
            self._written.append(folder)
            count = catalogue.complete(self._folder / folder, schema)
            self._tables = {**self._tables, table: Held(columns, (*kept, folder))}
        return count

    def _write(self, query: exp.Query, columns: dict[str, str]) -> str:
        """Run the query on the server, into a new folder."""
        folder = catalogue.new_folder()
        with translated():
            frame = self._frame(query)
            numbered = frame.toDF(*(f"c{i}" for i in range(len(columns))))
            typed = [
                numbered[f"c{i}"].cast(spark_type(stored(type_))).alias(name)
                for i, (name, type_) in enumerate(columns.items())
            ]
            numbered.select(*typed).write.mode("overwrite").parquet(str(self._folder / folder))
        return folder

    def _frame(self, query: exp.Query) -> DataFrame:
        held = self._held()
        read = {table: held[table] for table in sql.tables_read(query) if table in held}
        views = {table: self._view(table, kept) for table, kept in read.items()}
        columns = {table: kept.columns for table, kept in read.items()}
        return self._session.sql(to_spark(query, tables=columns, views=views, shadow=self._shadow))

    def _view(self, table: TableName, held: Held) -> str:
        known = self._views.get(table)
        if known is not None and known[0] == held:
            return known[1]
        if known is not None:
            self._session.catalog.dropTempView(known[1])
        # Views live in the session, which lakes share.
        name = f"t_{uuid.uuid4().hex}"
        schema = ddl({column: stored(type_) for column, type_ in held.columns.items()})
        paths = [str(self._folder / folder) for folder in held.folders]
        self._session.read.schema(schema).parquet(*paths).createOrReplaceTempView(name)
        self._views[table] = (held, name)
        return name

    def _put_arrow(self, table: TableName, rows: pa.Table, held: Held | None) -> int:
        connection = self._shadow.connection
        connection.register("_arrow", rows)
        try:
            found = self._shadow.columns(exp.select("*").from_("_arrow"))
            before = held.columns if held is not None else {}
            columns = {name: before.get(name, type_) for name, type_ in found.items()}
            folder = self._copied(connection, "_arrow", columns)
        finally:
            connection.unregister("_arrow")
        return self._put(table, before | columns, held.folders if held is not None else (), folder)

    def _copied(self, connection: duckdb.DuckDBPyConnection, source: str, columns: dict[str, str]) -> str:
        """Write a table of a DuckDB connection into a new folder."""
        folder = catalogue.new_folder()
        (self._folder / folder).mkdir(parents=True)
        kept = (
            exp.alias_(exp.cast(sql.column(name), stored(type_), dialect=sql.DIALECT), name, quoted=True)
            for name, type_ in columns.items()
        )
        path = str(self._folder / folder / "part.parquet").replace("'", "''")
        query = sql.text(exp.select(*kept).from_(source))
        with duckdb_told():
            connection.execute(f"copy ({query}) to '{path}' (format parquet)")
        return folder

    @contextlib.contextmanager
    def _landing(self, types: dict[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB of its own, on disk for as long as one file is read."""
        folder = self._folder / f"landing-{uuid.uuid4().hex}"
        folder.mkdir()
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        try:
            with duckdb.connect(folder / "landing.duckdb", config=config) as connection:
                empty = exp.select(
                    *(exp.alias_(sql.null(type_), name, quoted=True) for name, type_ in types.items())
                )
                connection.execute(f"create table landing as {sql.text(empty.limit(0))}")
                yield connection
        finally:
            shutil.rmtree(folder, ignore_errors=True)
