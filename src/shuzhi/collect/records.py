"""The careful way through a damaged delimited file: every record found, each either whole or known as broken.

Works on lines as Arrow arrays. A quoted field may run over several lines, but only when the lines together
are well formed; otherwise exactly the line that opens it is broken, not the rest of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.collect.transcode import MARK

BLOCK = 16 << 20
LONGEST = 4 << 20
"""No record that runs over the end of a block is longer than this many bytes; a quote left open ends here."""

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Records:
    """Consecutive records of a file.

    ``text`` has no line end; ``line`` the physical line each begins on (from 1); ``reason`` is NULL if good.
    """

    text: pa.Array
    line: npt.NDArray[np.int64]
    reason: pa.Array


@dataclass(frozen=True)
class _Shapes:
    """Regular expressions (RE2) of what a line with quotes can be."""

    alone: str
    opens: str
    within: str
    closes: str
    closes_and_opens: str
    quoted_field: str


@cache
def _shapes(delimiter: str) -> _Shapes:
    d = re.escape(delimiter)
    quoted = '"(?:[^"]|"")*" *'  # DuckDB forgives spaces after the closing quote, and one before the opening
    bare = f'(?: ?[^ "{d}][^{d}]*|  [^{d}]*| ?)'
    item = f"(?: ?{quoted}|{bare})"
    open_ = ' ?"(?:[^"]|"")*'
    return _Shapes(
        alone=f"(?s)^{item}(?:{d}{item})*$",
        opens=f"(?s)^(?:{item}{d})*{open_}$",
        within='(?s)^(?:[^"]|"")*$',
        closes=f'(?s)^(?:[^"]|"")*" *(?:{d}{item})*$',
        closes_and_opens=f'(?s)^(?:[^"]|"")*" *(?:{d}{item})*{d}{open_}$',
        quoted_field=f"(?s)(^|{d}) ?{quoted}",
    )


def records(
    path: Path, *, delimiter: str, columns: int, skip: int = 0, block: int = BLOCK
) -> Iterator[Records]:
    """Every record of a UTF-8 file in order, the header too; blank lines count only in a one-column file.

    ``skip`` bytes (a byte order mark) are passed over. An empty ``delimiter`` makes every line a record.
    ``columns`` 0 asks for no count of fields.
    """
    line, rest, more = 1, b"", True
    with path.open("rb") as file:
        file.seek(skip)
        while more:
            chunk = file.read(block)
            more = bool(chunk)
            data = rest + chunk
            ends = line_ends(data, last=not more)
            if not len(ends):
                rest = data
                continue
            starts, reasons, kept = _join(data, ends, delimiter, more=more)
            yield _records(data, starts, ends[:kept], reasons, delimiter, columns, line)
            line += kept
            rest = data[ends[kept - 1] :] if kept else data


def line_ends(data: bytes, *, last: bool) -> Places:
    """Where each line ends, its line end included. What follows the last is a line if ``last`` says so."""
    array = np.frombuffer(data, dtype=np.uint8)
    returns = np.flatnonzero(array == 13)
    lone = returns[array[np.minimum(returns + 1, len(array) - 1)] != 10]
    if len(returns) and returns[-1] == len(array) - 1:
        lone = np.union1d(lone, returns[-1:]) if last else lone[lone != returns[-1]]
    ends = np.union1d(np.flatnonzero(array == 10), lone) + 1
    if last and len(array) and (not len(ends) or ends[-1] < len(array)):
        ends = np.append(ends, len(array))
    return ends


def _join(data: bytes, ends: Places, delimiter: str, *, more: bool) -> tuple[Places, Flags, int]:
    """The lines on which records start, whether the quotes of each are broken, how many lines were used."""
    lines = _texts(data, np.concatenate([[0], ends]))
    joined, broken, used = np.zeros(len(ends), bool), np.zeros(len(ends), bool), len(ends)
    quoted = (
        np.flatnonzero(_flags(pc.match_substring(lines, '"'))) if delimiter else np.array([], dtype=np.intp)
    )
    shapes, some = _shapes(delimiter or ","), lines.take(pa.array(quoted))
    alone, opens, within, closes, reopens = (
        _flags(pc.match_substring_regex(some, shape))
        for shape in (shapes.alone, shapes.opens, shapes.within, shapes.closes, shapes.closes_and_opens)
    )
    turns, index = np.flatnonzero(~within), 0
    suspects = np.flatnonzero(~alone)
    while index < len(suspects):
        first = int(suspects[index])
        end = _closing(first, turns, closes, reopens) if opens[first] else None
        start = int(quoted[first])
        if end == len(quoted) and more and len(data) - (ends[start - 1] if start else 0) < LONGEST:
            used = start
            break
        if end is None or end == len(quoted):
            broken[start] = True
            index += 1
        else:
            joined[start + 1 : int(quoted[end]) + 1] = True
            index = int(np.searchsorted(suspects, end, side="right"))
    starts = np.flatnonzero(~joined[:used])
    return starts, broken[starts], used


def _closing(first: int, turns: Places, closes: Flags, reopens: Flags) -> int | None:
    """The quoted line on which the record opened on ``first`` ends; the number of lines if none."""
    for turn in turns[np.searchsorted(turns, first, side="right") :]:
        if closes[turn]:
            return int(turn)
        if not reopens[turn]:
            return None
    return len(closes)


def _records(
    data: bytes, starts: Places, ends: Places, broken: Flags, delimiter: str, columns: int, line: int
) -> Records:
    offsets = np.concatenate([[0], ends])[np.append(starts, len(ends))]
    text = _texts(data, offsets)
    reason = _reasons(text, broken, delimiter, columns)
    kept = (
        np.ones(len(text), bool)
        if columns == 1 and delimiter
        else _flags(pc.greater(pc.binary_length(text), 0))
    )
    mask = pa.array(kept)
    return Records(text=text.filter(mask), line=(starts + line)[kept], reason=reason.filter(mask))


def _reasons(text: pa.Array, broken: Flags, delimiter: str, columns: int) -> pa.Array:
    nothing = pa.scalar(None, pa.string())
    undecoded = pc.starts_with(text, MARK)
    nul = pc.match_substring(text, "\0")
    wrong: pa.Array = pa.array(np.zeros(len(text), bool))
    if delimiter and columns:
        fields = _fields(text, delimiter)
        spare = pc.and_(pc.equal(fields, columns + 1), pc.ends_with(text, delimiter))
        wrong = pc.invert(pc.or_(pc.equal(fields, columns), spare))
    return pc.case_when(
        pc.make_struct(undecoded, nul, pa.array(broken), wrong),
        pa.scalar("encoding"),
        pa.scalar("nul"),
        pa.scalar("quote"),
        pa.scalar("columns"),
        nothing,
    )


def _fields(text: pa.Array, delimiter: str) -> pa.Array:
    """How many fields each record has; delimiters within quotes do not count."""
    quoted = pc.match_substring(text, '"')
    if pc.any(quoted).as_py():
        text = pc.replace_substring_regex(text, _shapes(delimiter).quoted_field, r"\1")
    return pc.add(pc.count_substring(text, delimiter), 1)


def _texts(data: bytes, offsets: Places) -> pa.Array:
    array = pa.LargeStringArray.from_buffers(
        len(offsets) - 1, pa.py_buffer(offsets.astype(np.int64)), pa.py_buffer(data)
    )
    return pc.ascii_rtrim(array, "\r\n")


def _flags(array: pa.Array) -> Flags:
    flags: Flags = array.to_numpy(zero_copy_only=False).astype(bool)
    return flags
