"""PostgreSQL and what speaks its protocol (金仓, openGauss): rows come in the wire's binary form, into Arrow."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlsplit, urlunsplit

import pyarrow as pa
from adbc_driver_manager import Error
from adbc_driver_postgresql import dbapi
from sqlglot import exp

from shuzhi.collect.databases.port import Kind, broken_off, typed, unreachable

_TIMES = ("timestamp", "date", "time")
_SETTINGS = (
    "set session characteristics as transaction isolation level repeatable read, read only",
    "set datestyle = 'ISO, YMD'",
    "set timezone = 'Asia/Shanghai'",
    "set client_encoding = 'UTF8'",
)


class Postgres:
    dialect = "postgres"

    def __init__(self, address: str, password: str | None, where: str) -> None:
        self._where = where
        told = urlsplit(address)
        user = quote(told.username or "", safe="")
        secret = f":{quote(password, safe='')}" if password else ""
        host = told.netloc.rpartition("@")[2]
        netloc = f"{user}{secret}@{host}" if user else host
        try:
            uri = urlunsplit(("postgresql", netloc, told.path, told.query, ""))
            self._connection = dbapi.connect(uri, autocommit=True)
            with self._connection.cursor() as cursor:
                for setting in _SETTINGS:
                    cursor.execute(setting)
                # The snapshot is taken by the first query and holds until the connection is closed.
                cursor.execute("begin")
        except Error as error:
            raise unreachable(where, error, password) from None

    def kinds(self, schema: str, table: str) -> Mapping[str, Kind]:
        named = (
            "select a.attname::text, t.typname::text from pg_attribute a join pg_type t on t.oid = a.atttypid "
            f"where a.attrelid = to_regclass({_quoted(schema, table)}) and a.attnum > 0 and not a.attisdropped "
            "order by a.attnum"
        )
        rows = [row for batch in self._run(named) for row in zip(*batch.to_pydict().values(), strict=True)]
        return {name: _kind(type_) for name, type_ in rows}

    def as_text(self, value: exp.Expr, kind: Kind) -> exp.Expr:  # noqa: ARG002
        return exp.cast(value, "text")

    def as_value(self, text: str, kind: Kind) -> exp.Expr:
        return typed(text, kind)

    def read(self, query: exp.Select) -> Iterator[pa.RecordBatch]:
        yield from self._run(query.sql(dialect=self.dialect))

    def close(self) -> None:
        self._connection.close()

    def _run(self, text: str) -> Iterator[pa.RecordBatch]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(text)
                yield from cursor.fetch_record_batch()
        except (Error, pa.ArrowException, OSError) as error:
            code = getattr(error, "sqlstate", None) or type(error).__name__
            raise broken_off(self._where, str(code)) from None


def _quoted(schema: str, table: str) -> str:
    """The table's name, quoted for an identifier, as a literal."""
    names = [name for name in (schema, table) if name]
    identifier = ".".join(exp.to_identifier(name, quoted=True).sql(dialect="postgres") for name in names)
    return exp.Literal.string(identifier).sql(dialect="postgres")


def _kind(type_: str) -> Kind:
    if type_ in ("int2", "int4", "int8", "numeric", "float4", "float8", "oid"):
        return "number"
    return "time" if type_.startswith(_TIMES) else "text"
