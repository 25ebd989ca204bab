"""What the sheets of an OpenDocument workbook merge and hide: the library that reads their cells does not tell."""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from shuzhi.collect.sheet import Marks, Span

_CONTENT = "content.xml"
_PART = re.compile(rb"<table:(table-row|table-column|table-cell|covered-table-cell)(?=[ />])([^>]*)>")
_HIDDEN = re.compile(rb'\btable:visibility="(?:collapse|filter)"')
_COUNT = re.compile(rb'\btable:number-(columns|rows)-(repeated|spanned)="(\d+)"')


def marks_of(path: Path, most: int) -> Sequence[tuple[Marks, Sequence[Span]]]:
    """Of every sheet, in order. Nothing of a file that is no such workbook, or of more than ``most`` bytes."""
    if not zipfile.is_zipfile(path):
        return ()
    with zipfile.ZipFile(path) as packed:
        if _CONTENT not in packed.namelist() or packed.getinfo(_CONTENT).file_size > most:
            return ()
        with packed.open(_CONTENT) as file:
            xml = file.read(most)
    return [_marks(sheet) for sheet in re.split(rb"<table:table(?=[ >])", xml)[1:]]


def _marks(xml: bytes) -> tuple[Marks, Sequence[Span]]:
    rows: set[int] = set()
    columns: set[int] = set()
    merged: list[Span] = []
    row, column, above, beside = -1, 0, 1, 0
    for part in _PART.finditer(xml):
        told = {
            (count.group(1), count.group(2)): int(count.group(3)) for count in _COUNT.finditer(part.group(2))
        }
        across = told.get((b"columns", b"repeated"), 1)
        hidden = _HIDDEN.search(part.group(2)) is not None
        match part.group(1):
            case b"table-column":
                columns |= set(range(beside, min(beside + across, 16384))) if hidden else set()
                beside += across
            case b"table-row":
                row, column = row + above if row >= 0 else 0, 0
                above = told.get((b"rows", b"repeated"), 1)
                rows |= set(range(row, min(row + above, 1048576))) if hidden else set()
            case _:
                down, right = told.get((b"rows", b"spanned"), 1), told.get((b"columns", b"spanned"), 1)
                if down * right > 1:
                    merged.append(((row, column), (row + down - 1, column + right - 1)))
                column += across
    return Marks(hidden_rows=frozenset(rows), hidden_columns=frozenset(columns)), merged
