"""An append-only, hash-chained record of what was read and written, one JSON object a line."""

import fcntl
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text

START = "0" * 64
"""What the first record is chained to."""


def digest(entry: Mapping[str, object]) -> str:
    """The SHA-256 of a record in its one spelling: what the next record is chained to."""
    return hashlib.sha256(_spelled(entry)).hexdigest()


def record(path: Path, *, by: str, action: str, about: Mapping[str, object]) -> None:
    """Append one record: who, what, on which data; chained to the one before by its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        torn = _drop_torn_tail(path)
        before = _last_line(path)
        entry: dict[str, object] = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "by": by,
            "action": action,
            "about": dict(about),
            "previous": hashlib.sha256(before).hexdigest() if before else START,
        }
        if torn:
            entry["torn"] = torn
        file.write(_spelled(entry) + b"\n")


def verify(path: Path) -> Problem | None:
    """The first place where the chain is broken, or None. Cutting off its end leaves no trace in the file itself."""
    previous = START
    lines = path.read_bytes().splitlines() if path.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            told = json.loads(line)["previous"]
        except (ValueError, KeyError, TypeError):
            told = None
        if told != previous:
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
        previous = hashlib.sha256(line).hexdigest()
    return None


def _spelled(entry: Mapping[str, object]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()


def _drop_torn_tail(path: Path) -> str:
    """A process killed while writing leaves half a line: taken off, and told in the next record."""
    with path.open("r+b") as file:
        content_end = file.seek(0, 2)
        tail = b""
        while content_end and not tail.startswith(b"\n") and len(tail) < content_end:
            file.seek(content_end - len(tail) - 1)
            tail = file.read(1) + tail
        if tail.startswith(b"\n"):
            tail = tail[1:]
        if tail:
            file.truncate(content_end - len(tail))
        return tail.decode(errors="replace")


def _last_line(path: Path) -> bytes:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if not size:
            return b""
        step = min(size, 65536)
        while True:
            file.seek(size - step)
            lines = file.read(step).splitlines()
            if len(lines) > 1 or step == size:
                return lines[-1]
            step = min(size, step * 4)
