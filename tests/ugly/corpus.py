"""The corpus: a hundred kinds of ugly file, each a habit of real offices in one format and encoding."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import py7zr

from tests.ugly import habits
from tests.ugly.books import Book, as_text, write_ods, write_text, write_xls, write_xlsx, write_zip
from tests.ugly.people import Payment, payments

Habit = Callable[[Sequence[Payment]], Book]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of file. ``why``: the habit, said so that an officer knows it."""

    name: str
    why: str
    habit: Habit
    ending: str
    write: Callable[[Book, Path], None]

    def make(self, folder: Path, seed: int) -> tuple[Path, Book]:
        book = self.habit(payments(seed))
        path = folder / f"{self.name}.{self.ending}"
        self.write(book, path)
        return path, book


def _kinds(why: str, habit: Habit, *forms: str) -> list[Kind]:
    return [
        Kind(
            name=f"{habit_name(habit)}_{form}",
            why=why,
            habit=habit,
            ending=FORMS[form][0],
            write=FORMS[form][1],
        )
        for form in forms
    ]


def habit_name(habit: Habit) -> str:
    return getattr(habit, "called", habit.__name__)


def _text(encoding: str, **more: str) -> Callable[[Book, Path], None]:
    return lambda book, path: write_text(book, path, encoding, **more)


def write_html(book: Book, path: Path) -> None:
    from html import escape  # noqa: PLC0415

    page = book.pages[0]
    heads = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in page.merged}
    covered = {(r, c) for a, b, e, d in page.merged for r in range(a, e + 1) for c in range(b, d + 1)} - set(
        heads
    )
    lines = []
    for r, row in enumerate(page.rows):
        cells = []
        for c in range(max(map(len, page.rows))):
            if (r, c) in covered:
                continue
            value = row[c] if c < len(row) else None
            down, across = heads.get((r, c), (1, 1))
            shown = "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)
            cells.append(
                f'<td rowspan="{down}" colspan="{across}" style="vnd.ms-excel.numberformat:@">{escape(shown)}</td>'
            )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    path.write_bytes(
        f"<html><head>{meta}</head><body><table border=1>{''.join(lines)}</table></body></html>".encode(
            "gb18030"
        )
    )


def write_xml2003(book: Book, path: Path) -> None:
    from xml.sax.saxutils import escape  # noqa: PLC0415

    def cell(value: object) -> str:
        if value is None:
            return "<Cell/>"
        if isinstance(value, dt.date):
            return f'<Cell><Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000</Data></Cell>'
        kind = "Number" if isinstance(value, int | float) else "String"
        return f'<Cell><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'

    rows = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in book.pages[0].rows)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="明细">'
        f"<Table>{rows}</Table></Worksheet></Workbook>",
        encoding="utf-8",
    )


def write_json(book: Book, path: Path) -> None:
    import json  # noqa: PLC0415

    header, *rows = book.pages[0].rows
    found = [{str(name): cell for name, cell in zip(header, row, strict=True)} for row in rows]
    document = {"code": 0, "msg": "成功", "data": {"total": len(found), "rows": found}}
    path.write_text(json.dumps(document, ensure_ascii=False, default=str), encoding="utf-8")


def write_xml(book: Book, path: Path) -> None:
    from xml.sax.saxutils import escape  # noqa: PLC0415

    header, *rows = book.pages[0].rows
    told = "".join(
        "<记录>"
        + "".join(
            f"<{name}>{escape(str(cell))}</{name}>"
            for name, cell in zip(header, row, strict=True)
            if cell is not None
        )
        + "</记录>"
        for row in rows
    )
    path.write_bytes(f'<?xml version="1.0" encoding="GBK"?><数据><列表>{told}</列表></数据>'.encode("gbk"))


def _zipped(book: Book, path: Path) -> None:
    write_zip({"民政局/发放明细.csv": as_text(book.pages[0].rows).encode("gb18030")}, path, gbk_names=True)


def _in_7z(book: Book, path: Path) -> None:
    with py7zr.SevenZipFile(path, "w") as packed:
        packed.writestr(as_text(book.pages[0].rows).encode("gb18030"), "民政局/发放明细.csv")


def write_fixed(book: Book, path: Path) -> None:
    rows = [["" if cell is None else str(cell) for cell in row] for row in book.pages[0].rows]
    widths = [max(len(cell.encode("gb18030")) for cell in column) + 2 for column in zip(*rows, strict=True)]
    lines = [
        b"".join(
            cell.encode("gb18030").ljust(width) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
    path.write_bytes(b"\r\n".join(lines) + b"\r\n")


FORMS: dict[str, tuple[str, Callable[[Book, Path], None]]] = {
    "xlsx": ("xlsx", write_xlsx),
    "xls": ("xls", write_xls),
    "et": ("et", write_xls),
    "xlsx_as_xls": ("xls", write_xlsx),
    "xls_as_xlsx": ("xlsx", write_xls),
    "csv_as_xls": ("xls", _text("gb18030", delimiter="\t")),
    "csv": ("csv", _text("utf-8")),
    "csv_bom": ("csv", _text("utf-8-sig")),
    "csv_gbk": ("csv", _text("gb18030")),
    "csv_utf16": ("csv", _text("utf-16")),
    "csv_semicolon": ("csv", _text("gb18030", delimiter=";")),
    "csv_cr": ("csv", _text("gb18030", ending="\r")),
    "tsv": ("tsv", _text("gb18030", delimiter="\t")),
    "txt_bar": ("txt", _text("gb18030", delimiter="|", ending="\n")),
    "html_as_xls": ("xls", write_html),
    "xml2003_as_xls": ("xls", write_xml2003),
    "json": ("json", write_json),
    "xml": ("xml", write_xml),
    "zip": ("zip", _zipped),
    "7z": ("7z", _in_7z),
    "ods": ("ods", write_ods),
    "fixed": ("txt", write_fixed),
}


def named(habit: object, name: str) -> Habit:
    habit.called = name  # type: ignore[attr-defined]
    return cast("Habit", habit)


def broken_lines(people: Sequence[Payment]) -> Book:
    """A system's export cut one remark at its line end, and left one quote open."""
    lines = as_text(habits.plain(people).pages[0].rows).splitlines()
    lines[5:5] = ["另一行只剩半句"]
    return Book(pages=[], truth=habits.truth(people), quarantined=1, text="\r\n".join(lines) + "\r\n")


def mixed_encodings(people: Sequence[Payment]) -> Book:
    """Two counties' exports put end to end, one in GBK and one in UTF-8."""
    lines = as_text(habits.plain(people).pages[0].rows).splitlines(keepends=True)
    data = "".join(lines[:13]).encode("gb18030") + "".join(lines[13:]).encode()
    return Book(pages=[], truth=habits.truth(people), data=data)


def put_together(people: Sequence[Payment]) -> Book:
    """Files put end to end, each with its header."""
    book = habits.repeated_header(people)
    return Book(pages=book.pages, truth=book.truth, aside=2)


DATES = {
    "日期斜线": "%Y/%m/%d", "日期点": "%Y.%-m.%-d", "日期连写": "%Y%m%d", "日期年月日": "%Y年%-m月%-d日",
    "日期带时分": "%Y-%m-%d 00:00:00", "日期汉字": "chinese",
}  # fmt: skip

h = habits
CORPUS: tuple[Kind, ...] = (
    *_kinds(
        "没有毛病的表，各种格式",
        h.plain,
        "xlsx",
        "xls",
        "et",
        "ods",
        "csv",
        "csv_bom",
        "csv_gbk",
        "csv_utf16",
        "tsv",
    ),
    *_kinds(
        "扩展名与内容不符",
        h.plain,
        "xlsx_as_xls",
        "xls_as_xlsx",
        "csv_as_xls",
        "html_as_xls",
        "xml2003_as_xls",
    ),
    *_kinds("分号、竖线、旧式回车", h.plain, "csv_semicolon", "txt_bar", "csv_cr"),
    *_kinds("接口与主机导出", h.plain, "json", "xml", "zip", "7z", "fixed"),
    *_kinds("合并居中的大标题", h.title_row, "xlsx", "xls", "ods", "csv_gbk", "html_as_xls"),
    *_kinds("没有合并的标题", h.title_unmerged, "xlsx", "csv"),
    *_kinds("标题写在中间一格", h.title_centred, "xls"),
    *_kinds("标题下有填报单位、日期、计量单位", h.title_and_unit, "xlsx", "xls", "csv_gbk"),
    *_kinds("附件号、标题、空行", h.attachment_line, "xlsx"),
    *_kinds("表前空几行", h.blank_above, "xlsx", "csv"),
    *_kinds("左边空两列", h.blank_left, "xls"),
    *_kinds("表中有空行", h.blank_between, "xlsx", "csv_gbk"),
    *_kinds("末行合计", h.total_below, "xlsx", "xls", "ods", "csv_gbk"),
    *_kinds("“合　计”中间有空格", h.total_spaced, "xlsx"),
    *_kinds("首行总计", h.total_above, "xls"),
    *_kinds("分组小计", h.subtotals, "xlsx", "csv"),
    *_kinds("表后注释", h.notes_below, "xlsx", "csv_gbk"),
    *_kinds("签字行", h.signatures, "xls", "csv"),
    *_kinds("合并的填表说明", h.notes_merged, "xlsx"),
    *_kinds("每页重复表头", h.repeated_header, "xlsx", "csv_gbk"),
    *_kinds("每页重复标题、表头和页码", h.repeated_pages, "xls"),
    *_kinds("两行表头，有合并", h.two_lines, "xlsx", "xls", "ods", "csv_gbk", "html_as_xls"),
    *_kinds("标题加两行表头", h.two_lines_titled, "xlsx", "xls"),
    *_kinds("三行表头", h.three_lines, "xlsx"),
    *_kinds("表头里有换行和空格", h.wrapped_headers, "xlsx", "csv"),
    *_kinds("表头换了叫法", h.other_headers, "xls"),
    *_kinds("表头带星号、冒号、单位", h.starred_headers, "xlsx"),
    *_kinds("表头全角", h.wide_headers, "csv_gbk"),
    *_kinds("多出序号等列", h.more_columns, "xlsx"),
    *_kinds("列序不同", h.moved_columns, "xls"),
    *_kinds("预印的序号空行", h.printed_numbers, "xlsx", "csv"),
    *_kinds("左右并排两栏", h.side_by_side, "xlsx", "xls"),
    *_kinds("乡镇列向下合并", h.merged_down, "xlsx", "xls", "ods", "html_as_xls"),
    *_kinds("隐藏的行和列", h.hidden_parts, "xlsx", "ods"),
    *_kinds("另有填表说明页", h.other_sheet, "xlsx"),
    *_kinds("另有隐藏的字典页", h.choices_sheet, "xlsx", "xls"),
    *_kinds("一天一张工作表", h.sheet_a_day, "xlsx", "xls", "ods"),
    *_kinds("一街道一张工作表，各有标题和合计", h.sheet_a_town, "xlsx"),
    *_kinds("空的Sheet2、Sheet3", h.empty_sheets, "xls"),
    *_kinds("汇总页在前", h.summary_first, "xlsx"),
    *_kinds("同页另有一张表", h.two_tables, "xlsx"),
    *_kinds("数字存成文本", h.text_numbers, "xlsx"),
    *_kinds("千分位", h.grouped_numbers, "xls", "csv"),
    *_kinds("金额带“元”", h.yuan_numbers, "csv_gbk"),
    *_kinds("金额带￥", h.currency_numbers, "xlsx"),
    *_kinds("全角数字", h.full_width, "xlsx", "csv_gbk"),
    *_kinds("零宽字符", h.zero_width, "xlsx", "csv"),
    *_kinds("首尾空格、不换行空格", h.spaced_values, "xls", "csv"),
    *_kinds("账号四位一空", h.grouped_account, "csv_gbk"),
    *_kinds("号码前加撇号", h.quoted_id, "csv"),
    *_kinds("小写x", h.small_x, "xlsx"),
    *(kind for name, write in DATES.items() for kind in _kinds(name, named(h.dated(write), name), "xlsx")),
    *_kinds("日期序号", h.serial_dates, "xls"),
    *_kinds("日期格式为年月日", h.chinese_format, "xlsx", "xls"),
    *_kinds("1904日期系统", h.other_epoch, "xlsx", "xls"),
    *_kinds("身份证号存成数字", h.lost_ids, "xlsx", "xls", "ods"),
    *_kinds("银行账号全列存成数字", h.lost_accounts, "xlsx"),
    *_kinds("科学计数法", h.counted_ids, "csv_gbk"),
    *_kinds("末位变成0的账号", h.zeroed_accounts, "csv"),
    *_kinds("生僻字", h.rare_names, "xlsx", "csv_gbk"),
    *_kinds("单元格内换行", h.line_ends_inside, "xlsx", "ods", "csv_gbk"),
    *_kinds("用横线斜线表示空", h.nothing_words, "xls"),
    *_kinds("只有一行数据", h.one_row, "xlsx"),
    *_kinds("断行", broken_lines, "csv_gbk"),
    *_kinds("一个文件两种编码", mixed_encodings, "csv"),
    *_kinds("多个文件首尾相接", put_together, "csv"),
    *_kinds("各种习惯同时出现", h.everything, "xlsx", "xls", "ods"),
)
