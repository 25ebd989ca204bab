"""SQLite, and whatever else SQLAlchemy has a driver for (Oracle, 达梦): slower, a Python object for each value."""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import sqlalchemy
from sqlalchemy.engine import make_url
from sqlglot import exp

from shuzhi.collect.databases.port import Kind, broken_off, no_driver, unreachable

AT_ONCE = 10_000
_DIALECTS = {"sqlite": "sqlite", "oracle": "oracle", "dm": "oracle", "mssql": "tsql"}


class Other:
    """Values are written as text here, since databases differ in how they write them."""

    def __init__(self, address: str, password: str | None, where: str) -> None:
        self._where = where
        try:
            url = make_url(address).set(password=password) if password else make_url(address)
            if url.get_backend_name() == "sqlite":
                url = make_url(_only_read(address))
            self._engine = sqlalchemy.create_engine(url)
            self.dialect = _DIALECTS.get(self._engine.dialect.name, "")
            # SQLite's own driver begins no transaction before a read.
            self._connection = self._engine.connect().execution_options(stream_results=True)
            if self.dialect == "sqlite":
                self._connection.exec_driver_sql("begin")
            else:
                self._connection = self._connection.execution_options(isolation_level="SERIALIZABLE")
        except (ModuleNotFoundError, sqlalchemy.exc.NoSuchModuleError) as error:
            raise no_driver(where, str(getattr(error, "name", None) or urlsplit(address).scheme)) from None
        except (sqlalchemy.exc.SQLAlchemyError, OSError) as error:
            raise unreachable(where, getattr(error, "orig", None) or error, password) from None

    def kinds(self, schema: str, table: str) -> Mapping[str, Kind]:
        try:
            found = sqlalchemy.inspect(self._connection).get_columns(table, schema=schema or None)
        except sqlalchemy.exc.NoSuchTableError:
            return {}
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise broken_off(self._where, _code(error)) from None
        return {str(column["name"]): _kind(column["type"]) for column in found}

    def as_text(self, value: exp.Expr, kind: Kind) -> exp.Expr:
        # SQLite keeps what was put in, whatever the column's type: it writes it best itself.
        written = self.dialect == "sqlite" and kind != "bytes"
        return exp.cast(value, "text", dialect="sqlite") if written else value

    def as_value(self, text: str, kind: Kind) -> exp.Expr:
        if kind == "number":
            return exp.Literal.number(text)
        if kind == "time" and self.dialect != "sqlite":
            return exp.cast(exp.Literal.string(text), "timestamp")
        return exp.Literal.string(text)

    def read(self, query: exp.Select) -> Iterator[pa.RecordBatch]:
        names = [column.alias_or_name for column in query.expressions]
        schema = pa.schema([(name, pa.string()) for name in names])
        try:
            found = self._connection.execution_options(yield_per=AT_ONCE).exec_driver_sql(
                query.sql(dialect=self.dialect)
            )
            while rows := found.fetchmany(AT_ONCE):
                columns = [[_written(value) for value in column] for column in zip(*rows, strict=True)]
                yield pa.record_batch([pa.array(column, pa.string()) for column in columns], schema=schema)
        except (sqlalchemy.exc.SQLAlchemyError, OSError) as error:
            raise broken_off(self._where, _code(error)) from None

    def close(self) -> None:
        with contextlib.suppress(sqlalchemy.exc.SQLAlchemyError):
            self._connection.close()
            self._engine.dispose()


def _only_read(address: str) -> str:
    path = unquote(urlsplit(address).path)
    return f"sqlite:///file:{path.removeprefix('/')}?mode=ro&uri=true"


def _written(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime | time):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def _code(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(getattr(cause, "sqlite_errorname", None) or type(cause).__name__)


def _kind(type_: sqlalchemy.types.TypeEngine[object]) -> Kind:
    if isinstance(type_, sqlalchemy.types.LargeBinary):
        return "bytes"
    if isinstance(type_, sqlalchemy.types.Integer | sqlalchemy.types.Numeric):
        return "number"
    times = sqlalchemy.types.DateTime | sqlalchemy.types.Date | sqlalchemy.types.Time
    return "time" if isinstance(type_, times) else "text"
