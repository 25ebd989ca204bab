"""The fields of a form that is to be sent out, as its file says them; filled in or not."""

import tempfile
from collections.abc import Collection
from pathlib import Path

import numpy as np

from shuzhi.collect.gather import gather
from shuzhi.collect.intake import format_of, plain_file, sheets_of
from shuzhi.collect.scan import scan
from shuzhi.collect.transcode import as_utf8


def headers_of(path: Path, name: str, known: Collection[str]) -> list[str]:
    """``known``: words that are headers elsewhere. Raises ShuzhiError when the file cannot be read."""
    with tempfile.TemporaryDirectory() as unpacked, tempfile.TemporaryDirectory() as temp:
        found = scan(plain_file(path, Path(unpacked)))
        if format_of(found.path) != "workbook":
            as_utf8(found, Path(temp))
        sheets = list(sheets_of(found, Path(temp), name, None))
        gathered = gather(sheets, name=name, known=known, layout=None)
        named = list(dict.fromkeys(each for _, table in gathered.found for each in table.names if each))
        if len(named) > 1 or not sheets:
            return named
        # A form nobody has filled in has no rows to tell its header by: it is the fullest one.
        filled = sheets[0].filled()
        return [cell for cell in sheets[0].row(int(np.argmax(filled))) if cell] if len(filled) else []
