"""A case of the specs: rows in, one query, and what plain Python says the answer is."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text

Row = dict[str, Any]
Given = Mapping[str, Sequence[Row]]

ENGINES = ("ducklake", "spark", "oracle")
DECLARABLE = ("ducklake", "spark")


@dataclass(frozen=True)
class Gap:
    """A behaviour an engine does not have. A gap that is no longer one fails the build."""

    word: Literal["notimpl", "notyet", "never"]
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a gap needs a reason")

    def __str__(self) -> str:
        return f"{self.word}: {self.reason}"


def notimpl(reason: str) -> Gap:
    """The engine could; nobody has written it here."""
    return Gap("notimpl", reason)


def notyet(reason: str) -> Gap:
    """The engine lacks it today."""
    return Gap("notyet", reason)


def never(reason: str) -> Gap:
    """The engine means something else, and will go on doing so."""
    return Gap("never", reason)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One promise. ``oracle`` is given the same rows and answers in plain Python.

    ``types`` are DuckDB types of columns that values alone do not tell; a table without rows needs all of them.
    The order of rows is not part of the answer unless ``ordered``.
    """

    sql: str | exp.Query
    oracle: Callable[[Given], list[Row]]
    given: Given = field(default_factory=dict)
    types: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gaps: Mapping[str, Gap] = field(default_factory=dict)
    ordered: bool = False
    about: str = ""
    says: Text = field(default=Text("", ""))

    def __post_init__(self) -> None:
        for engine, gap in self.gaps.items():
            if engine not in DECLARABLE:
                raise ValueError(f"no such engine to have a gap: {engine}")
            if not isinstance(gap, Gap):
                raise TypeError("say the gap with notimpl, notyet or never")

    @property
    def query(self) -> exp.Query:
        return self.sql.copy() if isinstance(self.sql, exp.Query) else sql.query(self.sql)

    @property
    def tables(self) -> dict[TableName, pa.Table]:
        names = {*self.given, *self.types}
        return {
            TableName(*name.split(".", 1)): arrow(self.given.get(name, ()), self.types.get(name, {}))
            for name in names
        }

    @property
    def expected(self) -> list[Row]:
        """The oracle's answer, comparable with the fixture ``answer``."""
        return comparable(self.oracle(self.given), ordered=self.ordered)


def arrow(rows: Sequence[Row], types: Mapping[str, str]) -> pa.Table:
    """Rows as a table, with the DuckDB types declared, else those of the values."""
    names = list(dict.fromkeys([*types, *(name for row in rows for name in row)]))
    if not names:
        raise ValueError("a table without rows needs its types declared")
    columns = {name: [row.get(name) for row in rows] for name in names}
    return pa.table(
        {
            name: pa.array(values, arrow_type(types[name]) if name in types else _type_of(values))
            for name, values in columns.items()
        }
    )


def arrow_type(type_: str) -> pa.DataType:
    """The Arrow type of a DuckDB type of the portable subset."""
    if type_.endswith("[]"):
        return pa.list_(arrow_type(type_[:-2]))
    decimal = re.fullmatch(r"DECIMAL\((\d+), ?(\d+)\)", type_)
    if decimal:
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    return {
        "VARCHAR": pa.string(),
        "BIGINT": pa.int64(),
        "INTEGER": pa.int32(),
        "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(),
        "DATE": pa.date32(),
    }[type_]


def _type_of(values: Sequence[object]) -> pa.DataType:
    known = next((value for value in values if value is not None), "")
    if isinstance(known, list):
        return pa.list_(_type_of(known))
    kinds = {
        bool: "BOOLEAN",
        int: "BIGINT",
        float: "DOUBLE",
        Decimal: "DECIMAL(18,2)",
        date: "DATE",
        str: "VARCHAR",
    }
    return arrow_type(kinds[type(known)])


def comparable(rows: Sequence[Row], *, ordered: bool) -> list[Row]:
    """Rows as they compare: numbers by value (DOUBLE to 12 digits), unordered rows in one order."""
    told = [{name: _comparable(value) for name, value in row.items()} for row in rows]
    return told if ordered else sorted(told, key=lambda row: repr(sorted(row.items())))


def _comparable(value: object) -> object:
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    if isinstance(value, bool | datetime):
        return value
    if isinstance(value, float):
        return str(value) if not math.isfinite(value) else ("double", float(f"{value:.12g}"))
    if isinstance(value, int | Decimal):
        return ("exact", f"{Decimal(value).normalize() + 0:f}")
    return value
