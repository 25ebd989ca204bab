"""Collect, as the run layer calls it: find files, scan one, read it, see that it did not change."""

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from shuzhi.collect.archives import DAMAGED, check_package
from shuzhi.collect.delimited import ONE_COLUMN, Cut, delimiter_of, lay_out, read_delimited
from shuzhi.collect.gather import gather
from shuzhi.collect.jsonlines import read_json_lines
from shuzhi.collect.layout import Layout, changes, drifted, layout_for, speaks_of
from shuzhi.collect.markup import LARGEST, html_sheets, json_sheets, too_large, xml_sheets
from shuzhi.collect.parquet import read_parquet
from shuzhi.collect.scan import Encoding, Scan, scan, unreadable
from shuzhi.collect.sheet import Sheet
from shuzhi.collect.tabular import reading_of
from shuzhi.collect.text_table import (
    delimited_sheet,
    fixed_sheet,
    guessed_widths,
    is_plain,
    kinds_changed,
    needs_rows,
)
from shuzhi.collect.transcode import as_utf8, mixed_encodings
from shuzhi.collect.workbook import OLD_MAGIC, cannot_open, read_sheets
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import FileReader, Reading
from shuzhi.core.text import Text

WORKBOOKS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".et")
WORKBOOK_MAGIC = (b"PK\x03\x04", OLD_MAGIC)
JSON_LINES = (".jsonl", ".ndjson")
HTML = (b"<html", b"<!doctype html", b"<tr", b"<td", b"<body", b"<div")
ENCODINGS: dict[str, Encoding] = {
    "utf-8": "utf-8", "gbk": "gb18030", "gb18030": "gb18030", "utf-16": "utf-16-le", "utf-16-be": "utf-16-be",
}  # fmt: skip


def find_files(folder: Path, patterns: Sequence[str]) -> list[Path]:
    """The files below ``folder`` that any of the globs names, in the order of their paths, each once.

    Hidden files and the lock files of office programs (``~$...``) are not data.
    """
    found = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not path.name.startswith((".", "~$")))


def plain_file(path: Path, temp: Path) -> Path:
    """The file itself; of a gzip, what is in it, as a file in ``temp``. Raises ShuzhiError when it is damaged."""
    if path.suffix.lower() != ".gz":
        return path
    inside = temp / path.stem
    try:
        with gzip.open(path) as packed, inside.open("wb") as out:
            shutil.copyfileobj(packed, out)
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable(path, error if isinstance(error, OSError) else OSError(0, str(error))) from None
    return inside


def read_file(  # noqa: PLR0913
    *,
    source: str,
    name: str,
    batch: str,
    found: Scan,
    temp: Path,
    files: FileReader,
    known: Collection[str] = (),
    layouts: Sequence[Layout] = (),
) -> Reading:
    """How one scanned file becomes landed rows, whatever its format.

    ``name`` is the file as its department knows it, for messages and quarantine; ``batch`` its id; ``temp``
    an empty folder that must stay until the file has landed; ``known`` headers that are expected; ``layouts`` what
    the source's recipe says. Raises ShuzhiError when nothing of it can be read, or it is not as the recipe says.
    """
    kind = format_of(found.path)
    if kind == "parquet":
        return read_parquet(source=source, name=name, batch=batch, found=found, temp=temp, files=files)
    if kind == "json lines":
        return read_json_lines(source=source, name=name, batch=batch, found=found, temp=temp, files=files)
    layout = chosen(layouts, name)
    if kind != "workbook":
        if layout is not None and layout.encoding is not None:
            found = replace(found, encoding=ENCODINGS[layout.encoding], whole=False)
        text, other = as_utf8(found, temp)
        mixed = mixed_encodings(other, name)
        plain = plain_text(text, name, known, layout) if kind == "delimited" else None
        if plain is not None:
            reading = read_delimited(source=source, name=name, batch=batch, found=found, temp=temp, cut=plain)
            return replace(reading, warnings=(*mixed, *reading.warnings))
    gathered = gather(sheets_of(found, temp, name, layout), name=name, known=known, layout=layout)
    reading = reading_of(gathered, source=source, name=name, batch=batch, found=found, temp=temp)
    return reading if kind == "workbook" else replace(reading, warnings=(*mixed, *reading.warnings))


def chosen(layouts: Sequence[Layout], name: str) -> Layout | None:
    """The recipe's layout for a file; None when there is no recipe. Raises when the recipe does not speak of it."""
    layout = layout_for(layouts, name)
    if layout is None and speaks_of(layouts, name):
        raise ShuzhiError([_not_in_recipe(name)])
    return layout


def sheets_of(found: Scan, temp: Path, name: str, layout: Layout | None) -> Iterator[Sheet]:
    """Every sheet of a file, whatever its format; a text is one sheet."""
    kind = format_of(found.path)
    if kind == "workbook":
        check_package(found.path, name)
        yield from read_sheets(_called_rightly(found.path, temp), name)
        return
    text = found if found.whole else replace(scan(temp / "utf8.txt"), path=temp / "utf8.txt")
    records = layout.records if layout is not None else None
    if kind in ("page", "xml", "json"):
        if found.size > LARGEST:
            raise too_large(name)
        data = text.path.read_bytes()[text.bom :]
        if kind == "page":
            yield from html_sheets(data.decode("utf-8", "replace"), name)
        elif kind == "json":
            yield from json_sheets(data.decode("utf-8", "replace"), name, records)
        else:
            yield from xml_sheets(data, name, records)
        return
    widths = layout.widths if layout is not None and layout.widths else ()
    delimiter = layout.delimiter if layout is not None and layout.delimiter else delimiter_of(text)
    if not widths and delimiter == ONE_COLUMN:
        widths = guessed_widths(text.path, text.bom)
    yield fixed_sheet(text, widths, name) if widths else delimited_sheet(text, delimiter, name)


def plain_text(text: Scan, name: str, known: Collection[str], layout: Layout | None) -> Cut | None:
    """How a delimited file is cut, when one header line and data are all there is; None when there is more.

    Raises ShuzhiError when it is plain and not as its recipe says.
    """
    if layout is not None and needs_rows(layout):
        return None
    delimiter = layout.delimiter if layout is not None else None
    cut = lay_out(text, name, delimiter)
    if cut is None:
        return Cut(path=text.path, bom=text.bom, scan=text, delimiter=",", header="", columns=())
    if cut.delimiter == ONE_COLUMN and guessed_widths(text.path, text.bom):
        return None
    expected = known if layout is None else list(layout.columns)
    if not is_plain(text, cut.delimiter, expected):
        return None
    if layout is not None:
        drift = [*changes(layout, cut.columns, range(len(cut.columns))), *kinds_changed(text, cut, layout)]
        if drift:
            raise ShuzhiError([drifted(name, drift)])
    return cut


def _called_rightly(path: Path, temp: Path) -> Path:
    """The workbook under a name with the ending of what it is: people rename files, and the library goes by names."""
    with path.open("rb") as file:
        old = file.read(4) == OLD_MAGIC
    ending = ".xls"
    if not old:
        try:
            with zipfile.ZipFile(path) as packed:
                names = set(packed.namelist())
        except DAMAGED as error:
            raise cannot_open(path.name, error) from None
        ending = ".ods" if "content.xml" in names else ".xlsb" if "xl/workbook.bin" in names else ".xlsx"
    link = temp / f"book{ending}"
    link.unlink(missing_ok=True)
    link.symlink_to(path.absolute())
    return link


def format_of(path: Path) -> Literal["parquet", "workbook", "json lines", "page", "xml", "json", "delimited"]:
    """Told by the first bytes; only JSON lines and broken workbooks are told by the name."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise unreadable(path, error) from None
    suffix = path.suffix.lower()
    if head.startswith(b"PAR1"):
        return "parquet"
    if head[:4] in WORKBOOK_MAGIC:
        return "workbook"
    if suffix in JSON_LINES:
        return "json lines"
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        lower = start.lower()
        is_xml = lower.startswith((b"<?xml", b"<!doctype")) or suffix in (".xml", *WORKBOOKS)
        return "xml" if is_xml and not any(tag in lower for tag in HTML) else "page"
    if suffix == ".json":
        return "json"
    text_in_disguise = (
        suffix in WORKBOOKS and b"\0" not in head and any(d in head for d in (b"\t", b",", b"\n"))
    )
    return "delimited" if suffix not in WORKBOOKS or text_in_disguise else "workbook"


def check_unchanged(found: Scan) -> None:
    """Call when the file has landed, before the transaction commits.

    Raises ShuzhiError when it changed or vanished since its scan. A file only touched has not changed.
    """
    try:
        status = found.path.stat()
    except OSError as error:
        raise unreadable(found.path, error) from None
    same = (status.st_size, status.st_mtime_ns) == (found.size, found.modified)
    if not same and scan(found.path).sha256 != found.sha256:
        raise _changed(found.path.name)


def _changed(name: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("文件在读取过程中被改动", "the file changed while it was read"),
                where=name,
                todo=Text(
                    "等来源部门写完文件后再运行", "run again when the department has finished writing it"
                ),
            )
        ]
    )


def _not_in_recipe(name: str) -> Problem:
    return Problem(
        what=Text(
            "采集配方没有说这个文件的样式，未入库",
            "the recipe has no layout for this file; it was not landed",
        ),
        where=name,
        todo=Text(
            "运行 shuzhi intake look <城市> <文件> --write，在配方里加上这种样式",
            "`shuzhi intake look <city> <file> --write` adds one to the recipe",
        ),
    )
