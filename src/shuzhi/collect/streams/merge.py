"""Events from logs into a mirror: a part for each hour (or day) in which they happened, each event once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Literal, Protocol

import pyarrow as pa

from shuzhi.collect.json_cells import Row, flat, parsed
from shuzhi.collect.mirror import Mirror, Part
from shuzhi.collect.pulled import Pulled, Tell
from shuzhi.collect.streams import log

AT_ONCE = 64 << 20
"""Bytes of logs that are merged together."""
BAD = "不成事件.jsonl"
"""Where payloads that are no events go: its lines are no JSON, so landing quarantines each with its text."""
LOCAL = timezone(timedelta(hours=8))
_PLACE = "\x00place"
"""A column that no event has."""
_MILLISECONDS = 100_000_000_000


class Declared(Protocol):
    """What a feed says of a stream, as ``packs.feed_file.Mqtt`` does."""

    @property
    def columns(self) -> Mapping[str, str]: ...
    @property
    def topic(self) -> str | None: ...
    @property
    def key(self) -> Sequence[str]: ...
    @property
    def time(self) -> str: ...
    @property
    def part(self) -> Literal["hour", "day"]: ...


def merge(folder: Path, asked: Declared, mirror: Mirror, *, tell: Tell = lambda _: None) -> Pulled:
    """Bring what closed logs hold into the mirror. Late events go where they belong; one that came twice stays once.

    Cut off at any moment, the logs are still there, and merging them again changes nothing.
    """
    taken = 0
    for group in _groups(log.closed(folder)):
        mirror.forget_staged()
        buckets: dict[str, list[Row]] = {}
        bad: list[str] = []
        for topic, payload in (event for path in group for event in log.events(path)):
            taken += 1
            _sort_in(topic, payload, asked, buckets, bad)
        parts = {part.name: part for part in mirror.parts()}
        for name, rows in buckets.items():
            parts[name] = _merged(mirror, name, rows, asked, held=name in parts)
        _keep_bad(folder, bad)
        mirror.publish([parts[name] for name in sorted(parts)])
        for path in group:
            path.unlink()
        tell(taken)
    return Pulled(rows=sum(part.rows for part in mirror.parts()), taken=taken)


def _groups(paths: Sequence[Path]) -> Iterable[list[Path]]:
    group: list[Path] = []
    size = 0
    for path in paths:
        group.append(path)
        size += path.stat().st_size
        if size > AT_ONCE:
            yield group
            group, size = [], 0
    if group:
        yield group


def _sort_in(
    topic: str, payload: str, asked: Declared, buckets: dict[str, list[Row]], bad: list[str]
) -> None:
    """The events of a payload (one, or a list of them) into the parts they belong to."""
    try:
        told = parsed(payload)
    except ValueError:
        bad.append(f"{topic}: {payload}")
        return
    for event in told if isinstance(told, list) else [told]:
        # Of a list, only what is wrong is told.
        said = json.dumps(event, ensure_ascii=False) if isinstance(told, list) else payload
        if not isinstance(event, dict):
            bad.append(f"{topic}: {said}")
            continue
        row = flat(event, asked.columns) | ({asked.topic: topic} if asked.topic else {})
        bucket = _part_of(row, asked)
        if bucket is None:
            bad.append(f"{topic}: {said}")
        else:
            buckets.setdefault(bucket, []).append(row)


def understood(event: object, asked: Declared) -> bool:
    """Has it its key and its time? If not, it is going to be quarantined."""
    return isinstance(event, dict) and _part_of(flat(event, asked.columns), asked) is not None


def _part_of(row: Row, asked: Declared) -> str | None:
    """The part an event belongs to; None where it has no time, or not all of its key."""
    return _bucket(row.get(asked.time), asked.part) if all(row.get(name) for name in asked.key) else None


def _bucket(value: str | None, part: Literal["hour", "day"]) -> str | None:
    """The hour or day an event happened in, Beijing time; None where it does not say when."""
    try:
        number = float(value or "")
    except ValueError:
        try:
            when = datetime.fromisoformat(value or "")
        except ValueError:
            return None
    else:
        seconds = number / 1000 if number > _MILLISECONDS else number
        try:
            when = datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    try:
        local = when.astimezone(LOCAL) if when.tzinfo else when
    except OverflowError:
        return None
    return local.strftime("%Y%m%d%H" if part == "hour" else "%Y%m%d")


def _merged(mirror: Mirror, name: str, rows: Sequence[Row], asked: Declared, *, held: bool) -> Part:
    """The part with these rows added, each key once: the row that came first stays."""
    names = dict.fromkeys(header for row in rows for header in row)
    table = pa.table({header: pa.array([row.get(header) for row in rows], pa.string()) for header in names})
    if held:
        table = pa.concat_tables([mirror.read(name), table], promote_options="default")
    numbered = table.append_column(_PLACE, pa.array(range(table.num_rows), pa.int64()))
    first = numbered.group_by(list(asked.key), use_threads=False).aggregate([(_PLACE, "min")])
    once = table.take(first.column(f"{_PLACE}_min").sort())
    # In the order they happened; those of one moment as they came.
    places = pa.array(range(once.num_rows), pa.int64())
    ordered = once.append_column(_PLACE, places).sort_by([(asked.time, "ascending"), (_PLACE, "ascending")])
    mirror.stage(name, ordered.drop_columns([_PLACE]))
    return Part(name=name, rows=once.num_rows)


def _keep_bad(folder: Path, bad: Sequence[str]) -> None:
    """Payloads that are no events, one a line, each once."""
    if not bad:
        return
    path = folder / BAD
    there = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lines = dict.fromkeys([*there, *(" ".join(line.split()) for line in bad)])
    half = path.with_suffix(".half")
    half.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="replace")
    half.replace(path)
