"""A made workbook or text, and how it is written in each format."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.utils import get_column_letter

Row = list[object]


@dataclass(kw_only=True)
class Page:
    """A sheet: its rows; merged cells as (first row, first column, last row, last column), from 0."""

    rows: list[Row]
    title: str = "Sheet1"
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    """Number formats by column."""


@dataclass(kw_only=True)
class Book:
    """What is written, and what of it is data: ``quarantined`` rows cannot be mended by anybody but the sender."""

    pages: list[Page]
    truth: list[tuple[object, ...]]
    quarantined: int = 0
    aside: int = 0
    """Rows that hold something and are neither data nor the header."""
    text: str | None = None
    """The text itself, where it is no table of cells."""
    data: bytes | None = None
    epoch: int = 1900


def write_xlsx(book: Book, path: Path) -> None:
    made = openpyxl.Workbook()
    if book.epoch == 1904:
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.remove(made.worksheets[0])
    for page in book.pages:
        sheet = made.create_sheet(page.title)
        for row in page.rows:
            sheet.append(row)
        for row, column, last_row, last_column in page.merged:
            sheet.merge_cells(
                start_row=row + 1, start_column=column + 1, end_row=last_row + 1, end_column=last_column + 1
            )
        for row in page.hidden_rows:
            sheet.row_dimensions[row + 1].hidden = True
        for column in page.hidden_columns:
            sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
        for column, code in page.formats.items():
            for (cell,) in sheet.iter_rows(min_col=column + 1, max_col=column + 1):
                if not isinstance(cell.value, str):
                    cell.number_format = code
        if page.hidden:
            sheet.sheet_state = "hidden"
    made.save(path)


def write_xls(book: Book, path: Path) -> None:
    made = xlwt.Workbook()
    made.dates_1904 = book.epoch == 1904
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for page in book.pages:
        sheet = made.add_sheet(page.title)
        if page.hidden:
            sheet.visibility = 1
        heads = {(row, column): (last, right) for row, column, last, right in page.merged}
        covered = {
            (r, c)
            for row, column, last, right in page.merged
            for r in range(row, last + 1)
            for c in range(column, right + 1)
        }
        for r, row in enumerate(page.rows):
            for c, value in enumerate(row):
                if value is None and (r, c) not in heads:
                    continue
                code = page.formats.get(c)
                style = xlwt.easyxf(num_format_str=code) if code and not isinstance(value, str) else None
                style = style or (day if isinstance(value, dt.date) else xlwt.Style.default_style)
                shown = _serial_1904(value) if book.epoch == 1904 else value
                if (r, c) in heads:
                    last, right = heads[r, c]
                    sheet.write_merge(r, last, c, right, shown, style)
                elif (r, c) not in covered:
                    sheet.write(r, c, shown, style)
        for row in page.hidden_rows:
            sheet.row(row).hidden = True
        for column in page.hidden_columns:
            sheet.col(column).hidden = True
    made.save(str(path))


def write_ods(book: Book, path: Path) -> None:
    """As LibreOffice writes it: covered cells, and the empty rest of a sheet as cells repeated to its very edge."""
    pages = "".join(_ods_page(page) for page in book.pages)
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("manifest", "manifest"),
        )
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    content = (
        f'{head}<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>{pages}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="{told}"/>'
        for part, told in (("/", kind), ("content.xml", "text/xml"))
    )
    manifest = f"{head}<manifest:manifest {spaces}>{entries}</manifest:manifest>"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        packed.writestr("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)


def _ods_page(page: Page) -> str:
    heads = {(top, left): (last - top + 1, right - left + 1) for top, left, last, right in page.merged}
    covered = {
        (r, c)
        for (top, left), (down, across) in heads.items()
        for r in range(top, top + down)
        for c in range(left, left + across)
    } - set(heads)
    width = max(map(len, page.rows))
    lines = []
    for r, row in enumerate(page.rows):
        cells = []
        for c in range(width):
            value = row[c] if c < len(row) else None
            name = "covered-table-cell" if (r, c) in covered else "table-cell"
            down, across = heads.get((r, c), (1, 1))
            span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
            span = span if down * across > 1 else ""
            cells.append(f"<table:{name}{span}{_ods_value(value)}</table:{name}>")
        shown = ' table:visibility="collapse"' if r in page.hidden_rows else ""
        rest = f'<table:table-cell table:number-columns-repeated="{16384 - width}"/>'
        lines.append(f"<table:table-row{shown}>{''.join(cells)}{rest}</table:table-row>")
    below = 1048576 - len(lines)
    lines.append(
        f'<table:table-row table:number-rows-repeated="{below}">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    hidden = ' table:visibility="collapse"'
    columns = "".join(
        f"<table:table-column{hidden if c in page.hidden_columns else ''}/>" for c in range(width)
    )
    return f'<table:table table:name="{page.title}">{columns}{"".join(lines)}</table:table>'


def _ods_value(value: object) -> str:
    if value is None:
        return ">"
    if isinstance(value, dt.date):
        return f' office:value-type="date" office:date-value="{value.isoformat()}"><text:p>{value:%Y/%m/%d}</text:p>'
    if isinstance(value, int | float):
        return f' office:value-type="float" office:value="{value!r}"><text:p>{value}</text:p>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f' office:value-type="string">{lines}'


def _serial_1904(value: object) -> object:
    """xlwt knows the other epoch's flag but not its arithmetic."""
    return (value - dt.date(1904, 1, 1)).days if isinstance(value, dt.date) else value


def write_text(book: Book, path: Path, encoding: str, *, delimiter: str = ",", ending: str = "\r\n") -> None:
    if book.data is not None:
        path.write_bytes(book.data)
        return
    text = book.text if book.text is not None else as_text(book.pages[0].rows, delimiter, ending)
    path.write_bytes(text.encode(encoding))


def as_text(rows: Sequence[Row], delimiter: str = ",", ending: str = "\r\n") -> str:
    out = io.StringIO()
    width = max(map(len, rows))
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending)
    for row in rows:
        writer.writerow([_shown(cell) for cell in [*row, *[None] * (width - len(row))]])
    return out.getvalue()


def _shown(cell: object) -> str:
    """As an office program writes a cell into a CSV."""
    if cell is None:
        return ""
    return cell.strftime("%Y/%-m/%-d") if isinstance(cell, dt.date) else str(cell)


def write_zip(inner: dict[str, bytes], path: Path, *, gbk_names: bool = False) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in inner.items():
            info = zipfile.ZipInfo(name.encode("gbk").decode("cp437") if gbk_names else name)
            packed.writestr(info, data)
