"""An indicator's answer as a workbook: its numbers, drawn by the spreadsheet itself, and how they were counted."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shuzhi.analyse.indicators.form import Answered, Cell, Column
from shuzhi.core.text import Text
from shuzhi.core.workbook import new_workbook
from shuzhi.run.told import Explained

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_DRAWN = 60
"""More groups than this are not readable in one drawing."""


def write(told: Answered, how: Explained, title: Text, unit: Text, target: Path, *, english: bool) -> int:
    """Write the workbook and say how many rows of numbers it has."""

    def say(text: Text) -> str:
        return text.en if english else text.zh

    with new_workbook(target) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        numbers = book.add_worksheet(say(Text("数据", "numbers")))
        heads = [_head(column, say(column.title), unit, english=english) for column in told.columns]
        fill(book, numbers, told, title, heads, below=0, english=english)
        about = book.add_worksheet(say(Text("说明", "about")))
        about.set_column(0, 0, 16, bold)
        about.set_column(1, 1, 90, wrapped)
        fresh = told.freshness
        facts = [
            (Text("指标", "indicator"), say(title)),
            (Text("问的是", "asked"), say(told.said)),
            (Text("口径", "definition"), say(how.definition)),
            (Text("单位", "unit"), say(unit)),
            (Text("来自", "counted from"), f"{say(how.table_title)}（{how.owner}）"),
            (Text("数据截至", "data until"), str(fresh.last or "")),
            (Text("运行完成", "run finished"), str(fresh.finished or "")),
            (Text("快照", "snapshot"), told.snapshot or ""),
            (Text("注意", "notes"), "\n".join(say(note) for note in told.notes)),
            (Text("不全", "cut"), say(Text("只有前面的行", "the first rows only")) if told.more else ""),
        ]
        for at, (name, said) in enumerate((name, said) for name, said in facts if said):
            about.write_string(at, 0, say(name), bold)
            about.write_string(at, 1, said, wrapped)
    return len(told.rows)


def fill(
    book: "Workbook",
    sheet: "Worksheet",
    told: Answered,
    title: Text,
    heads: Sequence[str],
    *,
    below: int,
    english: bool,
) -> None:
    """Write the answer under its heads from row ``below`` on, drawn beside it by the spreadsheet."""
    sheet.write_row(below, 0, heads, book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1}))
    for at, row in enumerate(told.rows, start=below + 1):
        for place, (column, cell) in enumerate(zip(told.columns, row, strict=True)):
            sheet.write(at, place, written(column, cell, english=english))
    sheet.freeze_panes(below + 1, 0)
    sheet.set_column(0, len(heads) - 1, 18)
    _draw(book, sheet, told, title.en if english else title.zh, below)


def _head(column: Column, title: str, unit: Text, *, english: bool) -> str:
    shown = unit if column.kind == "value" else column.unit
    said = "" if shown is None else (shown.en if english else shown.zh)
    return f"{title}（{said}）" if said else title


def written(column: Column, cell: Cell, *, english: bool) -> Cell:
    """A cell as the workbook has it: a code by its name."""
    called = (column.labels or {}).get(str(cell))
    if called is not None:
        return called.en if english else called.zh
    return cell


def _draw(book: "Workbook", numbers: "Worksheet", told: Answered, title: str, below: int) -> None:
    """The numbers over their one split: a line over time, else bars."""
    splits = [at for at, column in enumerate(told.columns) if column.kind in {"time", "dimension"}]
    (value,) = (at for at, column in enumerate(told.columns) if column.kind == "value")
    if len(splits) != 1 or not 1 < len(told.rows) <= _DRAWN:
        return
    (split,) = splits
    chart = book.add_chart({"type": "line" if told.columns[split].kind == "time" else "bar"})
    sheet, first, last = numbers.get_name(), below + 1, below + len(told.rows)
    chart.add_series(
        {
            "name": title,
            "categories": [sheet, first, split, last, split],
            "values": [sheet, first, value, last, value],
        }
    )
    chart.set_title({"name": title})
    chart.set_legend({"none": True})
    if told.columns[split].kind != "time":
        chart.set_y_axis({"reverse": True})
    numbers.insert_chart(first, len(told.columns) + 1, chart, {"x_scale": 1.4, "y_scale": 1.4})
