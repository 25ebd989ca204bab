"""The fix-it report: a department's own workbook, what is wrong coloured, why beside it, and one page in front."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from shuzhi.collect.gather import gather
from shuzhi.collect.intake import chosen, format_of, plain_file, sheets_of
from shuzhi.collect.quarantine import ASIDE, REASONS
from shuzhi.collect.scan import scan
from shuzhi.collect.sheet import NUMBER, Sheet
from shuzhi.collect.tables import plain
from shuzhi.collect.transcode import as_utf8
from shuzhi.core import sql
from shuzhi.core.elements import element
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text, english
from shuzhi.core.workbook import new_workbook
from shuzhi.fuse.mentions import CONFLICT
from shuzhi.govern.declared import columns as declared_columns
from shuzhi.govern.quality import PROBLEM
from shuzhi.packs.outcome_sources import collected
from shuzhi.packs.platform_tables import BATCH, QUARANTINE, SET_ASIDE
from shuzhi.packs.schema import City, Source
from shuzhi.run.land import known_headers
from shuzhi.run.read import Desk

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST = 1_048_000
"""Rows of a sheet in an office program."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something wrong on a line of a sheet; ``column`` is the header it stands under, if it is one cell."""

    sheet: str
    line: int
    column: str | None
    why: Text
    todo: Text


def report(desk: Desk, city: City, batch: str, target: Path) -> int:
    """Write the report of a batch. Returns how many places are marked. Raises Refused without the grants it needs,
    ShuzhiError when the file is gone or is another by now."""
    held = _asked(desk, BATCH.tree, "batch", batch)
    if not held:
        raise ShuzhiError([_gone(batch)])
    about = held[0]
    source, path = next(
        (
            (source, home / about["file"])
            for source, home in collected(city)
            if source.name == about["source"]
        ),
        (None, None),
    )
    if source is None or path is None or not path.is_file():
        raise ShuzhiError([_gone(about["file"])])
    with tempfile.TemporaryDirectory() as unpacked, tempfile.TemporaryDirectory() as temp:
        found = scan(plain_file(path, Path(unpacked)))
        if found.sha256 != about["sha256"] or format_of(found.path) in ("parquet", "json lines"):
            raise ShuzhiError([_gone(about["file"])])
        if format_of(found.path) != "workbook":
            as_utf8(found, Path(temp))
        recipe = city.recipes.get(source.name)
        layout = chosen(recipe.layouts if recipe is not None else (), about["file"])
        sheets = list(sheets_of(found, Path(temp), about["file"], layout))
    gathered = gather(sheets, name=about["file"], known=known_headers(source), layout=layout)
    places = _places([(part.sheet, part.lines.tolist()) for part in gathered.parts])
    headers = {column.name: column.header for column in declared_columns(source, gathered.columns())}
    told = {} if layout is None else layout.columns
    headers |= {column.means: header for header, column in told.items() if column.means is not None}
    marks = [*_invalid(desk, source, batch, places, headers), *_quarantined(desk, batch)]
    where = {
        (sheet.name, plain(name)): place
        for sheet, table in gathered.found
        for name, place in zip(table.names, table.places, strict=True)
    }
    aside = Counter(row["reason"] for row in _asked(desk, SET_ASIDE.tree, "_batch", batch))
    _write(target, source, about, sheets, marks, where, aside)
    return len(marks)


def _asked(desk: Desk, table: exp.Table, key: str, batch: str) -> list[dict[str, Any]]:
    query = exp.select("*").from_(table).where(sql.column(key).eq(sql.literal(batch)))
    return desk.rows(query, export=True)


def _places(parts: Sequence[tuple[str, Sequence[int]]]) -> list[tuple[str, int]]:
    """The sheet and line of each record, by its number."""
    return [(sheet, line) for sheet, lines in parts for line in lines]


DISPUTED = (
    Text("与更权威部门的记录不一致", "a more authoritative department says otherwise"),
    Text("请与主记录核对，改正其中一方", "compare it with the golden record, and correct one of the two"),
)
"""Of a value that departments disagree about: why, and what to do."""


def _invalid(
    desk: Desk,
    source: Source,
    batch: str,
    places: Sequence[tuple[str, int]],
    headers: Mapping[str, str | None],
) -> list[Mark]:
    """Values that were landed and found wrong."""
    marks = []
    for row in _asked(desk, PROBLEM.tree, "_batch", batch):
        if row["table"] != str(source.standard) and row["table"] != source.name:
            continue
        ways = {way.code: (way.text, way.todo) for way in element(row["element"]).invalid}
        way = ways.get(row["reason"], DISPUTED if row["reason"] == CONFLICT else None)
        if way is not None and 0 < row["_row"] <= len(places):
            sheet, line = places[row["_row"] - 1]
            column = headers.get(row["column"]) or row["column"]
            marks.append(Mark(sheet=sheet, line=line, column=column, why=way[0], todo=way[1]))
    return marks


def _quarantined(desk: Desk, batch: str) -> list[Mark]:
    again = Text("请改正后重报", "mend it and send it again")
    return [
        Mark(
            sheet=row["sheet"] or "",
            line=row["line"],
            column=row["column"],
            why=REASONS.get(row["reason"], Text(row["reason"], row["reason"])),
            todo=again,
        )
        for row in _asked(desk, QUARANTINE.tree, "_batch", batch)
    ]


def _write(
    target: Path,
    source: Source,
    about: Mapping[str, Any],
    sheets: Sequence[Sheet],
    marks: Sequence[Mark],
    where: Mapping[tuple[str, str], int],
    aside: Mapping[str, int],
) -> None:
    with new_workbook(target, in_order=True) as book:
        _summary(book, source, about, marks, aside)
        bad = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        told = book.add_format({"font_color": "#9C0006", "text_wrap": True})
        used = {str(Text("问题摘要", "Summary"))}
        for number, sheet in enumerate(sheets, start=1):
            title = _title(sheet.name or str(Text("数据", "Data")), number, used)
            mine = [mark for mark in marks if mark.sheet == sheet.name]
            _sheet(book.add_worksheet(title), sheet, mine, where, bad, told)


def _title(name: str, number: int, used: set[str]) -> str:
    """A name that office programs take: short, without their signs, and not there yet."""
    plain_name = "".join("_" if char in "[]:*?/\\'" else char for char in name)[:28] or str(number)
    title = (
        plain_name
        if plain_name.lower() not in {each.lower() for each in used}
        else f"{plain_name[:24]}_{number}"
    )
    used.add(title)
    return title


def _summary(
    book: Workbook,
    source: Source,
    about: Mapping[str, Any],
    marks: Sequence[Mark],
    aside: Mapping[str, int],
) -> None:
    """One page: what came, what of it is in, what is wrong and what to do about it."""
    page = book.add_worksheet(str(Text("问题摘要", "Summary")))
    page.set_column(0, 0, 34)
    page.set_column(1, 3, 26)
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    head, bold = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.write(
        0, 0, str(Text(f"{source.title.zh}：报送文件问题摘要", f"{source.title.en}: what to mend")), head
    )
    facts = [
        (Text("文件", "File"), about["file"]), (Text("提供部门", "Department"), source.owner),
        (Text("批次", "Batch"), about["batch"]), (Text("行数", "Rows"), about["records"]),
        (Text("入库", "Landed"), about["landed"]), (Text("隔离（待改正）", "Quarantined"), about["quarantined"]),
        (Text("不算数据的行", "Set aside"), about["set_aside"]), (Text("标出的问题", "Places marked"), len(marks)),
    ]  # fmt: skip
    row = 2
    for label, value in facts:
        page.write(row, 0, str(label), bold)
        page.write(row, 1, value)
        row += 1
    row += 1
    for place, label in enumerate(
        (
            Text("问题", "What is wrong"),
            Text("列", "Column"),
            Text("几处", "Places"),
            Text("怎么改", "What to do"),
        )
    ):
        page.write(row, place, str(label), bold)
    grouped = Counter((str(mark.why), mark.column or "", str(mark.todo)) for mark in marks)
    for (why, column, todo), count in grouped.most_common(25):
        row += 1
        page.write(row, 0, why, wrap)
        page.write(row, 1, column)
        page.write(row, 2, count)
        page.write(row, 3, todo, wrap)
    row += 2
    for reason, count in aside.items():
        page.write(row, 0, str(ASIDE.get(reason, Text(reason, reason))))
        page.write(row, 1, str(Text(f"{count} 行，未当作数据", f"{count} rows, not taken as data")))
        row += 1


def _sheet(
    page: Worksheet,
    sheet: Sheet,
    marks: Sequence[Mark],
    where: Mapping[tuple[str, str], int],
    bad: Format,
    told: Format,
) -> None:
    """The sheet as it came; a marked cell is coloured, or the whole row where no cell alone is wrong."""
    width = len(sheet.columns)
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(mark.line, []).append(mark)
    page.set_column(width, width, 60)
    columns = [column.to_pylist() for column in sheet.columns]
    for row, line in enumerate(sheet.lines.tolist()[:MOST]):
        mine = by_line.get(line, [])
        red = {where.get((sheet.name, plain(mark.column))) for mark in mine if mark.column is not None}
        whole = any(mark.column is None for mark in mine)
        for place in range(width):
            text = columns[place][row]
            if text is None and not (whole or place in red):
                continue
            form = bad if whole or place in red else None
            if text is not None and sheet.kinds[place][row] == NUMBER and len(text) < 16:
                page.write_number(row, place, float(text), form)
            else:
                page.write_string(row, place, text or "", form)
        if mine:
            page.write_string(row, width, "；".join(_reason(mark) for mark in mine), told)


def _reason(mark: Mark) -> str:
    column = "" if mark.column is None else f"{mark.column}: " if english() else f"{mark.column}："
    return f"{column}{mark.why}。{mark.todo}" if not english() else f"{column}{mark.why}. {mark.todo}"


def _gone(name: str) -> Problem:
    return Problem(
        what=Text(
            "原文件已不在、已改动，或这种文件没有单元格",
            "the file is gone or changed, or has no cells to mark",
        ),
        where=name,
        todo=Text("用 shuzhi intake accounts 核对批次", "look the batch up with `shuzhi intake accounts`"),
    )
