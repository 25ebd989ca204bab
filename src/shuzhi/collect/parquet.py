"""Parquet files: every column as text, nested ones as JSON text."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from shuzhi.collect.quarantine import SCHEMA
from shuzhi.collect.rows import empty_file, landing, linked, reader, unique_names
from shuzhi.collect.scan import Scan
from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import FileReader, Reading
from shuzhi.core.text import Text


def read_parquet(
    *, source: str, name: str, batch: str, found: Scan, temp: Path, files: FileReader
) -> Reading:
    """How to land one Parquet file. Its own metadata say how many rows it must give."""
    try:
        records = pq.read_metadata(found.path).num_rows
    except (pa.ArrowException, OSError) as error:
        raise _broken(name, error) from None
    link = linked(found.path, temp)
    schema = files.fetch(exp.select("*").from_(reader("read_parquet", link)).limit(0)).schema
    columns, warnings = unique_names(schema.names, name)
    texts = [
        exp.alias_(_as_text(field), column, quoted=True)
        for field, column in zip(schema, columns, strict=True)
    ]
    rows = exp.select(*texts).from_(reader("read_parquet", link)).subquery("file")
    return Reading(
        source=source,
        path=found.path,
        batch=batch,
        columns=columns,
        query=landing(rows, columns=columns, batch=batch),
        records=records,
        quarantine=SCHEMA.empty_table(),
        warnings=warnings if records else (*warnings, empty_file(name)),
    )


def _as_text(field: pa.Field) -> exp.Expr:
    column = sql.column(field.name)
    value = exp.Anonymous(this="to_json", expressions=[column]) if pa.types.is_nested(field.type) else column
    return exp.cast(value, "varchar", dialect=sql.DIALECT)


def _broken(name: str, error: Exception) -> ShuzhiError:
    reason = str(error).splitlines()[0][:200]
    return ShuzhiError(
        [
            Problem(
                what=Text("Parquet 文件打不开", "the Parquet file cannot be opened"),
                where=name,
                why=Text(reason, reason),
                todo=Text("请来源部门重新导出", "ask the department for a new export"),
            )
        ]
    )
