"""How many threads a statement gets: threads that wait for each other cost more CPU than little work does."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName

ALONE = 250_000
"""Rows to read up to which one thread is enough. With two, an unchanged run over small tables costs twice the CPU."""


class Threads:
    """A writer's connection works with one thread, and with all it may use for statements that read many rows.

    Landing a file is not among these: its rows are numbered, which is one stream, and further threads that wait
    for it cost up to three times the CPU.

    ``metadata`` is the database of the lake's catalogue, which knows how many rows each table has.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, metadata: str) -> None:
        self._connection = connection
        self._metadata = metadata
        told = connection.execute("select current_setting('threads')").fetchone()
        self._all = int(told[0]) if told else 1
        self._rows: dict[TableName, int] | None = None
        connection.execute("set threads = 1")

    @contextmanager
    def for_reading(self, query: exp.Query | None) -> Iterator[None]:
        if query is None or self._all == 1 or self._to_read(query) <= ALONE:
            yield
            return
        self._connection.execute(f"set threads = {self._all}")
        try:
            yield
        finally:
            with suppress(duckdb.Error):
                self._connection.execute("set threads = 1")

    def holds(self, table: TableName, rows: int) -> None:
        """The table has these rows now."""
        self._counted()[table] = rows

    def came(self, table: TableName, rows: int) -> None:
        self._counted()[table] = self._counted().get(table, 0) + rows

    def forget(self) -> None:
        """What was written since the last commit is gone."""
        self._rows = None

    def _to_read(self, query: exp.Query) -> int:
        counted = self._counted()
        return sum(counted.get(table, ALONE + 1) for table in sql.tables_read(query))

    def _counted(self) -> dict[TableName, int]:
        if self._rows is None:
            rows = self._connection.execute(
                f"""
                select schema_name, table_name, coalesce(record_count, 0)
                from {self._metadata}.ducklake_table join {self._metadata}.ducklake_schema using (schema_id)
                left join {self._metadata}.ducklake_table_stats using (table_id)
                where ducklake_table.end_snapshot is null
                """
            ).fetchall()
            self._rows = {TableName(schema, name): int(count) for schema, name, count in rows}
        return self._rows
