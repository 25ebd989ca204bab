"""Packed files from outside, looked at before anything opens them: how much is really in them."""

import gzip
import io
import zipfile
import zlib
from typing import IO

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.errors import invalid

MOST_UNPACKED = 300 * 1024 * 1024
MOST_MEMBERS = 5_000
_PIECE = 1 << 20


def check_packed(content: bytes) -> None:
    """Raises ShuzhiError for a zip (a workbook is one) or gzip that holds too much, too many, or names with ways out.

    What a member says of its size is not believed: it is unpacked, piece by piece, and counted.
    """
    if content.startswith(b"\x1f\x8b"):
        with gzip.open(io.BytesIO(content)) as packed:
            _count(packed, 0)
    elif zipfile.is_zipfile(io.BytesIO(content)):
        _check_zip(content)


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            if len(members) > MOST_MEMBERS:
                raise _too_much()
            seen = 0
            for member in members:
                if member.flag_bits & 1:
                    raise _unreadable(Text("文件带密码", "it has a password"))
                if member.filename.startswith(("/", "\\")) or ".." in member.filename.replace(
                    "\\", "/"
                ).split("/"):
                    raise _unreadable(Text("内含指向外面的路径", "it holds a path that leads out"))
                with packed.open(member) as one:
                    seen = _count(one, seen)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise _unreadable(Text("压缩包损坏", "the archive is broken")) from None


def _count(packed: IO[bytes] | gzip.GzipFile, seen: int) -> int:
    try:
        while piece := packed.read(_PIECE):
            seen += len(piece)
            if seen > MOST_UNPACKED:
                raise _too_much()
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile):
        raise _unreadable(Text("压缩包损坏", "the archive is broken")) from None
    return seen


def _too_much() -> ShuzhiError:
    return invalid(
        Text("展开后太大", "it is too large once unpacked"),
        "file",
        Text("分成几份再传", "send it in parts"),
    )


def _unreadable(why: Text) -> ShuzhiError:
    return invalid(
        Text(f"文件打不开：{why.zh}", f"the file cannot be opened: {why.en}"),
        "file",
        Text("重新导出后再传", "export it again and send that"),
    )
