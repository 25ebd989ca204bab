"""Delimited text (CSV, TSV, txt): DuckDB reads it as it stands where that is safe, else a cleaned copy."""

import csv
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from shuzhi.collect.markup import too_large
from shuzhi.collect.quarantine import SCHEMA, Quarantine
from shuzhi.collect.records import Records, records
from shuzhi.collect.rows import empty_file, landing, linked, nothing, reader, unique_names
from shuzhi.collect.scan import Scan
from shuzhi.collect.transcode import MARK
from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import Reading
from shuzhi.core.text import Text

DELIMITERS = (",", "\t", ";", "|")
ONE_COLUMN = "\x1f"
"""The delimiter of a file whose header has none: a character that text does not contain."""
SAMPLE = 256 << 10
MANY_LINES = 50
MOST_COLUMNS = 16_384
"""As many as office programs know."""
QUOTED = re.compile('"(?:[^"]|"")*"')


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A delimited file in UTF-8: where it is, how it is cut into columns, and what its own scan says."""

    path: Path
    bom: int
    scan: Scan
    delimiter: str
    header: str
    columns: tuple[str, ...]


def read_delimited(*, source: str, name: str, batch: str, found: Scan, temp: Path, cut: Cut) -> Reading:
    """How to land one plain delimited file, cut as ``cut`` says.

    ``temp`` is a folder for copies, kept until it has landed.
    """
    told = Quarantine(source=source, file=name, batch=batch)
    plain = Reading(
        source=source,
        path=found.path,
        batch=batch,
        columns=(),
        query=nothing(batch),
        records=0,
        quarantine=SCHEMA.empty_table(),
    )
    if not cut.columns:
        return replace(plain, warnings=(*plain.warnings, empty_file(name)))
    _, renamed = unique_names(_fields(cut.header, cut.delimiter, name), name)
    warnings = (*plain.warnings, *renamed, *_very_long(cut.scan, name))
    plain = replace(plain, columns=cut.columns, warnings=warnings)
    carefully = partial(_carefully, plain, cut, told, temp)
    facts = cut.scan
    if facts.nuls or facts.open_quote or facts.starts_blank or facts.newlines == "mixed":
        return carefully()
    counted = facts.records - 1 - (facts.blank if len(cut.columns) > 1 else 0)
    rows = _read_csv(linked(cut.path, temp), cut.columns, cut.delimiter, header=True)
    query = landing(rows, columns=cut.columns, batch=batch)
    warnings = plain.warnings if counted else (*plain.warnings, empty_file(name))
    return replace(plain, query=query, records=counted, warnings=warnings, carefully=carefully)


def lay_out(text: Scan, name: str, delimiter: str | None = None) -> Cut | None:
    """Delimiter and header of a UTF-8 file, told by its content; None when it has nothing but blank lines."""
    lines = _first(text, "", 1)
    if not len(lines):
        return None
    delimiter = delimiter or _delimiter(lines)
    header = _first(text, delimiter, 0)[0].as_py()
    if header.startswith(MARK):
        raise _no_header(name)
    if header.count(delimiter) >= MOST_COLUMNS:
        raise too_large(name)
    columns, _ = unique_names(_fields(header, delimiter, name), name)
    return Cut(path=text.path, bom=text.bom, scan=text, delimiter=delimiter, header=header, columns=columns)


def delimiter_of(text: Scan) -> str:
    """The delimiter of a UTF-8 file, told by its first lines."""
    return _delimiter(_first(text, "", 1))


def _first(text: Scan, delimiter: str, columns: int) -> pa.Array:
    """The first records that are not blank, from the first part of the file that has any."""
    parts = records(text.path, delimiter=delimiter, columns=columns, skip=text.bom, block=SAMPLE)
    return next((part.text for part in parts if len(part.text)), pa.array([], pa.large_string()))


def _delimiter(lines: pa.Array) -> str:
    """The delimiter that most lines have as often as the header; of equals, the one the header has most."""
    bare = [line for line in QUOTED.sub("", "\n".join(lines.to_pylist())).split("\n") if line]
    best, score = ONE_COLUMN, (0.0, 0)
    for candidate in DELIMITERS if bare else ():
        counts = [line.count(candidate) for line in bare]
        agreeing = counts.count(counts[0]) / len(counts)
        if counts[0] and (agreeing, counts[0]) > score:
            best, score = candidate, (agreeing, counts[0])
    return best


def _fields(header: str, delimiter: str, name: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=delimiter))
    except csv.Error:
        raise _no_header(name) from None


def _carefully(plain: Reading, layout: Cut, told: Quarantine, temp: Path) -> Reading:
    """The reading of a cleaned copy: good records only, each with its number before it."""
    target, counted, longest, bad = temp / "clean.csv", 0, 0, []
    with target.open("wb") as out:
        for part in without_header(layout):
            numbers = pa.array(range(counted + 1, counted + 1 + len(part.text)), pa.int64())
            counted += len(part.text)
            good = pc.is_null(part.reason)
            kept = part.text.filter(good)
            _write(out, numbers.filter(good), kept, layout.delimiter)
            longest = max(longest, pc.max(pc.binary_length(kept)).as_py() or 0)
            bad.append(told.bad(part, pc.invert(good), numbers))
    names = ("_record", *layout.columns)
    rows = _read_csv(target, names, layout.delimiter, header=False, longest=longest + 100)
    query = landing(rows, columns=layout.columns, batch=plain.batch, row=sql.column("_record"))
    return replace(
        plain,
        query=query,
        records=counted,
        quarantine=pa.concat_tables([plain.quarantine, *bad]),
        warnings=plain.warnings if counted else (*plain.warnings, empty_file(told.file)),
        carefully=None,
    )


def _write(out: BinaryIO, numbers: pa.Array, texts: pa.Array, delimiter: str) -> None:
    parts = (numbers.cast(pa.large_string()), delimiter, texts, "\n", "")
    lines = pc.binary_join_element_wise(
        *(pa.scalar(x, pa.large_string()) if isinstance(x, str) else x for x in parts)
    )
    _, offsets, data = lines.buffers()
    if len(lines):
        out.write(data.slice(0, np.frombuffer(offsets, np.int64)[len(lines)]))


def without_header(layout: Cut) -> Iterator[Records]:
    """The records after the header, numbered from 1 in this order."""
    parts = records(layout.path, delimiter=layout.delimiter, columns=len(layout.columns), skip=layout.bom)
    for part in parts:
        named = [index for index, text in enumerate(part.text.slice(0, 10_000).to_pylist()) if text]
        if named:
            after = named[0] + 1
            rest = Records(text=part.text[after:], line=part.line[after:], reason=part.reason[after:])
            return itertools.chain([rest], parts)
    return iter(())


def _read_csv(
    path: Path, columns: tuple[str, ...], delimiter: str, *, header: bool, longest: int = 0
) -> exp.Expr:
    fields = [
        exp.PropertyEQ(this=exp.to_identifier(column, quoted=True), expression=sql.literal("VARCHAR"))
        for column in columns
    ]
    options = {
        "auto_detect": exp.false(),
        "header": exp.Boolean(this=header),
        "delim": sql.literal(delimiter),
        "quote": sql.literal('"'),
        "escape": sql.literal('"'),
        "columns": exp.Struct(expressions=fields),
        "allow_quoted_nulls": exp.false(),
        "store_rejects": exp.true(),
        "rejects_limit": sql.literal(10),
    }
    if not header:
        # Our own copy: its records end in line feeds, whatever line ends stand inside their quotes.
        options["new_line"] = sql.literal("\\n")
    if longest > 2_000_000:  # DuckDB's own limit
        options["max_line_size"] = sql.literal(longest)
    return reader("read_csv", path, **options)


def _very_long(facts: Scan, name: str) -> tuple[Problem, ...]:
    """Two stray quotes far apart read as one long field: well formed, and hardly what was meant."""
    lines, first = facts.longest
    if lines <= MANY_LINES:
        return ()
    return (
        Problem(
            what=Text(
                "从这里起的一条记录跨了 {lines} 行，可能是引号没有配对",
                "the record that begins here runs over {lines} lines: perhaps a quote is not closed",
            ).format(lines=lines),
            where=f"{name}:{first}",
            todo=Text(
                "核对这几行；若引号有误，请来源部门改正",
                "look at these lines; have a stray quote mended at its source",
            ),
            warning=True,
        ),
    )


def _no_header(name: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("表头读不出来", "the header cannot be read"),
                where=f"{name}:1",
                todo=Text(
                    "请来源部门重新导出，第一行应为列名",
                    "ask for a new export whose first line names the columns",
                ),
            )
        ]
    )
