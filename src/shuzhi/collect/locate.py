"""From a landed row back to the department's file: which line it is, and what stands there."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shuzhi.collect.delimited import lay_out, without_header
from shuzhi.collect.intake import format_of
from shuzhi.collect.records import Records, records
from shuzhi.collect.scan import scan
from shuzhi.collect.transcode import as_utf8
from shuzhi.collect.workbook import open_sheet


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a record stands: its first physical line (from 1; a workbook: the sheet's row) and its text."""

    line: int
    text: str
    sheet: str | None = None


def locate(path: Path, rows: Collection[int], *, temp: Path, sheet: str | int = 0) -> Mapping[int, Place]:
    """The places of records by their ``_row``; numbers the file does not have are absent.

    Streams through the file once, to the highest number asked for. A Parquet file has no lines.
    """
    kind = format_of(path)
    if kind == "workbook":
        cells = open_sheet(path, sheet, path.name)
        return {
            row: Place(
                line=cells.numbers[row - 1],
                text="\t".join(text or "" for text in cells.rows[row - 1]),
                sheet=cells.name,
            )
            for row in rows
            if 0 < row <= len(cells.rows)
        }
    return {} if kind == "parquet" else _in_text(_parts(path, kind, temp), sorted(rows))


def _parts(path: Path, kind: str, temp: Path) -> Iterator[Records]:
    text, _ = as_utf8(scan(path), temp)
    if kind == "json lines":
        return records(text.path, delimiter="", columns=0, skip=text.bom)
    layout = lay_out(text, path.name)
    return iter(()) if layout is None else without_header(layout)


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
