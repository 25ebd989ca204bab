"""Publishing outcomes: each file written whole and swapped in, so that a run reads the old one or the new one."""

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path

from django.db.models import Max, Q

from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city
from shuzhi.ops.findings.reasons import REASONS
from shuzhi.ops.outcomes import rows

_CHANGES = (
    Q(action__startswith="orders.") | Q(action__startswith="findings.") | Q(action__startswith="entities.")
)
_READINGS = ("orders.read", "findings.read")
_SHARE = 20
"""Of so many seconds at most one is spent on publishing."""


class Publisher:
    """Publishes when the audit chain says that something has changed. A new process knows nothing, and publishes."""

    def __init__(self) -> None:
        self._published_to: int | None = None
        self._not_before = 0.0

    def __call__(self) -> None:
        """At once after the first change; while changes go on, as often as leaves the process free for people."""
        if time.monotonic() < self._not_before:
            return
        end = Record.objects.aggregate(end=Max("number"))["end"] or 0
        if self._published_to is not None and not _changed(self._published_to, end):
            self._published_to = end
            return
        began = time.monotonic()
        publish(city().folder)
        self._published_to = end
        self._not_before = time.monotonic() + _SHARE * (time.monotonic() - began)


def publish(folder: Path) -> None:
    """Write the files as the database has them now. Published again with nothing changed, they stay untouched."""
    into = folder / "outcomes"
    into.mkdir(exist_ok=True)
    reasons = {code: text.zh for code, text in REASONS.items()}
    _swap_in(into / "decisions.jsonl", rows.decisions(reasons))
    _swap_in(into / "orders.jsonl", rows.orders())
    _swap_in(into / "answers.jsonl", rows.answers())


def _changed(since: int, end: int) -> bool:
    new = Record.objects.filter(_CHANGES, number__gt=since, number__lte=end)
    return new.exclude(action__in=_READINGS).exists()


def _swap_in(path: Path, lines: Iterable[rows.Row]) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        out.flush()
        os.fsync(out.fileno())
    if path.exists() and _same(path, fresh):
        fresh.unlink()
    else:
        fresh.replace(path)


def _same(one: Path, two: Path) -> bool:
    return one.stat().st_size == two.stat().st_size and one.read_bytes() == two.read_bytes()
