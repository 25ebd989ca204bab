"""What people read often, copied after a run into encrypted native files that answer several times as fast as the lake.

A copy answers only while its table is what it was copied from. The one writer of the lake sees to that: before it
changes a table it takes the table's copies out of the index, and readers look at the index before every answer.
"""

import contextlib
import json
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
from sqlglot import exp

from shuzhi.core import crypto, keys, sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.sql import TableName

FOLDER = "published"
_INDEX = "index"
_PURPOSE = "published copies"


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A table's copy: in which file, sorted by what, and which tables it is made of (itself, or what a view reads)."""

    table: TableName
    file: str
    order: tuple[str, ...]
    made_of: frozenset[TableName]

    @property
    def alias(self) -> str:
        return self.file.split(".")[0]


class Copies:
    """The copies beside a lake, for the one who writes it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder / FOLDER
        self._good = _index(self._folder)

    def changes(self, table: TableName) -> None:
        """To be called before the table is written to: from now on the lake is asked for it."""
        still = [copy for copy in self._good if table not in copy.made_of]
        if still != self._good:
            self._tell(still)

    def publish(self, tables: Mapping[TableName, tuple[Sequence[str], frozenset[TableName]]]) -> None:
        """Let exactly these tables have copies: each with the columns to sort by and the tables it is made of.

        Outside a transaction, and when the catalogue on disk is the newest. Killed anywhere, the copies of before
        stay what readers use.
        """
        self._folder.mkdir(mode=0o700, exist_ok=True)
        good = {(copy.table, copy.order): copy for copy in self._good}
        made = []
        for table, (order, made_of) in tables.items():
            copy = good.get((table, tuple(order)))
            if copy is None or not (self._folder / copy.file).exists():
                copy = Copy(table=table, file=_new_name(), order=tuple(order), made_of=made_of | {table})
                self._write(copy)
            made.append(copy)
        self._tell(made)
        for path in self._folder.iterdir():
            if path.name not in {_INDEX, *(copy.file for copy in made)}:
                path.unlink()

    def _tell(self, good: list[Copy]) -> None:
        index = [
            {"table": copy.table, "file": copy.file, "order": copy.order, "made_of": sorted(copy.made_of)}
            for copy in good
        ]
        crypto.write_whole(self._folder / _INDEX, crypto.lock(json.dumps(index).encode(), _PURPOSE))
        self._good = good

    def _write(self, copy: Copy) -> None:
        query = exp.select("*").from_(copy.table.tree)
        if copy.order:
            query = query.order_by(*[sql.column(name) for name in copy.order])
        schema = sql.text(exp.to_identifier(copy.table.schema, quoted=True))
        _attach(self._connection, self._folder, copy, read_only=False)
        try:
            self._connection.execute(f"create schema if not exists {copy.alias}.{schema}")
            self._connection.execute(
                f"create table {copy.alias}.{sql.text(copy.table.tree)} as {sql.text(query)}"
            )
        finally:
            self._connection.execute(f"detach {copy.alias}")


class Published:
    """The copies, for readers: many threads at once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder / FOLDER
        self._owned = threading.local()
        self._lock = threading.Lock()
        self._seen: object = None
        self._attached: set[str] = set()
        self._good: dict[TableName, str] = {}

    def fetch(self, query: exp.Query) -> pa.Table | None:
        """The answer, if every table the query reads has a good copy: else nothing."""
        good = self._current()
        read = sql.tables_read(query)
        if not read or not read <= good.keys():
            return None
        over_copies = query.copy()
        for node in over_copies.find_all(exp.Table):
            if node.db:
                node.set("catalog", exp.to_identifier(good[TableName(node.db, node.name)]))
        own = getattr(self._owned, "connection", None)
        if own is None:
            # One that the lake was never named to: a question to it would look into the lake's catalogue.
            own = self._owned.connection = self._connection.cursor()
        answer: pa.Table = own.execute(sql.text(over_copies)).to_arrow_table()
        return answer

    def _current(self) -> dict[TableName, str]:
        with self._lock:
            seen = _stamp(self._folder / _INDEX)
            if seen != self._seen:
                self._good = self._attached_of(_index(self._folder))
                self._seen = seen
            return self._good

    def _attached_of(self, copies: list[Copy]) -> dict[TableName, str]:
        with self._connection.cursor() as own:
            for gone in self._attached - {copy.alias for copy in copies}:
                own.execute(f"detach {gone}")
                self._attached.discard(gone)
            for copy in copies:
                # Gone, or locked by another key: the lake has the table too.
                with contextlib.suppress(duckdb.Error):
                    if copy.alias not in self._attached:
                        _attach(own, self._folder, copy, read_only=True)
                        self._attached.add(copy.alias)
        return {copy.table: copy.alias for copy in copies if copy.alias in self._attached}


def _attach(connection: duckdb.DuckDBPyConnection, folder: Path, copy: Copy, *, read_only: bool) -> None:
    key = crypto.derived(keys.ring().newest, f"{_PURPOSE}: {copy.file}").hex()
    place = str(folder / copy.file).replace("'", "''")
    options = f"encryption_key '{key}', encryption_cipher 'GCM'" + (", read_only" if read_only else "")
    connection.execute(f"attach '{place}' as {copy.alias} ({options})")


def _new_name() -> str:
    """Begins with a letter, for it is also what statements call the copy."""
    return f"c{secrets.token_hex(12)}.duckdb"


def _index(folder: Path) -> list[Copy]:
    """The good copies; none where they cannot be told, for the lake has everything."""
    try:
        told = json.loads(crypto.unlock((folder / _INDEX).read_bytes(), _PURPOSE, _INDEX))
    except (OSError, ShuzhiError):
        return []
    return [
        Copy(
            table=TableName(*each["table"]),
            file=each["file"],
            order=tuple(each["order"]),
            made_of=frozenset(TableName(*table) for table in each["made_of"]),
        )
        for each in told
    ]


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
