"""What Django looks for in a database backend: its own SQLite backend, on a driver that locks the file.

SQLCipher's cipher is AES-256 whatever SHUZHI_CRYPTO says; it has no other.
"""

import decimal
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlcipher3.dbapi2 as driver
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from shuzhi.ops.locked_sqlite.opening import connect


class Cursor(driver.Cursor):  # type: ignore[misc]
    """Django's spelling of parameters (%s) as SQLite's."""

    def execute(self, query: str, params: Sequence[object] | Mapping[str, object] | None = None) -> "Cursor":
        if params is None:
            return super().execute(query)  # type: ignore[no-any-return]
        names = tuple(params) if isinstance(params, Mapping) else None
        return super().execute(_spelled(query, names), params)  # type: ignore[no-any-return]

    def executemany(self, query: str, params: Iterable[Sequence[object]]) -> "Cursor":
        return super().executemany(_spelled(query, None), params)  # type: ignore[no-any-return]


class DatabaseWrapper(base.DatabaseWrapper):
    """A database in a locked file; one in memory is not locked."""

    Database = driver

    def get_new_connection(self, conn_params: dict[str, Any]) -> driver.Connection:
        made = connect(**conn_params)
        register(made)
        for command in ("PRAGMA foreign_keys = ON", "PRAGMA legacy_alter_table = OFF", *self.init_commands):  # type: ignore[attr-defined]
            if command.strip():
                made.execute(command)
        return made

    def create_cursor(self, name: str | None = None) -> Cursor:  # noqa: ARG002  Django passes it by name
        return self.connection.cursor(factory=Cursor)  # type: ignore[no-any-return]


@lru_cache(maxsize=1024)
def _spelled(query: str, names: tuple[str, ...] | None) -> str:
    # It uses nothing of a cursor, and is the same for every driver.
    return base.SQLiteCursorWrapper.convert_query(None, query, param_names=names)  # type: ignore[arg-type]


for _kind, _read in (
    ("bool", b"1".__eq__),
    ("date", base.decoder(parse_date)),
    ("time", base.decoder(parse_time)),
    ("datetime", base.decoder(parse_datetime)),
    ("timestamp", base.decoder(parse_datetime)),
):
    driver.register_converter(_kind, _read)
driver.register_adapter(decimal.Decimal, str)
driver.register_adapter(date, base.adapt_date)
driver.register_adapter(datetime, base.adapt_datetime)
