"""Workbooks (xls, xlsx, xlsb, ods): one sheet, its cells as text."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook
from sqlglot import exp

from shuzhi.collect.quarantine import SCHEMA
from shuzhi.collect.rows import empty_file, landing, nothing, reader, unique_names
from shuzhi.collect.scan import Scan
from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import Reading
from shuzhi.core.text import Text

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet as text: header cells, then the rows not blank, each with its number in the sheet (from 1)."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str | None]]
    numbers: Sequence[int]


def read_workbook(
    *, source: str, name: str, batch: str, found: Scan, temp: Path, sheet: str | int
) -> Reading:
    """How to land one sheet of a workbook; its rows pass through a Parquet file in ``temp``."""
    cells = open_sheet(found.path, sheet, name)
    columns, warnings = unique_names(cells.header, name)
    if not cells.rows:
        warnings = (*warnings, empty_file(name))
    query: exp.Query = nothing(batch)
    if columns:
        arrays = [pa.array(values, pa.string()) for values in zip(*cells.rows, strict=True)]
        arrays = arrays or [pa.array([], pa.string())] * len(columns)
        numbers = pa.array(range(1, len(cells.rows) + 1), pa.int64())
        pq.write_table(pa.table([numbers, *arrays], names=["_record", *columns]), temp / "sheet.parquet")
        rows = reader("read_parquet", temp / "sheet.parquet")
        query = landing(rows, columns=columns, batch=batch, row=sql.column("_record"))
    return Reading(
        source=source,
        path=found.path,
        batch=batch,
        columns=columns,
        query=query,
        records=len(cells.rows),
        quarantine=SCHEMA.empty_table(),
        warnings=warnings,
    )


def open_sheet(path: Path, sheet: str | int, name: str) -> Sheet:
    """Read one sheet. The header is the first row that is not blank.

    Raises ShuzhiError when the workbook is broken, is protected by a password, or has no such sheet.
    """
    try:
        workbook = CalamineWorkbook.from_path(str(path))
    except Exception as error:  # the library raises several kinds, all of them about the file
        raise _cannot_open(name, error) from None
    names = workbook.sheet_names
    if (sheet not in names) if isinstance(sheet, str) else not 0 <= sheet < len(names):
        raise _no_sheet(name, sheet, names)
    title = sheet if isinstance(sheet, str) else names[sheet]
    try:
        cells = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
    except Exception as error:
        raise _cannot_open(name, error) from None
    texts = [[as_text(cell) for cell in row] for row in cells]
    filled = [number for number, row in enumerate(texts) if any(text is not None for text in row)]
    if not filled:
        return Sheet(name=title, header=(), rows=(), numbers=())
    width = max(
        column + 1 for number in filled for column, text in enumerate(texts[number]) if text is not None
    )
    header, *rows = [texts[number][:width] for number in filled]
    return Sheet(
        name=title,
        header=[text or "" for text in header],
        rows=rows,
        numbers=[number + 1 for number in filled[1:]],
    )


def as_text(cell: Cell) -> str | None:
    """The shortest text that says what the cell holds; NULL when it is empty.

    A number that the workbook keeps as binary floating point has 15 to 17 digits and no more: an 18-digit id
    stored as a number comes out as 4.50502199001011e+17, so that it cannot pass for a whole one.
    """
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return repr(cell).removesuffix(".0")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return str(cell) if isinstance(cell, dt.timedelta) else cell.isoformat()


def _cannot_open(name: str, error: Exception) -> ShuzhiError:
    reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return ShuzhiError(
        [
            Problem(
                what=Text("工作簿打不开", "the workbook cannot be opened"),
                where=name,
                why=Text(reason, reason),
                todo=Text(
                    "若设有密码，请去掉密码另存；若已损坏，请来源部门重新导出",
                    "save it without its password; if it is broken, ask the department for a new export",
                ),
            )
        ]
    )


def _no_sheet(name: str, sheet: str | int, names: Sequence[str]) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("工作簿里没有工作表 {sheet}", "the workbook has no sheet {sheet}").format(
                    sheet=sheet
                ),
                where=name,
                why=Text("现有：{names}", "it has: {names}").format(names="、".join(names)),
                todo=Text("改正数据源的 sheet", "mend `sheet` of the source"),
            )
        ]
    )
