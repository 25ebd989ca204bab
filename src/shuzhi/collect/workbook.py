"""Workbooks (xls, xlsx, xlsb, ods, et) as sheets."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from shuzhi.collect.archives import DAMAGED, MOST_CELLS
from shuzhi.collect.ods_marks import marks_of
from shuzhi.collect.opens import opens
from shuzhi.collect.sheet import Marks, Sheet, Span, of_rows
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

OLD_MAGIC = b"\xd0\xcf\x11\xe0"
"""What a workbook of before 2007 begins with."""
MARKED = 64 << 20
"""Bytes of a sheet's XML that are looked through for what is hidden; looking costs as much as reading."""

Told = tuple[Marks, Sequence[Span]] | None
"""What an OpenDocument workbook says of a sheet; the other kinds are asked sheet by sheet."""

_ROW = re.compile(rb"<row\b([^>]*)>")
_COLUMN = re.compile(rb"<col\b([^>]*)>")
_UNCOMPUTED = re.compile(rb"</f>(?:<v>\s*</v>|<v\s*/>)?\s*</c>|<f[^>]*/>\s*</c>")


def read_sheets(path: Path, name: str) -> Iterator[Sheet]:
    """Every sheet of cells, in order, hidden ones too. Raises ShuzhiError when it cannot be read."""
    book, told = opened(path, name), _open_marks(path, name)
    with book:
        for place, about in enumerate(book.sheets_metadata):
            if about.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
                continue
            hidden = about.visible != SheetVisibleEnum.Visible
            yield _sheet(book, path, place, about.name, name, hidden, told[place] if told else None)


def opened(path: Path, name: str) -> CalamineWorkbook:
    if not _of_xml(path) and not opens(path):
        raise too_much(name)
    try:
        return CalamineWorkbook.from_path(str(path))
    except BaseException as error:  # the library raises many kinds, its panics among them
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise cannot_open(name, error) from None


def _of_xml(path: Path) -> bool:
    """An xlsx: where its cells end was looked at when its package was."""
    try:
        with zipfile.ZipFile(path) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except DAMAGED:
        return False


def _open_marks(path: Path, name: str) -> Sequence[tuple[Marks, Sequence[Span]]]:
    try:
        return marks_of(path, MARKED)
    except DAMAGED as error:
        raise cannot_open(name, error) from None


def _sheet(
    book: CalamineWorkbook,
    path: Path,
    place: int,
    title: str,
    name: str,
    hidden: bool,  # noqa: FBT001
    told: Told,
) -> Sheet:
    try:
        cells = book.get_sheet_by_name(title)
        if (cells.total_height + 1) * (cells.total_width + 1) > MOST_CELLS:
            raise too_many_cells(name, title)  # noqa: TRY301
        # The library gives every row from the first on, but only the columns from the first that holds anything.
        beside = [""] * (cells.start or (0, 0))[1]
        rows = (beside + row for row in cells.iter_rows())
        marks, merged = told or (_marks(path, place), tuple(cells.merged_cell_ranges or ()))
        return of_rows(title, rows, merged=merged, hidden=hidden, marks=marks)
    except ShuzhiError:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise cannot_open(name, error) from None


def _marks(path: Path, place: int) -> Marks:
    """What is hidden on a sheet of an xlsx; xls and xlsb keep it where no library of ours looks."""
    if not zipfile.is_zipfile(path):
        return Marks()
    with zipfile.ZipFile(path) as packed:
        part = _part(packed, place)
        if part is None or packed.getinfo(part).file_size > MARKED:
            return Marks()
        with packed.open(part) as file:
            xml = file.read(MARKED)
    return Marks(
        hidden_rows=frozenset(_hidden_rows(xml)),
        hidden_columns=frozenset(_hidden_columns(xml)),
        never_computed=len(_UNCOMPUTED.findall(xml)) if b"<f" in xml else 0,
    )


def _part(packed: zipfile.ZipFile, place: int) -> str | None:
    """The part of the package that holds the sheet at this place of the book."""
    try:
        book = packed.read("xl/workbook.xml").decode("utf-8", "replace")
        links = packed.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return None
    ids = re.findall(r"<(?:\w+:)?sheet\b[^>]*\br:id=\"([^\"]+)\"", book)
    targets = {
        identifier.group(1): target.group(1)
        for link in re.findall(r"<Relationship\b[^>]*>", links)
        if (identifier := re.search(r'\bId="([^"]+)"', link))
        and (target := re.search(r'\bTarget="([^"]+)"', link))
    }
    told = targets.get(ids[place], "") if place < len(ids) else ""
    part = told.lstrip("/") if told.startswith("/") else f"xl/{told}"
    return part if part in packed.namelist() else None


def _hidden_rows(xml: bytes) -> Iterator[int]:
    if b"hidden=" not in xml:
        return
    for number, row in enumerate(_ROW.finditer(xml)):
        attributes = row.group(1)
        if b'hidden="1"' in attributes or b'hidden="true"' in attributes:
            told = re.search(rb'\br="(\d+)"', attributes)
            yield int(told.group(1)) - 1 if told else number


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for column in _COLUMN.finditer(xml[: 1 << 20]):
        attributes = column.group(1)
        if b'hidden="1"' in attributes or b'hidden="true"' in attributes:
            first, last = (re.search(rb'\b%s="(\d+)"' % end, attributes) for end in (b"min", b"max"))
            if first and last:
                yield from range(int(first.group(1)) - 1, min(int(last.group(1)), 16384))


def cannot_open(name: str, error: BaseException) -> ShuzhiError:
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


def too_much(name: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("工作簿打不开", "the workbook cannot be opened"),
                where=name,
                why=Text(
                    "打开它要的内存或时间超出上限：文件已损坏，或极远处有一个格子",
                    "opening it takes more memory or time than allowed: it is damaged, or has a cell far away",
                ),
                todo=Text(
                    "请来源部门另存为 xlsx 后重报",
                    "ask the department to save it as xlsx and send it again",
                ),
            )
        ]
    )


def too_many_cells(name: str, title: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text(
                    f"工作表“{title}”的范围超过 {MOST_CELLS:,} 格",
                    f"the sheet “{title}” spans more than {MOST_CELLS:,} cells",
                ),
                where=name,
                todo=Text(
                    "多半是表尾有误留的格子：请删去空行空列后另存，或导出为 CSV",
                    "mostly a stray cell far away: delete the empty rows and columns and save, or export CSV",
                ),
            )
        ]
    )
