"""When people last read each table, and made each report: told by the audit of every reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import orjson

MADE = "report"
"""How the making of a document is recorded."""
_READ = b'"action":"read",'
_MADE = f'"action":"{MADE}",'.encode()
COPYING = "ops "
"""How readers are called that copy for others what those may see: no use by anybody."""


@dataclass(frozen=True, kw_only=True)
class Use:
    """One table's: the last time (ISO, UTC), how many readings, by how many people."""

    last: str
    reads: int
    readers: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Uses:
    """Of every table that was ever read; ``made``: when each report (scenario.name) was last made. ``until``: how many
    bytes of the record they were told by."""

    of: Mapping[str, Use] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)
    until: int = 0


def uses(record: Path, known: Uses | None = None) -> Uses:
    """What the record tells; of what ``known`` has told already, only the rest is read."""
    known = known or Uses()
    if not record.exists():
        return known
    of, made = dict(known.of), dict(known.made)
    with record.open("rb") as file:
        at = file.seek(known.until)
        for line in file:
            if not line.endswith(b"\n"):
                break
            at += len(line)
            if _READ in line:
                _count(of, orjson.loads(line))
            elif _MADE in line:
                entry = orjson.loads(line)
                made[str(entry["about"]["report"])] = str(entry["at"])
    return Uses(of=of, made=made, until=at)


def began(record: Path) -> date | None:
    """The day of the first record; None before there is any."""
    if not record.exists():
        return None
    with record.open("rb") as file:
        first = file.readline()
    return date.fromisoformat(str(orjson.loads(first)["at"])[:10]) if first.endswith(b"\n") else None


def _count(of: dict[str, Use], entry: dict[str, object]) -> None:
    by, about = str(entry["by"]), entry["about"]
    if by.startswith(COPYING) or not isinstance(about, dict):
        return
    for table in about.get("tables", ()):
        held = of.get(table)
        of[table] = Use(
            last=str(entry["at"]),
            reads=(held.reads if held else 0) + 1,
            readers=(held.readers if held else frozenset()) | {by},
        )
