"""MySQL, MariaDB and what speaks their protocol (OceanBase, TiDB, GoldenDB).

Rows come as one text each, written as CSV by the server: one object a row instead of one a value, and the cells are
split by Arrow. That is as fast as the engine's own scanner, with the transaction in our hands.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import pyarrow.csv as pc
import pymysql
from pymysql.cursors import SSCursor
from sqlglot import exp

from shuzhi.collect.databases.port import Kind, broken_off, typed, unreachable

AT_ONCE = 20_000
_NUMBERS = ("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "year")
_TIMES = ("date", "datetime", "timestamp", "time")
_BYTES = ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob")


class MySQL:
    dialect = "mysql"

    def __init__(self, address: str, password: str | None, where: str) -> None:
        self._where = where
        told = urlsplit(address)
        self._database = unquote(told.path.strip("/"))
        try:
            self._connection = pymysql.connect(
                host=told.hostname or "127.0.0.1",
                port=told.port or 3306,
                user=unquote(told.username or ""),
                password=password or "",
                database=self._database or None,
                charset="utf8mb4",
                use_unicode=False,
                autocommit=True,
                connect_timeout=15,
            )
            with self._connection.cursor() as cursor:
                cursor.execute("set session transaction isolation level repeatable read")
                # Text may hold backslashes: quotes are doubled, and nothing else is special.
                cursor.execute("set session sql_mode = 'NO_BACKSLASH_ESCAPES'")
                cursor.execute("start transaction with consistent snapshot, read only")
        except (pymysql.Error, OSError) as error:
            raise unreachable(where, error, password) from None

    def kinds(self, schema: str, table: str) -> Mapping[str, Kind]:
        text = (
            "select column_name, lower(data_type) from information_schema.columns "
            "where table_schema = %s and table_name = %s order by ordinal_position"
        )
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(text, (schema or self._database, table))
                rows = [(bytes(name).decode(), bytes(type_).decode()) for name, type_ in cursor.fetchall()]
        except (pymysql.Error, OSError) as error:
            raise broken_off(self._where, _code(error)) from None
        return {name: _kind(type_) for name, type_ in rows}

    def as_text(self, value: exp.Expr, kind: Kind) -> exp.Expr:
        if kind == "bytes":
            return exp.Anonymous(this="hex", expressions=[value])
        plain = exp.Add(this=value, expression=exp.Literal.number(0)) if kind == "bits" else value
        return exp.cast(plain, "char", dialect=self.dialect)

    def as_value(self, text: str, kind: Kind) -> exp.Expr:
        return typed(text, kind)

    def read(self, query: exp.Select) -> Iterator[pa.RecordBatch]:
        names = [column.alias_or_name for column in query.expressions]
        line = query.copy()
        quoted = [_quoted(column.unalias()) for column in line.expressions]
        comma = exp.Literal.string(",")
        line.set("expressions", [exp.Anonymous(this="concat_ws", expressions=[comma, *quoted])])
        try:
            with contextlib.closing(self._connection.cursor(SSCursor)) as cursor:
                cursor.execute(line.sql(dialect=self.dialect))
                while rows := cursor.fetchmany(AT_ONCE):
                    yield from self._split([row[0] for row in rows], names)
        except (pymysql.Error, OSError) as error:
            raise broken_off(self._where, _code(error)) from None

    def close(self) -> None:
        with contextlib.suppress(pymysql.Error, OSError):
            self._connection.close()

    def _split(self, lines: Sequence[bytes | None], names: Sequence[str]) -> Iterator[pa.RecordBatch]:
        whole = [line for line in lines if line is not None]
        if len(whole) < len(lines):
            raise broken_off(self._where, "max_allowed_packet")
        table = pc.read_csv(
            pa.BufferReader(b"\n".join(whole) + b"\n"),
            read_options=pc.ReadOptions(column_names=names, block_size=1 << 30, use_threads=False),
            parse_options=pc.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            convert_options=pc.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                null_values=[""],
            ),
        )
        if table.num_rows != len(lines):
            raise broken_off(self._where, "rows")
        yield from table.to_batches()


def _quoted(value: exp.Expr) -> exp.Expr:
    """A cell of CSV: nothing for NULL, else in quotes, with the quotes in it doubled."""
    one, two = exp.Literal.string('"'), exp.Literal.string('""')
    doubled = exp.Anonymous(this="replace", expressions=[value, one.copy(), two])
    cell = exp.Anonymous(this="concat", expressions=[one.copy(), doubled, one.copy()])
    return exp.Anonymous(this="ifnull", expressions=[cell, exp.Literal.string("")])


def _code(error: Exception) -> str:
    return str(error.args[0]) if error.args and isinstance(error.args[0], int) else type(error).__name__


def _kind(type_: str) -> Kind:
    if type_ in _BYTES:
        return "bytes"
    if type_ == "bit":
        return "bits"
    return "number" if type_ in _NUMBERS else "time" if type_ in _TIMES else "text"
