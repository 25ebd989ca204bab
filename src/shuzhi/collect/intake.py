"""Collect, as the run layer calls it: find files, scan one, read it, see that it did not change."""

import gzip
import shutil
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from shuzhi.collect.delimited import read_delimited
from shuzhi.collect.jsonlines import read_json_lines
from shuzhi.collect.parquet import read_parquet
from shuzhi.collect.scan import Scan, scan, unreadable
from shuzhi.collect.workbook import read_workbook
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import FileReader, Reading
from shuzhi.core.text import Text

WORKBOOKS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".et")
WORKBOOK_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
JSON_LINES = (".jsonl", ".ndjson")


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


def read_file(
    *,
    source: str,
    name: str,
    batch: str,
    found: Scan,
    temp: Path,
    files: FileReader,
    sheet: str | int = 0,
) -> Reading:
    """How one scanned file becomes landed rows, whatever its format.

    ``name`` is the file as its department knows it, for messages and quarantine; ``batch`` its id; ``temp``
    an empty folder that must stay until the file has landed. Raises ShuzhiError when nothing of it can be
    read.
    """
    kind = format_of(found.path)
    if kind == "parquet":
        return read_parquet(source=source, name=name, batch=batch, found=found, temp=temp, files=files)
    if kind == "workbook":
        return read_workbook(source=source, name=name, batch=batch, found=found, temp=temp, sheet=sheet)
    if kind == "json lines":
        return read_json_lines(source=source, name=name, batch=batch, found=found, temp=temp, files=files)
    return read_delimited(source=source, name=name, batch=batch, found=found, temp=temp)


def format_of(path: Path) -> Literal["parquet", "workbook", "json lines", "delimited"]:
    """Told by the first bytes; only JSON lines and broken workbooks are told by the name."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise unreadable(path, error) from None
    suffix = path.suffix.lower()
    if head == b"PAR1":
        return "parquet"
    if head in WORKBOOK_MAGIC or suffix in WORKBOOKS:
        return "workbook"
    return "json lines" if suffix in JSON_LINES else "delimited"


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
