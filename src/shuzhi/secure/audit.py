"""An append-only, hash-chained record of what was read and written, one JSON object a line; its end told beside it."""

import fcntl
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import orjson

from shuzhi.core.crypto import HASHES, Suite, suite
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.secure import anchor
from shuzhi.secure.anchor import Anchor

START = "0" * 64
"""What the first record is chained to."""

_STEP = 4096
"""Bytes of the file's end that are read first: a record or more."""
_PREVIOUS = b'"previous":"'
_SM = b'"hash":"sm",'
"""Stands before what it is chained to, in a record chained by SM3."""


def digest(entry: Mapping[str, object], how: Suite) -> str:
    """The digest of a record in its one spelling: what the next record is chained to."""
    return HASHES[how](spelled(entry))


def anchor_of(path: Path) -> Path:
    """Where the end of the chain in ``path`` is told."""
    return path.with_suffix(".anchor")


def record(path: Path, *, by: str, action: str, about: Mapping[str, object]) -> None:
    """Append one record: who, what, on which data; chained to the one before by its digest."""
    with _opened(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        before, torn = _end(file)
        if torn:
            file.truncate(file.seek(0, 2) - len(torn))
        how = suite()
        entry: dict[str, object] = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "by": by,
            "action": action,
            "about": dict(about),
            "previous": HASHES[how](before) if before else START,
        }
        if how == "sm":
            entry["hash"] = how
        if torn:
            entry["torn"] = torn.decode(errors="replace")
        line = spelled(entry)
        file.write(line + b"\n")
        file.flush()
        _tell_end(path, before, line)


def verify(path: Path) -> Problem | None:
    """The first place where the chain is broken, or None: edited, removed, added, moved, or its end cut off."""
    told = anchor.read(anchor_of(path))
    number, before, at_anchor = 0, b"", None
    if path.exists():
        with path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break  # half a record of a process that was killed; the next one tells of it
                record_ = line[:-1]
                number += 1
                if _chained_to(record_) != (HASHES[_how(record_)](before) if before else START):
                    return _broken(path, number)
                before = record_
                if told is not None and number == told.number:
                    at_anchor = HASHES["aes"](record_)
    if not number and told is None and not anchor_of(path).exists():
        return None
    # One record more than is told: its writer was killed before it could tell.
    if told is None or at_anchor != told.digest or number > told.number + 1:
        return _broken(path, min(number + 1, told.number) if told else number)
    return None


def spelled(entry: Mapping[str, object]) -> bytes:
    """The one spelling of a record. Raises UnicodeEncodeError for half a character, which has none."""
    try:
        return orjson.dumps(entry, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    except TypeError:
        json.dumps(entry, ensure_ascii=False).encode()
        raise


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("a+b")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+b")


def _tell_end(path: Path, before: bytes, line: bytes) -> None:
    """A chain whose end is not what was told is not told anew: it has to stay broken until somebody looks."""
    told = anchor.read(anchor_of(path))
    if told is None:
        number = 0 if not before else None
    elif told.digest == HASHES["aes"](before):
        number = told.number
    else:
        # The one before was written by a process killed before it could tell: the one before that was told.
        number = told.number + 1 if _follows(path, before, told) else None
    if number is not None:
        anchor.write(anchor_of(path), Anchor(number + 1, HASHES["aes"](line)))


def _follows(path: Path, line: bytes, told: Anchor) -> bool:
    with path.open("rb") as file:
        lines = file.read().splitlines()
    return (
        len(lines) == told.number + 2
        and lines[-2] == line
        and HASHES["aes"](lines[told.number - 1]) == told.digest
    )


def _how(line: bytes) -> Suite:
    at = line.rfind(_PREVIOUS)
    return "sm" if line[:at].endswith(_SM) else "aes"


def _chained_to(line: bytes) -> str | None:
    """What the record says it is chained to. Quotes within values are escaped, so the last such mark is its own."""
    at = line.rfind(_PREVIOUS)
    return (
        line[at + len(_PREVIOUS) : at + len(_PREVIOUS) + len(START)].decode(errors="replace")
        if at > 0
        else None
    )


def _broken(path: Path, number: int) -> Problem:
    return Problem(
        what=Text(
            "审计链在此断开：有记录被改动、删除、插入或调换",
            "the audit chain is broken here: a record was changed, removed, added or moved",
        ),
        where=f"{path.name}:{number}",
        todo=Text(
            "从备份取回审计文件，查明谁动过它",
            "restore the file from a backup and find out who touched it",
        ),
    )


def _end(file: BinaryIO) -> tuple[bytes, bytes]:
    """The last whole record, and the half of one that a process killed while writing has left behind it."""
    size = file.seek(0, 2)
    step = _STEP
    while True:
        start = max(0, size - step)
        file.seek(start)
        whole, _, torn = file.read(size - start).rpartition(b"\n")
        at = whole.rfind(b"\n")
        if at >= 0 or not start:
            return whole[at + 1 :], torn
        step *= 16
