"""A document's numbers as a workbook: each table with a chart the spreadsheet itself draws, and how it came about."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from shuzhi.analyse.indicators.form import Answered, Cell
from shuzhi.core.text import Text
from shuzhi.core.workbook import new_workbook
from shuzhi.run import number_sheet
from shuzhi.run.official import Official, Table, day_said

_FACTS = 3
"""Rows of the first sheet above its numbers, beside its head."""


def cells(numbers: Mapping[str, str], tables: Sequence[tuple[Table, Answered]]) -> list[Cell]:
    """Every number the workbook is to have, row by row."""
    found: list[Cell] = list(numbers.values())
    for _, answered in tables:
        found += [
            number_sheet.written(column, cell, english=False)
            for row in answered.rows
            for column, cell in zip(answered.columns, row, strict=True)
        ]
    return found


def read(file: Path) -> list[Cell]:
    """The same as it stands in the file."""
    book = CalamineWorkbook.from_path(file)
    first, *rest = (book.get_sheet_by_index(at).to_python() for at in range(len(book.sheet_names)))
    found: list[Cell] = [str(row[1]) for row in first[_FACTS + 1 :]]
    for sheet in rest:
        found += [None if cell == "" else cell for row in sheet[2:] for cell in row]  # type: ignore[misc]
    return found


def write(
    told: Official, numbers: Mapping[str, str], tables: Sequence[tuple[Table, Answered]], target: Path
) -> None:
    """Write the workbook: the numbers of the text, a sheet for each table, in the order of the document."""
    with new_workbook(target) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
        first = book.add_worksheet("概要")
        first.set_column(0, 0, 30)
        first.set_column(1, 1, 60)
        first.write_row(0, 0, ["标题", told.title], bold)
        facts: list[tuple[str, str]] = [
            ("署名", told.issuer),
            ("日期", day_said(told.day)),
            ("出处", told.about),
            *numbers.items(),
        ]
        for at, (name, said) in enumerate(facts, start=1):
            first.write_row(at, 0, [name, said])
        for number, (table, answered) in enumerate(tables, start=1):
            sheet = book.add_worksheet(f"表{number}")
            sheet.write_row(0, 0, [f"{table.title} · {answered.said.zh}"])
            number_sheet.fill(
                book, sheet, answered, Text(table.title, table.title), table.heads, below=1, english=False
            )
