"""One fast pass over a file's bytes: its hash, its encoding, its records, counted apart from any reader."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import Progress
from shuzhi.core.text import Text

CHUNK = 1 << 20
Encoding = Literal["utf-8", "gb18030", "utf-16-le", "utf-16-be"]
BOMS: tuple[tuple[bytes, Encoding], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
CHINESE_UTF8 = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}")
"""Hanzi and full-width marks in UTF-8: three bytes each. GBK text hardly ever looks like this by accident."""
ASCII = bytes(range(128))


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What the bytes of a file say. Records are counted by quote parity (RFC 4180), the header among them.

    ``whole``: it is UTF-8 from its first byte to its last, so that it can be read as it stands.
    ``newlines`` are mixed when any differ, within quotes too: DuckDB takes a stray one for the end of a line.
    ``longest``: lines of the longest record, and the line it begins on (0, 0 when no record has two).
    """

    path: Path
    size: int
    modified: int
    sha256: str
    encoding: Encoding
    whole: bool
    bom: int
    nuls: int
    newlines: Literal["one kind", "mixed"]
    open_quote: bool
    records: int
    blank: int
    starts_blank: bool
    longest: tuple[int, int]


@dataclass
class _Structure:
    """Running counts of records, carried from chunk to chunk."""

    offset: int = 0
    quotes: int = 0
    records: int = 0
    blank: int = 0
    crlf: int = 0
    lone_cr: int = 0
    last_end: int = -1
    feeds: int = 0
    last_line: int = 0
    longest: tuple[int, int] = (0, 0)
    last_byte: int = -1

    def add(self, chunk: bytes) -> None:
        quotes, newlines = chunk.count(b'"'), chunk.count(b"\n")
        if b"\r" in chunk:
            crlf = chunk.count(b"\r\n")
            self.lone_cr += chunk.count(b"\r") - crlf
            self.crlf += crlf
        if quotes or self.quotes % 2 or self._may_have_blanks(chunk):
            self._add_quoted(np.frombuffer(chunk, dtype=np.uint8))
        elif newlines:
            self.records += newlines
            self.last_end = self.offset + chunk.rfind(b"\n")
            self.last_line = self.feeds + newlines
        self.feeds += newlines
        self.quotes += quotes
        self.offset += len(chunk)
        self.last_byte = chunk[-1] if chunk else self.last_byte

    def _may_have_blanks(self, chunk: bytes) -> bool:
        starts_line = self.last_byte in (-1, 10)
        return b"\n\n" in chunk or b"\n\r\n" in chunk or (starts_line and chunk[:1] in (b"\n", b"\r"))

    def _add_quoted(self, data: npt.NDArray[np.uint8]) -> None:
        quotes, feeds = np.flatnonzero(data == 34), np.flatnonzero(data == 10)
        ends = self._outside(feeds, quotes)
        self._measure(np.searchsorted(feeds, ends) + 1 + self.feeds)
        before = np.where(ends > 0, data[ends - 1], self.last_byte)
        lengths = np.diff(ends, prepend=self.last_end - self.offset) - 1
        after_cr = before == 13
        self.blank += int(np.count_nonzero((lengths == 0) | ((lengths == 1) & after_cr)))
        self.records += len(ends)
        if len(ends):
            self.last_end = self.offset + int(ends[-1])

    def _measure(self, last_lines: npt.NDArray[np.intp]) -> None:
        """Keep the longest record, given the line that each record of a chunk ends on."""
        if len(last_lines):
            lengths = np.diff(last_lines, prepend=self.last_line)
            place = int(np.argmax(lengths))
            length = int(lengths[place])
            if length > max(self.longest[0], 1):
                self.longest = (length, int(last_lines[place]) - length + 1)
            self.last_line = int(last_lines[-1])

    def _outside(self, places: npt.NDArray[np.intp], quotes: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        outside: npt.NDArray[np.intp] = places[(np.searchsorted(quotes, places) + self.quotes) % 2 == 0]
        return outside


@dataclass
class _Utf8:
    """Is everything so far strict UTF-8? ``rest`` is the beginning of a character cut by the chunk's end."""

    whole: bool
    rest: bytes = b""

    def add(self, chunk: bytes) -> None:
        if self.whole and (self.rest or not chunk.isascii()):
            characters, self.rest = _cut_character(self.rest + chunk)
            self.whole = valid_utf8(characters)


def scan(path: Path, progress: Progress | None = None) -> Scan:
    """Read the file once, in chunks, at about the speed of the disk.

    Raises ShuzhiError when the file cannot be read. The encoding is decided on the whole file: a byte order
    mark, else UTF-8 when all of it is, else UTF-8 or GB18030 by which of the two most non-ASCII bytes are.
    """
    try:
        with path.open("rb") as file:
            return _scan(file, path, progress)
    except OSError as error:
        raise unreadable(path, error) from None


def _scan(file: BinaryIO, path: Path, progress: Progress | None) -> Scan:
    status = path.stat()
    head = file.read(4)
    file.seek(0)
    mark, marked = next(((bom, name) for bom, name in BOMS if head.startswith(bom)), (b"", None))
    digest, structure, utf8 = hashlib.sha256(), _Structure(), _Utf8(whole=marked in (None, "utf-8"))
    size = nuls = 0
    for chunk in chunks(file):
        digest.update(chunk)
        nuls += chunk.count(0)
        utf8.add(chunk)
        structure.add(chunk if size or not mark else chunk[len(mark) :])
        size += len(chunk)
        if progress is not None:
            progress(min(size / max(status.st_size, 1), 1.0))
    whole, encoding = utf8.whole and not utf8.rest, marked or "utf-8"
    unmarked = _unmarked_utf16(file) if marked is None and nuls * 50 > size else None
    if unmarked is not None:
        whole, encoding = False, unmarked
    elif encoding == "utf-8" and not whole:
        encoding = _by_content(file)
    return Scan(
        path=path,
        size=size,
        modified=status.st_mtime_ns,
        sha256=digest.hexdigest(),
        encoding=encoding,
        whole=whole,
        bom=len(mark),
        nuls=nuls,
        newlines="mixed" if structure.lone_cr or structure.crlf not in (0, structure.feeds) else "one kind",
        open_quote=structure.quotes % 2 == 1,
        records=structure.records + (structure.last_end < structure.offset - 1),
        blank=structure.blank,
        starts_blank=head[len(mark) : len(mark) + 1] in (b"\n", b"\r"),
        longest=structure.longest,
    )


def chunks(file: BinaryIO, size: int = CHUNK) -> Iterator[bytes]:
    """The file in chunks that never end between a carriage return and its line feed."""
    while chunk := file.read(size):
        while chunk.endswith(b"\r") and (byte := file.read(1)):
            chunk += byte
        yield chunk


def valid_utf8(data: bytes) -> bool:
    """Strict UTF-8, checked by Arrow: ten times as fast as decoding."""
    offsets = pa.py_buffer(np.array([0, len(data)], dtype=np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def unreadable(path: Path, error: OSError) -> ShuzhiError:
    reason = error.strerror or type(error).__name__
    return ShuzhiError(
        [
            Problem(
                what=Text("文件读不出来", "the file cannot be read"),
                where=path.name,
                why=Text(reason, reason),
                todo=Text("检查文件是否还在、是否有读取权限", "see that the file is there and may be read"),
            )
        ]
    )


def _cut_character(data: bytes) -> tuple[bytes, bytes]:
    """Whole characters, and the first bytes of one that the end of the chunk cuts through."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte < 0x80:
            break
        if byte >= 0xC0:
            return (data[:-back], data[-back:]) if back < _length(byte) else (data, b"")
    return data, b""


def _length(lead: int) -> int:
    return 4 if lead >= 0xF0 else 3 if lead >= 0xE0 else 2


def _by_content(file: BinaryIO) -> Encoding:
    """For a file that is not all UTF-8: are most of its non-ASCII bytes Chinese in UTF-8, or not?"""
    file.seek(0)
    high = chinese = 0
    while chunk := file.read(CHUNK):
        high += len(chunk.translate(None, ASCII))
        chinese += len(chunk) - len(CHINESE_UTF8.sub(b"", chunk))
    return "utf-8" if chinese * 2 > high else "gb18030"


def _unmarked_utf16(file: BinaryIO) -> Encoding | None:
    """UTF-16 without a mark: its NULs are all in one half of the byte pairs, beside its line feeds."""
    file.seek(0)
    first = second = feeds = little = big = 0
    while chunk := file.read(CHUNK):
        first += chunk[::2].count(0)
        second += chunk[1::2].count(0)
        feeds += chunk.count(b"\n")
        little += chunk.count(b"\n\0")
        big += chunk.count(b"\0\n")
    if second > 50 * first and little * 2 > feeds:
        return "utf-16-le"
    return "utf-16-be" if first > 50 * second and big * 2 > feeds else None
