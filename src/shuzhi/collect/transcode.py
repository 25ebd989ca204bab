"""A file in any of the encodings made into UTF-8, line for line: nothing is lost, what fits none is not guessed."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from shuzhi.collect.scan import ASCII, CHINESE_UTF8, Encoding, Scan, valid_utf8

PIECE = 1 << 20
UNDECODED = b"\x00\x01"
"""Put before a line that fits no encoding; its bytes follow escaped. NUL never stands in a good line."""

MARK = UNDECODED.decode()
_ASCII, _TWO, _THREE = rb"[\x00-\x09\x0b-\x7f]*", rb"[\xc2-\xdf][\x80-\xbf]", CHINESE_UTF8.pattern
UTF8_LINE = re.compile(
    rb"(?m)^%b(?:%b%b)*%b%b(?:(?:%b|%b)%b)*$" % (_ASCII, _TWO, _ASCII, _THREE, _ASCII, _TWO, _THREE, _ASCII)
)
"""A line that is all UTF-8 with a Chinese character in it: GB18030 text does not look like this by accident."""


@dataclass(frozen=True, kw_only=True)
class Transcoded:
    """The UTF-8 file, and how many lines were in another encoding than the file, or in none."""

    path: Path
    other: int
    undecoded: int


def transcode(scan: Scan, target: Path) -> Transcoded:
    """Write the file as UTF-8, keeping every line end where it is.

    Lines of a mixed file are each decoded by the encoding that fits. A line that fits neither is written with
    its foreign bytes escaped (``\\xb0``) behind ``UNDECODED``, to be quarantined.
    """
    other = undecoded = 0
    with scan.path.open("rb") as source, target.open("wb") as out:
        source.seek(scan.bom)
        if scan.encoding in ("utf-16-le", "utf-16-be"):
            undecoded = _from_utf16(source, out, scan.encoding)
        else:
            for piece in _pieces(source):
                text = _piece(piece, scan.encoding)
                if text is None:
                    text, strays, bad = _by_line(piece, scan.encoding)
                    other += strays
                    undecoded += bad
                out.write(text)
    return Transcoded(path=target, other=other, undecoded=undecoded)


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


def _decoded(data: bytes, encoding: str) -> bytes | None:
    try:
        return data.decode(encoding).encode()
    except UnicodeError:  # also characters that decode to half a surrogate pair
        return None


def _piece(piece: bytes, main: Encoding) -> bytes | None:
    """The piece in UTF-8 when all of it is in the file's main encoding, else None."""
    if main == "utf-8":
        return piece if valid_utf8(piece) else None
    return None if UTF8_LINE.search(piece) else _decoded(piece, "gb18030")


def _by_line(piece: bytes, main: Encoding) -> tuple[bytes, int, int]:
    texts, other, undecoded = [], 0, 0
    for line in piece.splitlines(keepends=True):
        text, encoding = _line(line, main)
        if encoding is None:
            undecoded += 1
        else:
            other += encoding != main
        texts.append(text)
    return b"".join(texts), other, undecoded


def _line(line: bytes, main: Encoding) -> tuple[bytes, Encoding | None]:
    """The line in UTF-8, and the encoding it was in: none when it fits none."""
    if line.isascii():
        return line, main
    foreign = len(CHINESE_UTF8.sub(b"", line).translate(None, ASCII))
    mostly_utf8 = foreign * 2 < len(line.translate(None, ASCII))
    if valid_utf8(line) and (mostly_utf8 or main == "utf-8"):
        return line, "utf-8"
    # A line that is mostly good UTF-8 is a damaged one of those, though GB18030 would read something into it.
    text = None if mostly_utf8 else _decoded(line, "gb18030")
    if text is not None:
        return text, "gb18030"
    return UNDECODED + line.decode("ascii", "backslashreplace").encode(), None


def _from_utf16(source: BinaryIO, out: BinaryIO, encoding: Encoding) -> int:
    """UTF-16 is decoded whole; a line with a unit that is no character is marked."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    undecoded, rest, chunk = 0, "", b"more"
    while chunk:
        chunk = source.read(PIECE)
        text = rest + decoder.decode(chunk, final=not chunk)
        cut = text.rfind("\n") + 1 if chunk else len(text)
        whole, rest = text[:cut], text[cut:]
        if "\ufffd" in whole:
            lines = re.split(r"(?<=\n)", whole)
            undecoded += sum("\ufffd" in line for line in lines)
            whole = "".join(MARK + line if "\ufffd" in line else line for line in lines)
        out.write(whole.encode())
    return undecoded
