"""JSON lines: one object a line, each key a column, values as text, nested ones as JSON text."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlglot import exp

from shuzhi.collect.quarantine import SCHEMA, Quarantine
from shuzhi.collect.records import records
from shuzhi.collect.rows import empty_file, landing, reader, unique_names
from shuzhi.collect.scan import Scan
from shuzhi.collect.transcode import as_utf8, mixed_encodings
from shuzhi.core import sql
from shuzhi.core.ports import FileReader, Reading

IS_OBJECT = "case when json_valid(x) then json_type(x) = 'OBJECT' else false end"
KEYS = """
    select unnest(json_keys(text)) as key, generate_subscripts(json_keys(text), 1) as place, _record
    from rows_
"""


def read_json_lines(
    *, source: str, name: str, batch: str, found: Scan, temp: Path, files: FileReader
) -> Reading:
    """How to land one file of JSON objects; its lines pass through a Parquet file in ``temp``."""
    text, other = as_utf8(found, temp)
    told = Quarantine(source=source, file=name, batch=batch)
    lines = temp / "lines.parquet"
    counted, bad = _number_lines(text, lines, told)
    not_objects = files.fetch(_lines(lines, objects=False))
    wrong = told.rows(
        line=not_objects.column("_line"),
        number=not_objects.column("_record"),
        reason=pa.repeat(pa.scalar("json"), len(not_objects)),
        content=not_objects.column("text"),
    )
    objects = _lines(lines, objects=True)
    keys = files.fetch(_keys(objects)).column("key").to_pylist()
    columns, renamed = unique_names(keys, name)
    values = [exp.alias_(_value(key), column, quoted=True) for key, column in zip(keys, columns, strict=True)]
    rows = exp.select(sql.column("_record"), *values).from_(objects.subquery("objects")).subquery("file")
    return Reading(
        source=source,
        path=found.path,
        batch=batch,
        columns=columns,
        query=landing(rows, columns=columns, batch=batch, row=sql.column("_record")),
        records=counted,
        quarantine=pa.concat_tables([bad, wrong]),
        warnings=(*mixed_encodings(other, name), *renamed, *(() if counted else (empty_file(name),))),
    )


def _number_lines(text: Scan, target: Path, told: Quarantine) -> tuple[int, pa.Table]:
    """Write the lines that can be read to Parquet, each with its record and line number."""
    counted, bad = 0, [SCHEMA.empty_table()]
    schema = pa.schema([("_record", pa.int64()), ("_line", pa.int64()), ("text", pa.large_string())])
    with pq.ParquetWriter(target, schema) as writer:
        for part in records(text.path, delimiter="", columns=0, skip=text.bom):
            numbers = pa.array(np.arange(counted + 1, counted + 1 + len(part.text), dtype=np.int64))
            counted += len(part.text)
            good = pc.is_null(part.reason)
            batch = pa.table([numbers, pa.array(part.line), part.text], schema=schema)
            writer.write_table(batch.filter(good))
            bad.append(told.bad(part, pc.invert(good), numbers))
    return counted, pa.concat_tables(bad)


def _lines(path: Path, *, objects: bool) -> exp.Select:
    condition = sql.fill(IS_OBJECT, x=sql.column("text"))
    return (
        exp.select("*")
        .from_(reader("read_parquet", path))
        .where(condition if objects else exp.not_(condition))
    )


def _keys(objects: exp.Select) -> exp.Query:
    """Every key of any object, in the order they first appear."""
    return (
        sql.query("select key from found group by key order by min(_record), min(place)", "keys")
        .with_("rows_", as_=objects)
        .with_("found", as_=sql.parse(KEYS))
    )


def _value(key: str) -> exp.Expr:
    pointer = "/" + key.replace("~", "~0").replace("/", "~1")
    return exp.Anonymous(this="json_extract_string", expressions=[sql.column("text"), sql.literal(pointer)])
