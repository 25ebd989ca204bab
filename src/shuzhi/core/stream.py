"""Files too large for memory, locked piece by piece: no piece can be changed, moved, left out or cut off unseen.

Each piece is sealed under its place and under whether it is the last, as in the STREAM construction.
"""

import os
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shuzhi.core.crypto import derived
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.keys import ring
from shuzhi.core.text import Text

MARK = b"\x00SHUZHI-STREAM1"
PIECE = 1 << 20
_SALT, _TAG = 32, 16


class LockingWriter:
    """A file to write into; ``close`` seals its end. What was not closed cannot be opened."""

    def __init__(self, out: BinaryIO, purpose: str) -> None:
        key, salt = ring().newest, secrets.token_bytes(_SALT)
        self._out, self._held, self._place = out, bytearray(), 0
        self._cipher = AESGCM(derived(key, f"stream {purpose} {salt.hex()}"))
        out.write(MARK + bytes.fromhex(key.id) + salt)

    def write(self, content: bytes) -> int:
        self._held += content
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(content)

    def close(self) -> None:
        self._put(bytes(self._held), last=True)
        self._out.flush()
        os.fsync(self._out.fileno())

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._place, last=last), piece, None))
        self._place += 1


class UnlockingReader:
    """What was written, in order. Raises ShuzhiError at the first piece that is not as it was written."""

    def __init__(self, file: BinaryIO, purpose: str, where: str) -> None:
        self._where = where
        head = file.read(len(MARK) + 4 + _SALT)
        if not head.startswith(MARK) or len(head) < len(MARK) + 4 + _SALT:
            raise _touched(where)
        key = ring().key(head[len(MARK) : len(MARK) + 4].hex())
        self._cipher = AESGCM(derived(key, f"stream {purpose} {head[len(MARK) + 4 :].hex()}"))
        self._file, self._held, self._place = file, bytearray(), 0
        self._next = file.read(PIECE + _TAG)
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._held) < size):
            self._take()
        if size < 0:
            size = len(self._held)
        content = bytes(self._held[:size])
        del self._held[:size]
        return content

    def _take(self) -> None:
        piece, self._next = self._next, self._file.read(PIECE + _TAG)
        last = not self._next
        try:
            self._held += self._cipher.decrypt(_nonce(self._place, last=last), piece, None)
        except InvalidTag:
            raise _touched(self._where) from None
        self._place, self._ended = self._place + 1, last


def _nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _touched(where: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("这份文件不完整，或被改动过", "this file is not whole, or was changed"),
                where=where,
                todo=Text("换一份备份", "take another backup"),
            )
        ]
    )
