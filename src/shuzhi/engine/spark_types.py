"""DuckDB's types, exactly, for queries that will run on Spark: asked of DuckDB itself over empty tables."""

from collections.abc import Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.engine.problems import duckdb_told

Columns = Mapping[str, str]

# Types Spark has no equal for, and what holds all their values there.
_STORED = {
    "HUGEINT": "DECIMAL(38,0)",
    "UHUGEINT": "DECIMAL(38,0)",
    "UBIGINT": "DECIMAL(20,0)",
    "UINTEGER": "BIGINT",
    "USMALLINT": "INTEGER",
    "UTINYINT": "SMALLINT",
}
# Errors of these kinds speak of the SQL, not of the data.
_ABOUT_SQL = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)

# A column of nothing but NULL becomes INTEGER, as when DuckDB creates a table from it.
_UNTYPED = {'"NULL"': "INTEGER"}
_SIMPLE = frozenset(
    (
        "BOOLEAN",
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "FLOAT",
        "DOUBLE",
        "VARCHAR",
        "DATE",
        "TIMESTAMP",
        "BLOB",
    )
)


def stored(type_: str) -> str:
    """The DuckDB type a column is kept as in Spark's Parquet. Raises ShuzhiError if there is none."""
    if type_.endswith("[]"):
        return stored(type_[:-2]) + "[]"
    if type_ in _STORED:
        return _STORED[type_]
    if type_ in _SIMPLE or type_.startswith("DECIMAL("):
        return type_
    raise ShuzhiError(
        [
            Problem(
                what=Text("这种列类型不能存到 Spark", "a column of this type cannot be kept on Spark"),
                where=type_,
                todo=Text("转换为可移植子集里的类型", "cast it to a type of the portable subset"),
            )
        ]
    )


class Shadow:
    """An in-memory DuckDB that holds the lake's tables without their rows, to bind queries and name types."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        )
        self._held: dict[TableName, dict[str, str]] = {}

    def mirror(self, tables: Mapping[TableName, Columns]) -> None:
        """Make the shadow's tables those given, no more and no less."""
        for table in self._held.keys() - tables.keys():
            self.connection.execute(f"drop table {sql.text(table.tree)}")
            del self._held[table]
        for table, columns in tables.items():
            if self._held.get(table) != columns or list(self._held[table]) != list(columns):
                self._create(table, columns)

    def columns(self, query: exp.Query) -> dict[str, str]:
        """Names and types of a query's columns. Raises ShuzhiError when DuckDB would not bind it."""
        return dict(self.described(query))

    def described(self, query: exp.Query) -> list[tuple[str, str]]:
        """The same in order, with every column that has the name of another."""
        with duckdb_told():
            rows = self.connection.execute(f"describe {sql.text(query)}").fetchall()
        return [(name, _UNTYPED.get(type_, type_)) for name, type_, *_ in rows]

    def types(self, query: exp.Query, alternative: exp.Query) -> list[str | None]:
        """Types of the projections of ``query``; one by one, or as in ``alternative``, where unbound."""
        together = self._types(query)
        if together is not None:
            return [*together]
        return [self._first([query, alternative], index) for index in range(len(query.selects))]

    def arrow_schema(self, columns: Columns) -> pa.Schema:
        """How DuckDB hands such columns over as Arrow."""
        empty = exp.select(
            *(exp.alias_(sql.null(type_), f"c{i}") for i, type_ in enumerate(columns.values()))
        )
        schema = self.connection.execute(sql.text(empty.limit(0))).to_arrow_table().schema
        return pa.schema([field.with_name(name) for field, name in zip(schema, columns, strict=True)])

    def _create(self, table: TableName, columns: Columns) -> None:
        schema = sql.text(exp.to_identifier(table.schema, quoted=True))
        empty = exp.select(
            *(exp.alias_(sql.null(type_), name, quoted=True) for name, type_ in columns.items())
        )
        self.connection.execute(f"create schema if not exists {schema}")
        self.connection.execute(
            f"create or replace table {sql.text(table.tree)} as {sql.text(empty.limit(0))}"
        )
        self._held[table] = dict(columns)

    def _first(self, queries: Iterable[exp.Query], index: int) -> str | None:
        for query in queries:
            alone = query.copy()
            alone.set("expressions", [query.selects[index].copy()])
            found = self._types(alone)
            if found is not None:
                return found[0]
        return None

    def _types(self, query: exp.Query) -> Sequence[str] | None:
        try:
            rows = self.connection.execute(f"describe {sql.text(query)}").fetchall()
        except duckdb.Error:
            return None
        return [type_ for _, type_, *_ in rows]


def spark_type(type_: str) -> str:
    """A DuckDB type that ``stored`` gave, in Spark's words."""
    if type_ == "TIMESTAMP":
        return "TIMESTAMP_NTZ"
    return exp.DataType.build(type_, dialect=sql.DIALECT).sql(dialect="spark")


def ddl(columns: Columns) -> str:
    """Columns as Spark's schema text."""
    return ", ".join(
        f"{exp.to_identifier(name, quoted=True).sql(dialect='spark')} {spark_type(type_)}"
        for name, type_ in columns.items()
    )
