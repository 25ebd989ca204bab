"""From a landed row back to the department's file: which line it is, and what stands there."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shuzhi.collect.delimited import without_header
from shuzhi.collect.gather import Gathered, gather
from shuzhi.collect.intake import chosen, format_of, plain_text, sheets_of
from shuzhi.collect.layout import Layout
from shuzhi.collect.records import Records, records
from shuzhi.collect.scan import scan
from shuzhi.collect.transcode import as_utf8


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a record stands: its first physical line (from 1; a workbook: the sheet's row) and its text."""

    line: int
    text: str
    sheet: str | None = None


def locate(
    path: Path,
    rows: Collection[int],
    *,
    name: str,
    temp: Path,
    known: Collection[str] = (),
    layouts: Sequence[Layout] = (),
) -> Mapping[int, Place]:
    """The places of records by their ``_row``; numbers the file does not have are absent.

    ``name``, ``known`` and ``layouts`` as the file was read with. A Parquet file has no lines.
    """
    kind = format_of(path)
    if kind == "parquet":
        return {}
    found, layout = scan(path), chosen(layouts, name)
    if kind != "workbook":
        text, _ = as_utf8(found, temp)
        if kind == "json lines":
            return _in_text(records(text.path, delimiter="", columns=0, skip=text.bom), sorted(rows))
        cut = plain_text(text, name, known, layout) if kind == "delimited" else None
        if cut is not None:
            return _in_text(without_header(cut) if cut.columns else iter(()), sorted(rows))
    return _in_sheets(
        gather(sheets_of(found, temp, name, layout), name=name, known=known, layout=layout), rows
    )


def _in_sheets(gathered: Gathered, rows: Collection[int]) -> Mapping[int, Place]:
    places: dict[int, Place] = {}
    before = 0
    for part in gathered.parts:
        for row in rows:
            index = row - before - 1
            if 0 <= index < len(part.lines):
                cells = (part.rows.column(name)[index].as_py() or "" for name in part.rows.column_names)
                places[row] = Place(
                    line=int(part.lines[index]), text="\t".join(cells), sheet=part.sheet or None
                )
        before += len(part.lines)
    return places


def _in_text(parts: Iterator[Records], rows: list[int]) -> Mapping[int, Place]:
    places: dict[int, Place] = {}
    before, wanted = 0, np.array(rows)
    for part in parts:
        here = wanted[(wanted > before) & (wanted <= before + len(part.text))]
        for row in here.tolist():
            index = row - before - 1
            places[row] = Place(line=int(part.line[index]), text=part.text[index].as_py())
        before += len(part.text)
        if not len(wanted) or before >= wanted[-1]:
            break
    return places
