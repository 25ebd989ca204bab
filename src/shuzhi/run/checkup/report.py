"""The check-up as a director reads it (a page that prints), and as a department mends by it (a workbook of rows)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import pyarrow as pa

from shuzhi.collect.quarantine import REASONS
from shuzhi.core.elements import element
from shuzhi.core.text import Text, english
from shuzhi.core.workbook import new_workbook
from shuzhi.run.checkup.folder import Folder
from shuzhi.run.checkup.measure import SORTS, Checkup, Table, Trouble
from shuzhi.run.checkup.words import WORDS, mending, reasoning, saying

FIRST = 8
"""Troubles named at the top."""
LISTED = 200_000
"""Rows the workbook lists; what is beyond is counted in the report."""
OPEN_GRADES = ("一般1级", "一般2级")
FEW = 200
"""Distinct values up to which a column is a vocabulary, whose values may stand in the report as examples."""
OLD = 400
"""Days after which a table is called old."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """Where the check-up was written."""

    page: Path
    workbook: Path


def write(found: Folder, checkup: Checkup, *, name: str, today: date, to: Path) -> Written:
    """Both files, in the language asked for. Values of columns that may name people are in the workbook only."""
    to.mkdir(parents=True, exist_ok=True)
    names = Text("数据体检报告.html", "check-up.html"), Text("问题清单.xlsx", "rows-to-mend.xlsx")
    written = Written(page=to / str(names[0]), workbook=to / str(names[1]))
    written.page.write_text(page(found, checkup, name=name, today=today), encoding="utf-8")
    _workbook(checkup.rows, written.workbook)
    return written


def page(found: Folder, checkup: Checkup, *, name: str, today: date) -> str:
    """The report as one HTML file that needs nothing beside it."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(
        (files(__package__ or "") / "report.html.j2").read_text(encoding="utf-8")
    )
    tables = {table.name: table for table in checkup.tables}
    owners = sorted({table.owner for table in checkup.tables})
    by_owner = {
        owner: [
            (sort, alike)
            for sort in SORTS
            if (alike := [each for each in checkup.troubles if (each.owner, each.sort) == (owner, sort)])
        ]
        for owner in owners
    }
    return template.render(
        zh=not english(),
        t=lambda zh, en: str(Text(zh, en)),
        name=name,
        today=today,
        tables=checkup.tables,
        unread=found.unread,
        others=found.others,
        troubles=checkup.troubles,
        first=_first(checkup.troubles),
        by_owner=by_owner,
        words=WORDS,
        saying=saying,
        mending=mending,
        example=lambda trouble: _example(trouble, tables),
        element=element,
        files=sum(len(table.batches) for table in checkup.tables),
        rows=sum(table.rows for table in checkup.tables),
        cells=checkup.rows.num_rows,
        copied=sum(each.rows for each in checkup.troubles if each.sort == "copied"),
        listed=LISTED,
        age=lambda table: (today - table.newest).days if table.newest else None,
        old=OLD,
    )


def _first(troubles: Sequence[Trouble]) -> list[Trouble]:
    """The gravest and largest trouble of each table and sort: what to begin with."""
    seen: set[tuple[str, str]] = set()
    chosen = []
    for trouble in troubles:
        if (trouble.table, trouble.sort) not in seen and trouble.sort not in {"blank", "empty"}:
            seen.add((trouble.table, trouble.sort))
            chosen.append(trouble)
    return chosen[:FIRST]


def _example(trouble: Trouble, tables: Mapping[str, Table]) -> str | None:
    """A value to show, where the column's values can name nobody."""
    if trouble.example is None or trouble.element is None:
        return None
    (fact,) = (fact for fact in tables[trouble.table].columns if fact.column == trouble.column)
    is_vocabulary = trouble.element == "text" and fact.distinct <= min(FEW, fact.filled / 5)
    if element(trouble.element).grade not in OPEN_GRADES and not is_vocabulary:
        return None
    return f"{trouble.example} → {trouble.expected}" if trouble.expected else trouble.example


def _workbook(rows: pa.Table, path: Path) -> None:
    """A row for each value, a filter on each column. Texts stay texts: nothing in them is a formula."""
    with new_workbook(path, in_order=True) as book:
        sheet = book.add_worksheet(str(Text("问题清单", "Rows to mend")))
        bold = book.add_format({"bold": True, "bg_color": "#E6EFEA", "border": 1})
        headers = [str(header) for header, _ in _COLUMNS]
        widths = [width for _, width in _COLUMNS]
        for at, (header, width) in enumerate(zip(headers, widths, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, header, bold)
        sheet.freeze_panes(1, 0)
        listed = rows.slice(0, LISTED)
        for number, row in enumerate(listed.to_pylist(), start=1):
            sheet.write_number(number, _RECORD, row["row"])
            for at, cell in enumerate(_cells(row)):
                if cell is not None:
                    sheet.write_string(number, at, cell)
        sheet.autofilter(0, 0, max(listed.num_rows, 1), len(headers) - 1)


_COLUMNS = (
    (Text("表", "Table"), 18),
    (Text("文件", "File"), 28),
    (Text("第几条记录", "Record"), 10),
    (Text("列", "Column"), 16),
    (Text("问题", "Problem"), 20),
    (Text("原值", "Value"), 28),
    (Text("可能应为", "Perhaps"), 28),
    (Text("依据", "Because of"), 36),
)


_RECORD = 2


def _cells(row: Mapping[str, Any]) -> list[str | None]:
    """A row's texts, by column; its number is none."""
    reason = reasoning(row["element"], row["reason"]) or REASONS.get(row["reason"] or "")
    return [
        row["table"],
        row["file"],
        None,
        row["column"],
        str(WORDS[row["sort"]].title),
        row["value"],
        row["expected"],
        row["witness"] or (str(reason) if reason else None),
    ]
