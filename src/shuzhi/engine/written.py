"""Rows as a file that people take with them: CSV, xlsx, Parquet. Streamed batch by batch.

What somebody wrote stays what it is to a spreadsheet: in CSV a text that would be read as a formula gets an apostrophe
in front, in xlsx every text is a text. Days are written 2026-01-31.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import FileForm
from shuzhi.core.text import Text
from shuzhi.engine.connections import extension

MOST_IN_SHEET = 1_048_575
"""Rows a sheet has beside its header."""
_FORMS: Mapping[str, FileForm] = {".xlsx": "xlsx", ".csv": "csv", ".parquet": "parquet"}
_LONGEST_CELL = 32_767
_MEMORY = "200MB"
_BATCH = 4_096
_FORMULA = "=+-@＝＋－＠"
_NOT_IN_XML = [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]


def write(rows: pa.RecordBatchReader, titles: Sequence[str], target: Path) -> int:
    """Write the rows under these titles, and say how many; ``target`` ends in its form.

    Raises ShuzhiError for more than a sheet can have.
    """
    form: FileForm = _FORMS[target.suffix]
    with duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "memory_limit": _MEMORY,
            "threads": 1,
            "preserve_insertion_order": False,
        }
    ) as connection:
        counted = _Counted(rows, most=MOST_IN_SHEET if form == "xlsx" else None)
        # As the bare C stream: a reader is scanned through pyarrow.dataset, which reads ahead and keeps what it read.
        connection.register("given", counted.reader().__arrow_c_stream__())
        query = _spelt(rows.schema, _apart(titles, rows.schema.names), form)
        if form == "xlsx":
            connection.load_extension(str(extension("excel")))
            # DuckDB's own errors would quote what it was writing.
            place = str(target).replace("'", "''")
            try:
                connection.execute(f"copy ({query}) to '{place}' (format xlsx, header true)")
            except duckdb.Error:
                raise counted.wrong or _not_written() from None
        else:
            _stream(connection.execute(query).to_arrow_reader(_BATCH), form, target)
        return counted.rows


class _Counted:
    """A stream of rows that counts them on their way, and ends where there are too many."""

    def __init__(self, rows: pa.RecordBatchReader, most: int | None) -> None:
        self._rows, self._most = rows, most
        self.rows = 0
        self.wrong: ShuzhiError | None = None

    def reader(self) -> pa.RecordBatchReader:
        return pa.RecordBatchReader.from_batches(self._rows.schema, self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        for batch in self._rows:
            self.rows += batch.num_rows
            if self._most is not None and self.rows > self._most:
                self.wrong = _too_many()
                raise self.wrong
            yield batch


def _stream(rows: pa.RecordBatchReader, form: FileForm, target: Path) -> None:
    if form == "parquet":
        with pq.ParquetWriter(target, rows.schema, compression="zstd") as parquet:
            for batch in rows:
                parquet.write_batch(batch)
        return
    with target.open("wb") as file:
        # Without it a Chinese Excel takes the file for GBK.
        file.write(b"\xef\xbb\xbf")
        with pacsv.CSVWriter(file, rows.schema) as csv:
            for batch in rows:
                csv.write_batch(batch)


def _spelt(schema: pa.Schema, titles: Sequence[str], form: FileForm) -> str:
    """The rows as the form spells them, under their titles."""
    columns = (
        f"{_column(field, form)} as {_quoted(_harmless(title) if form == 'csv' else title)}"
        for field, title in zip(schema, titles, strict=True)
    )
    return f"select {', '.join(columns)} from given"


def _column(field: pa.Field, form: FileForm) -> str:
    name, kind = _quoted(field.name), field.type
    if form == "parquet" or pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return name
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return f"strftime({name}, '{'%Y-%m-%d' if pa.types.is_date(kind) else '%Y-%m-%d %H:%M:%S'}')"
    if pa.types.is_floating(kind):
        return f"case when isfinite({name}) then {name} end"
    if pa.types.is_boolean(kind):
        return f"case when {name} then '是' when not {name} then '否' end"
    return _text(f"cast({name} as varchar)", form)


def _text(text: str, form: FileForm) -> str:
    if form == "csv":
        starts = f"strpos('{_FORMULA}', left(ltrim({text}), 1)) > 0 or strpos(chr(9) || chr(13), left({text}, 1)) > 0"
        formula = f"{text} <> '' and ({starts}) and try_cast({text} as double) is null"
        return f"case when {formula} then '''' || {text} else {text} end"
    unwritable = " || ".join(f"chr({point})" for point in _NOT_IN_XML)
    return f"left(translate({text}, {unwritable}, ''), {_LONGEST_CELL})"


def _apart(titles: Sequence[str], names: Sequence[str]) -> list[str]:
    """The titles; of those that are twice each with its column's name."""
    seen = [title.casefold() for title in titles]
    return [
        title if seen.count(title.casefold()) == 1 else f"{title}（{name}）"
        for title, name in zip(titles, names, strict=True)
    ]


def _harmless(title: str) -> str:
    return f"'{title}" if title[:1] in {*_FORMULA, "\t", "\r"} else title


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _too_many() -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text(
                    f"工作表最多 {MOST_IN_SHEET:,} 行，放不下",
                    f"a sheet has {MOST_IN_SHEET:,} rows at most: these are more",
                ),
                where="xlsx",
                todo=Text("请改选 CSV 或 Parquet，或缩小范围", "take CSV or Parquet, or ask for less"),
            )
        ]
    )


def _not_written() -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("文件没有写成", "the file was not written"),
                where="xlsx",
                todo=Text(
                    "请看磁盘空间够不够，再试一次；也可改选 CSV",
                    "see that there is room on the disk and try again; or take CSV",
                ),
            )
        ]
    )
