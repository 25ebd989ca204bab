"""Delimited and fixed-width text as a sheet: where titles, totals or two-line headers stand between the records."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.collect.body import judged
from shuzhi.collect.delimited import MOST_COLUMNS, Cut
from shuzhi.collect.gather import digits_lost
from shuzhi.collect.layout import Change, Layout, fits, kind_of
from shuzhi.collect.markup import too_large
from shuzhi.collect.records import records
from shuzhi.collect.scan import Scan
from shuzhi.collect.sheet import Sheet, of_texts
from shuzhi.collect.tables import find_tables, plain
from shuzhi.collect.transcode import MARK
from shuzhi.core import gb18030

HEAD, TAIL = 128 << 10, 64 << 10
LARGEST = 512 << 20
"""Bytes of a text that is not plain and therefore held in memory."""
GAP = re.compile(r" {2,}|\t+|　+")


def is_plain(text: Scan, delimiter: str, known: Collection[str]) -> bool:
    """Does the file look like one header line and nothing but data, at its beginning and at its end?"""
    with text.path.open("rb") as file:
        file.seek(text.bom)
        head = file.read(HEAD)
        file.seek(max(text.bom, text.size - TAIL))
        tail = file.read()
    whole = text.size - text.bom <= HEAD
    lines = _whole_lines(head, cut_last=not whole)
    rows = _fields(lines, delimiter)
    if not rows:
        return True
    expected = {plain(word) for word in known}
    ends = [rows[0], *_fields(_whole_lines(tail, cut_last=False)[1:], delimiter)] if not whole else rows
    return (
        _all_data(rows, expected) and _all_data(ends, expected) and not _header_again(text, lines, delimiter)
    )


def _all_data(rows: Sequence[Sequence[str]], known: Collection[str]) -> bool:
    sheet = of_texts("", rows)
    tables = find_tables(sheet, known)
    if len(tables) != 1 or len(tables[0].blocks) > 1 or tables[0].header != (0, 1):
        return False
    reasons = judged(sheet, tables[0])
    if any(reason not in ("", "header", None) for reason in reasons):
        return False
    return not any(
        digits_lost(column, kinds).any() for column, kinds in zip(sheet.columns, sheet.kinds, strict=True)
    )


def kinds_changed(text: Scan, cut: Cut, layout: Layout) -> list[Change]:
    """Columns of a plain file whose first values are of another kind than the recipe says."""
    with text.path.open("rb") as file:
        file.seek(text.bom)
        head = file.read(HEAD)
    rows = _fields(_whole_lines(head, cut_last=text.size - text.bom > HEAD), cut.delimiter)[1:]
    sheet = of_texts("", rows)
    spelt = {plain(name): column for name, column in layout.columns.items()}
    found = []
    for name, cells, kinds in zip(cut.columns, sheet.columns, sheet.kinds, strict=False):
        column = spelt.get(plain(name))
        if column is not None and not fits(cells, kinds, column.kind):
            found.append(Change(kind="kind", column=name, now=kind_of(cells, kinds) or "text"))
    return found


def _header_again(text: Scan, lines: Sequence[str], delimiter: str) -> bool:
    """Files put end to end keep every file's header; office programs write empty rows as delimiters alone."""
    header = next((line for line in lines if line.strip()), "")
    again, empty = header.encode(), (delimiter * header.count(delimiter)).encode()
    met, rest = 0, b"\n"
    with text.path.open("rb") as file:
        file.seek(text.bom)
        while chunk := file.read(4 << 20):
            data = rest + chunk
            met += data.count(b"\n" + again + b"\n") + data.count(b"\n" + again + b"\r")
            if len(empty) > 1 and (b"\n" + empty + b"\n" in data or b"\n" + empty + b"\r" in data):
                return True
            rest = data[-max(len(again), len(empty)) - 1 :]
    return met > 1


def _whole_lines(data: bytes, *, cut_last: bool) -> list[str]:
    lines = re.split(r"\r\n|\n|\r", data.decode("utf-8", "replace"))
    return lines[:-1] if cut_last and len(lines) > 1 else lines


def _fields(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    csv.field_size_limit(1 << 30)
    try:
        return [
            row for row in csv.reader((line + "\n" for line in lines if line), delimiter=delimiter) if row
        ]
    except csv.Error:
        return []


def delimited_sheet(text: Scan, delimiter: str, name: str) -> Sheet:
    """Every record as a row. One with another number of fields than most is marked, to be quarantined."""
    _small_enough(text, name)
    texts, lines, reasons = _all_records(text, delimiter)
    csv.field_size_limit(1 << 30)
    rows = [
        [""] if reason else next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter), [])
        for line, reason in zip(texts, reasons, strict=True)
    ]
    if max(map(len, rows), default=0) > MOST_COLUMNS:
        raise too_large(name)
    shown = [
        [_shown(line)] if reason else row for row, line, reason in zip(rows, texts, reasons, strict=True)
    ]
    sheet = of_texts("", shown, lines)
    counts = np.fromiter(map(len, rows), np.int64, len(rows))
    usual = Counter(counts.tolist()).most_common(1)[0][0] if rows else 0
    bad = np.array(list(reasons), dtype=object)
    spare = (counts == usual + 1) & np.fromiter((not row or row[-1] == "" for row in rows), bool, len(rows))
    bad[(bad == None) & (counts != usual) & ~spare] = "columns"  # noqa: E711  element by element
    columns, kinds = list(sheet.columns), list(sheet.kinds)
    return Sheet(name="", columns=columns, kinds=kinds, lines=sheet.lines, bad=bad)


def _shown(line: str) -> str:
    return line.replace(MARK, "").replace("\0", "\\x00")


def _all_records(text: Scan, delimiter: str) -> tuple[list[str], npt.NDArray[np.int64], list[str | None]]:
    texts: list[str] = []
    lines: list[npt.NDArray[np.int64]] = []
    reasons: list[str | None] = []
    for part in records(text.path, delimiter=delimiter, columns=0, skip=text.bom):
        texts += part.text.to_pylist()
        lines.append(part.line)
        reasons += part.reason.to_pylist()
    return texts, np.concatenate(lines) if lines else np.zeros(0, np.int64), reasons


def fixed_sheet(text: Scan, widths: Sequence[int], name: str) -> Sheet:
    """Columns of fixed width, counted as banks' hosts count: a Chinese character is two wide."""
    _small_enough(text, name)
    texts, lines, reasons = _all_records(text, "")
    encoded = pa.array([gb18030.of_text(line) for line in texts], pa.binary())
    ends = np.cumsum(widths)
    columns = []
    for start, stop in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True):
        cells = pc.binary_slice(encoded, int(start), int(stop))
        columns.append([gb18030.to_text(cell).strip(" 　") for cell in cells.to_pylist()])
    longer = pc.greater(pc.binary_length(encoded), int(ends[-1])).to_numpy(zero_copy_only=False)
    sheet = of_texts("", list(zip(*columns, strict=True)), lines)
    bad = np.array(reasons, dtype=object)
    bad[longer & (bad == None)] = "columns"  # noqa: E711  element by element
    return Sheet(name="", columns=sheet.columns, kinds=sheet.kinds, lines=lines, bad=bad)


def guessed_widths(path: Path, bom: int) -> tuple[int, ...]:
    """Widths of columns told by the blanks that all lines have in common; none when there are none."""
    with path.open("rb") as file:
        file.seek(bom)
        head = file.read(HEAD)
    lines = [line for line in _whole_lines(head, cut_last=True) if line.strip()][:200]
    encoded = [gb18030.of_text(line).replace(b"\xa1\xa1", b"  ") for line in lines]
    dense = [line for line in encoded if len(GAP.findall(gb18030.to_text(line).strip())) >= 1]
    if len(dense) < max(3, len(encoded) * 0.6):
        return ()
    width = max(map(len, dense))
    matrix = np.frombuffer(b"".join(line.ljust(width) for line in dense), np.uint8).reshape(len(dense), width)
    blank = (matrix == 32).all(axis=0)
    starts = [0, *(place for place in range(1, width) if not blank[place] and blank[place - 1])]
    if len(starts) < 2:
        return ()
    return (*np.diff(starts).tolist(), width - starts[-1] + 64)


def _small_enough(text: Scan, name: str) -> None:
    if text.size > LARGEST:
        raise too_large(name)


def needs_rows(layout: Layout) -> bool:
    """Does the recipe ask for more than a plain delimited file has?"""
    return bool(
        layout.widths or layout.set_aside or layout.fill_down or layout.from_name or layout.header_rows > 1
        or layout.header not in (None, 1)
    )  # fmt: skip
