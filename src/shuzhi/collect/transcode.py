"""A file in any of the encodings made into UTF-8, line for line: nothing is lost, nothing is guessed."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from shuzhi.collect.scan import ASCII, CHINESE_UTF8, Encoding, Scan, scan, valid_utf8
from shuzhi.core import gb18030
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text

PIECE = 1 << 20
UNDECODED = b"\x00\x01"
"""Put before a line that fits no encoding; its bytes follow escaped. NUL never stands in a good line."""

MARK = UNDECODED.decode()
_ASCII, _TWO, _THREE = rb"[\x00-\x09\x0b-\x7f]*", rb"[\xc2-\xdf][\x80-\xbf]", CHINESE_UTF8.pattern
UTF8_LINE = re.compile(
    rb"(?m)^%b(?:%b%b)*%b%b(?:(?:%b|%b)%b)*$" % (_ASCII, _TWO, _ASCII, _THREE, _ASCII, _TWO, _THREE, _ASCII)
)
"""A line that is all UTF-8 with a Chinese character in it: GB18030 text does not look so by accident."""


def as_utf8(found: Scan, temp: Path) -> tuple[Scan, int]:
    """The scan of the file itself, or of its copy in UTF-8 when it is in anything else.

    Also how many lines were in another encoding than the rest of the file.
    """
    if found.whole:
        return found, 0
    other = transcode(found, temp / "utf8.txt")
    return scan(temp / "utf8.txt"), other


def transcode(found: Scan, target: Path) -> int:
    """Write the file as UTF-8, keeping every line end where it is.

    Lines of a mixed file are each decoded by the encoding that fits. A line that fits neither is written with
    its foreign bytes escaped (``\\xb0``) behind ``UNDECODED``, to be quarantined. Returns
    how many lines were in another encoding than the file.
    """
    other = 0
    with found.path.open("rb") as source, target.open("wb") as out:
        source.seek(found.bom)
        if found.encoding in ("utf-16-le", "utf-16-be"):
            _from_utf16(source, out, found.encoding)
        else:
            for piece in _pieces(source):
                text = _piece(piece, found.encoding)
                if text is None:
                    text, strays = _by_line(piece, found.encoding)
                    other += strays
                out.write(text)
    return other


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    """The file in pieces that end where a line ends (0x0A is never part of a GB18030 character)."""
    rest = b""
    while chunk := source.read(PIECE):
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield rest + chunk[:cut]
            rest = chunk[cut:]
        else:
            rest += chunk
    if rest:
        yield rest


def _decoded(data: bytes) -> bytes | None:
    try:
        return gb18030.to_utf8(data)
    except UnicodeError:  # also characters that decode to half a surrogate pair
        return None


def _piece(piece: bytes, main: Encoding) -> bytes | None:
    """The piece in UTF-8 when all of it is in the file's main encoding, else None."""
    if main == "utf-8":
        return piece if valid_utf8(piece) else None
    return None if UTF8_LINE.search(piece) else _decoded(piece)


def _by_line(piece: bytes, main: Encoding) -> tuple[bytes, int]:
    texts, other = [], 0
    for line in piece.splitlines(keepends=True):
        text, encoding = _line(line, main)
        other += encoding not in (None, main)
        texts.append(text)
    return b"".join(texts), other


def _line(line: bytes, main: Encoding) -> tuple[bytes, Encoding | None]:
    """The line in UTF-8, and the encoding it was in: none when it fits none."""
    if line.isascii():
        return line, main
    foreign = len(CHINESE_UTF8.sub(b"", line).translate(None, ASCII))
    mostly_utf8 = foreign * 2 < len(line.translate(None, ASCII))
    if valid_utf8(line) and (mostly_utf8 or main == "utf-8"):
        return line, "utf-8"
    # A line that is mostly good UTF-8 is a damaged one of those, though GB18030 would read something into it.
    text = None if mostly_utf8 else _decoded(line)
    if text is not None:
        return text, "gb18030"
    return UNDECODED + line.decode("ascii", "backslashreplace").encode(), None


def _from_utf16(source: BinaryIO, out: BinaryIO, encoding: Encoding) -> None:
    """UTF-16 is decoded whole; a line with a unit that is no character is marked."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest, chunk = "", b"more"
    while chunk:
        chunk = source.read(PIECE)
        text = rest + decoder.decode(chunk, final=not chunk)
        cut = text.rfind("\n") + 1 if chunk else len(text)
        whole, rest = text[:cut], text[cut:]
        if "\ufffd" in whole:
            lines = re.split(r"(?<=\n)", whole)
            whole = "".join(MARK + line if "\ufffd" in line else line for line in lines)
        out.write(whole.encode())


def mixed_encodings(lines: int, name: str) -> tuple[Problem, ...]:
    """The warning for a file with so many lines in another encoding than the rest: none for 0."""
    if not lines:
        return ()
    return (
        Problem(
            what=Text(
                "文件混用了两种编码，{lines} 行按另一种编码读取",
                "the file mixes two encodings: {lines} lines were read in the other one",
            ).format(lines=lines),
            where=name,
            todo=Text("请来源部门统一用一种编码导出", "ask the department to export in one encoding"),
            warning=True,
        ),
    )
