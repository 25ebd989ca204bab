"""A sheet as columns of text: what a workbook, a page or a damaged text holds, before anybody says what it means."""

import datetime as dt
import gc
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None
Kinds = npt.NDArray[np.uint8]
EMPTY, TEXT, NUMBER, DATE, OTHER = range(5)
"""What a cell is in the file itself: an office program knows a number from a text that looks like one."""

KIND = {
    str: TEXT, int: NUMBER, float: NUMBER, bool: OTHER, dt.datetime: DATE, dt.date: DATE, dt.time: OTHER,
    dt.timedelta: OTHER, type(None): EMPTY,
}  # fmt: skip
FIRST, CHUNK = 64, 20_000
"""Titles and headers mix kinds: the first rows are turned apart, so that the columns below stay of one kind."""
EXACT = 1e15
"""Office programs keep 15 digits of a number: one this large may have lost its end."""

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What an office program shows otherwise than it is: rows and columns counted from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    never_computed: int = 0
    """Formulas without a value: saved by a program that does not compute."""


NO_MARKS = Marks()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """``columns``: text, NULL where empty, of one length; ``kinds`` of their cells; ``lines``: each row's in the file.

    ``merged`` spans are first and last (row, column), from 0. ``hidden``: the sheet itself is. ``bad``: rows that
    cannot be read as they stand, with the reason (else NULL).
    """

    name: str
    columns: Sequence[pa.Array]
    kinds: Sequence[Kinds]
    lines: npt.NDArray[np.int64]
    merged: Sequence[Span] = ()
    hidden: bool = False
    marks: Marks = NO_MARKS
    bad: npt.NDArray[np.object_] | None = None

    def __len__(self) -> int:
        return len(self.lines)

    def filled(self) -> npt.NDArray[np.int64]:
        """How many cells of each row hold something."""
        counts = np.zeros(len(self), np.int64)
        for kinds in self.kinds:
            counts += kinds != EMPTY
        return counts

    def row(self, index: int) -> list[str | None]:
        return [column[index].as_py() for column in self.columns]

    def row_kinds(self, index: int) -> list[int]:
        return [int(kinds[index]) for kinds in self.kinds]

    def content(self, rows: npt.NDArray[np.intp]) -> pa.Array:
        """The rows as one text each, cells apart by tabs: how they are shown and quarantined."""
        if not len(rows) or not self.columns:
            return pa.array([""] * len(rows), pa.string())
        taken = [pc.fill_null(column.take(pa.array(rows)), "") for column in self.columns]
        joined = pc.binary_join_element_wise(*taken, pa.scalar("\t", pa.string()))
        return pc.utf8_rtrim(joined, "\t")


def of_rows(
    name: str,
    rows: Iterator[Sequence[Cell]],
    *,
    merged: Sequence[Span] = (),
    hidden: bool = False,
    marks: Marks = NO_MARKS,
) -> Sheet:
    """A sheet from rows of cells, all of one width, as the first row in the file is number 1."""
    chunks: list[list[tuple[pa.Array, Kinds]]] = []
    size, total = FIRST, 0
    collecting = gc.isenabled()
    # Lists of cells are no cycles; looking for some in millions of them costs a third of the time.
    gc.disable()
    try:
        while part := list(itertools.islice(rows, size)):
            chunks.append([column_of(cells) for cells in zip(*part, strict=True)])
            size, total = CHUNK, total + len(part)
    finally:
        if collecting:
            gc.enable()
    width = len(chunks[0]) if chunks else 0
    return Sheet(
        name=name,
        columns=[_joined([chunk[place][0] for chunk in chunks]) for place in range(width)],
        kinds=[np.concatenate([chunk[place][1] for chunk in chunks]) for place in range(width)],
        lines=np.arange(1, total + 1),
        merged=merged,
        hidden=hidden,
        marks=marks,
    )


def of_texts(
    name: str, rows: Sequence[Sequence[str | None]], lines: npt.NDArray[np.int64] | None = None
) -> Sheet:
    """A sheet of texts alone; short rows are filled up."""
    columns = [pa.array(cells, pa.string()) for cells in itertools.zip_longest(*rows)]
    columns = [pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column) for column in columns]
    kinds = [np.where(column.is_null().to_numpy(zero_copy_only=False), EMPTY, TEXT).astype(np.uint8)
             for column in columns]  # fmt: skip
    return Sheet(
        name=name, columns=columns, kinds=kinds, lines=np.arange(1, len(rows) + 1) if lines is None else lines
    )


def column_of(cells: Sequence[Cell]) -> tuple[pa.Array, Kinds]:
    """The cells of one column as text, with their kinds.

    Text stays as it is. A number is the shortest text that says it: one of more than 15 digits comes out as
    4.50502199001011e+17, so that it cannot pass for a whole one.
    """
    try:
        array = pa.array(cells)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return _mixed(cells)
    if pa.types.is_string(array.type):
        empty = pc.equal(array, "")
        blank = pc.fill_null(empty, True).to_numpy(zero_copy_only=False)  # noqa: FBT003
        if blank.any():
            array = pc.if_else(empty, pa.scalar(None, pa.string()), array)
        return array, np.where(blank, EMPTY, TEXT).astype(np.uint8)
    if pa.types.is_floating(array.type) or pa.types.is_integer(array.type):
        return _numbers(array), np.full(len(cells), NUMBER, np.uint8)
    if pa.types.is_date(array.type):
        return array.cast(pa.string()), np.full(len(cells), DATE, np.uint8)
    return _mixed(cells)


def _mixed(cells: Sequence[Cell]) -> tuple[pa.Array, Kinds]:
    """A column of several kinds: each kind's cells are turned together, then put back in their places."""
    kinds = np.fromiter((KIND[type(cell)] for cell in cells), np.uint8, len(cells))
    held = np.empty(len(cells), dtype=object)
    held[:] = cells
    texts = kinds == TEXT
    kinds[np.flatnonzero(texts)[held[texts] == ""]] = EMPTY
    parts: list[pa.Array] = []
    places = np.zeros(len(cells), np.int64)
    for kind in np.unique(kinds):
        mine = np.flatnonzero(kinds == kind)
        places[mine] = sum(len(part) for part in parts) + np.arange(len(mine))
        parts.append(_texts_of(held[mine], int(kind)))
    return pa.concat_arrays(parts).take(pa.array(places)), kinds


def _texts_of(cells: npt.NDArray[np.object_], kind: int) -> pa.Array:
    if kind == EMPTY:
        return pa.nulls(len(cells), pa.string())
    if kind == NUMBER:
        return _numbers(pa.array(cells.astype(np.float64)))
    return pa.array([as_text(cell) for cell in cells] if kind != TEXT else cells, pa.string())


def _numbers(array: pa.Array) -> pa.Array:
    texts = array.cast(pa.string())
    if pc.any(pc.match_substring(texts, "e-")).as_py() or pc.any(pc.starts_with(texts, "0.0000")).as_py():
        # Arrow and Python differ in how they write very small numbers; ours is Python's everywhere.
        return pa.array([as_text(cell) for cell in array.to_pylist()], pa.string())
    return texts


def as_text(cell: Cell) -> str | None:
    """The shortest text that says what one cell holds; NULL when it is empty."""
    if cell is None or isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return repr(cell).removesuffix(".0")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return str(cell) if isinstance(cell, dt.timedelta) else cell.isoformat()


def _joined(arrays: Sequence[pa.Array]) -> pa.Array:
    return arrays[0] if len(arrays) == 1 else pa.concat_arrays(arrays)
