"""Departments' files as they send them: own headers, encodings, dates and amounts, a few broken lines."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from .people import Ints, Words

Batch = Mapping[str, npt.NDArray[np.generic] | Words | pa.Array | str]
"""Columns of some rows; a text given once stands in every row. Numpy is styled, Arrow text written as is."""
Style = Callable[[int], str]


@dataclass(frozen=True)
class File:
    """One department's file: where, how encoded, its header for each column, its style of dates and money.

    Columns are dates, whole numbers or text by the type of the array given; those in ``money`` are cents.
    """

    path: str
    encoding: str
    headers: Mapping[str, str]
    date: str = "dashes"
    cents: str = "plain"
    money: tuple[str, ...] = ()
    broken: int = 0


def date_style(name: str) -> Style:
    """How this department writes a day given as days since 1970."""
    patterns = {
        "dashes": "{0.year:04d}-{0.month:02d}-{0.day:02d}",
        "digits": "{0.year:04d}{0.month:02d}{0.day:02d}",
        "slashes": "{0.year}/{0.month}/{0.day}",
        "dots": "{0.year}.{0.month}.{0.day}",
        "chinese": "{0.year}年{0.month}月{0.day}日",
    }
    pattern = patterns[name]
    return lambda day: pattern.format(np.datetime64(day, "D").item())


def money_style(name: str) -> Style:
    """How this department writes an amount given in cents."""
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    styles: dict[str, Style] = {
        "plain": lambda cents: f"{cents / 100:.2f}",
        "commas": lambda cents: f"{cents / 100:,.2f}",
        "yuan": lambda cents: f"{cents / 100:.2f}元",
        "wan": lambda cents: f"{cents / 1_000_000:.6f}".rstrip("0").rstrip(".") + "万元",
        "wide": lambda cents: f"{cents / 100:.2f}".translate(wide),
    }
    return styles[name]


def write(folder: Path, file: File, batches: Iterable[Batch]) -> int:
    """Write one file below ``folder`` batch by batch. Returns the rows written, broken lines not counted."""
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    with path.open("wb") as sink:
        sink.write((",".join(file.headers.values()) + "\r\n").encode(file.encoding))
        for batch in batches:
            table = _table(file, batch)
            rows += table.num_rows
            sink.write(_encoded(table, file))
        for number in range(file.broken):
            sink.write(f"（第{number + 1}页合计）,{rows}\r\n".encode(file.encoding))
    return rows


def _table(file: File, batch: Batch) -> pa.Table:
    count = max(len(values) for values in batch.values() if not isinstance(values, str))
    arrays = []
    for name in file.headers:
        values = batch.get(name, "")
        if isinstance(values, str):
            arrays.append(
                pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([values]))
            )
        elif isinstance(values, pa.Array):
            arrays.append(values)
        elif values.dtype.kind == "M":
            arrays.append(_styled(values.astype("datetime64[D]").astype(np.int64), date_style(file.date)))
        elif name in file.money:
            arrays.append(_styled(values.astype(np.int64), money_style(file.cents)))
        elif values.dtype == object:
            arrays.append(pa.array(values, type=pa.string()))
        else:
            arrays.append(pa.array(values.astype(str), type=pa.string()))
    return pa.table(arrays, names=list(file.headers)).cast(
        pa.schema([(name, pa.string()) for name in file.headers])
    )


def _styled(values: Ints, style: Style) -> pa.Array:
    distinct, place = np.unique(values, return_inverse=True)
    unknown = np.iinfo(np.int64).min
    texts = pa.array(["" if value == unknown else style(int(value)) for value in distinct], type=pa.string())
    return texts.take(pa.array(place.reshape(-1)))


def _encoded(table: pa.Table, file: File) -> bytes:
    sink = io.BytesIO()
    # Only amounts with thousand separators hold commas; other departments quote nothing.
    quoting = "needed" if file.cents == "commas" else "none"
    pa_csv.write_csv(table, sink, pa_csv.WriteOptions(include_header=False, quoting_style=quoting))
    return sink.getvalue() if file.encoding == "utf-8" else sink.getvalue().decode().encode(file.encoding)
