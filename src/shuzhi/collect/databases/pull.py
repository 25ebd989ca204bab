"""A table of a department's database into a mirror: all of it, what came, or what changed."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol

import pyarrow as pa

from shuzhi.collect.databases.cut import NotAKey, Segment, segments
from shuzhi.collect.databases.port import Database, Kind
from shuzhi.collect.databases.queries import Table, keys_of, rows_of
from shuzhi.collect.databases.refusals import (
    more_or_fewer,
    no_column,
    no_table,
    not_appended,
    not_unique,
)
from shuzhi.collect.gentle import Gentle
from shuzhi.collect.mirror import Mirror, Part
from shuzhi.collect.pulled import Pulled, Tell, emptied


class Declared(Protocol):
    """What a feed says of a table, as ``packs.feed_file.Database`` does."""

    @property
    def table(self) -> str: ...
    @property
    def columns(self) -> Mapping[str, str]: ...
    @property
    def where(self) -> str | None: ...
    @property
    def how(self) -> Literal["full", "appended", "changed"]: ...
    @property
    def key(self) -> Sequence[str]: ...
    @property
    def cursor(self) -> str | None: ...
    @property
    def lookback(self) -> float: ...
    @property
    def part(self) -> int: ...


def pull(
    database: Database, asked: Declared, mirror: Mirror, gentle: Gentle, where: str, *,
    may_empty: bool = False, tell: Tell = lambda _: None,
) -> Pulled:  # fmt: skip
    """Bring the mirror up to date with the source's table, in one snapshot of it.

    Cut off at any moment, the mirror stays as it was; the next pull takes up the parts that were taken whole and are
    still as they were. Raises ShuzhiError: no such table or column, a key that is none, a source that is suddenly
    empty (unless ``may_empty``), or whose rows were to be only added and are gone.
    """
    gentle.check()
    table = _described(database, asked, where)
    before = mirror.parts()
    work = _Work(database, table, mirror, gentle, where, tell)
    if asked.how == "full" or (asked.how == "changed" and asked.cursor is None):
        parts = work.everything(asked.part)
    elif asked.how == "changed":
        parts = work.differing(asked.part, [*asked.key, *_cursor(asked)], len(asked.key), [])
    else:
        order = list(dict.fromkeys([*_cursor(asked), *asked.key]))
        settled = _settled(before, table.kinds[order[0]], asked.lookback)
        parts = work.differing(asked.part, order, len(order), settled)
        if sum(part.rows for part in parts) < sum(part.rows for part in before):
            raise not_appended(where)
    rows = sum(part.rows for part in parts)
    if not rows and any(part.rows for part in before) and not may_empty:
        raise emptied(where, sum(part.rows for part in before))
    mirror.publish(parts)
    return Pulled(rows=rows, taken=work.taken)


@dataclass
class _Work:
    database: Database
    table: Table
    mirror: Mirror
    gentle: Gentle
    where: str
    tell: Tell
    taken: int = 0

    def everything(self, about: int) -> list[Part]:
        """All rows, by one query, in parts of so many."""
        # Parts of a pull that was cut off are of another snapshot.
        self.mirror.forget_staged()
        parts = []
        for number, rows in enumerate(_sized(self._read(rows_of(self.database, self.table)), about), start=1):
            self.gentle.check()
            parts.append(Part(name=f"{number:06}", rows=rows.num_rows))
            self.mirror.stage(parts[-1].name, rows)
        return parts

    def differing(self, about: int, listed: Sequence[str], key: int, settled: Sequence[Part]) -> list[Part]:
        """``settled``, and after them the segments of what is listed; those that are there already are not read."""
        order = list(listed[:key])
        after = settled[-1].upto if settled else None
        batches = self.gentle.paced(
            self.database.read(keys_of(self.database, self.table, listed, key, after))
        )
        try:
            found = list(segments(batches, key=key, about=about, seed=self.table.mark, after=after))
        except NotAKey as column:
            raise not_unique(self.where, str(column) or "、".join(order)) from None
        for segment in found:
            if not self.mirror.has(segment.name):
                self.gentle.check()
                self._take(segment, order)
        return [*settled, *(Part(name=each.name, rows=each.rows, upto=each.upto) for each in found)]

    def _take(self, segment: Segment, order: Sequence[str]) -> None:
        query = rows_of(self.database, self.table, order, segment.after, segment.upto)
        batches = list(self._read(query))
        count = sum(len(batch) for batch in batches)
        if count != segment.rows:
            raise more_or_fewer(self.where, segment.rows, count)
        self.mirror.stage(segment.name, pa.Table.from_batches(batches).combine_chunks())

    def _read(self, query: object) -> Iterator[pa.RecordBatch]:
        for batch in self.gentle.paced(self.database.read(query)):  # type: ignore[arg-type]
            self.taken += batch.num_rows
            self.tell(self.taken)
            yield batch


def _described(database: Database, asked: Declared, where: str) -> Table:
    schema, _, name = asked.table.rpartition(".")
    kinds = database.kinds(schema, name)
    if not kinds:
        raise no_table(where, asked.table)
    columns = dict(asked.columns) or {column: column for column in kinds}
    for column in [*columns, *asked.key, *_cursor(asked)]:
        if column not in kinds:
            raise no_column(where, column, list(kinds))
    said = json.dumps([asked.table, asked.where, columns, asked.how], ensure_ascii=False)
    return Table(schema=schema, name=name, columns=columns, kinds=kinds, where=asked.where,
                 mark=hashlib.sha256(said.encode()).hexdigest())  # fmt: skip


def _cursor(asked: Declared) -> list[str]:
    return [asked.cursor] if asked.cursor is not None else []


def _settled(parts: Sequence[Part], kind: Kind, lookback: float) -> list[Part]:
    """The leading parts so old that no row of theirs is still to come. The newest part may still grow."""
    if not parts:
        return []
    newest = _size(parts[-1].upto[0], kind)
    old = [newest - _size(part.upto[0], kind) > Decimal(str(lookback)) for part in parts[:-1]]
    count = old.index(False) if False in old else len(old)
    return list(parts[:count])


def _size(text: str, kind: Kind) -> Decimal:
    """A cursor's value as a number: seconds, where it is a time."""
    if kind == "number":
        return Decimal(text)
    try:
        # All of one source, so of one zone.
        since = datetime.fromisoformat(text).replace(tzinfo=None) - datetime.min  # noqa: DTZ901
        return Decimal(str(since / timedelta(seconds=1)))
    except ValueError:
        # Texts have an order and no distance: nothing is read again but the newest part.
        return Decimal(0)


def _sized(batches: Iterator[pa.RecordBatch], about: int) -> Iterator[pa.Table]:
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        held.append(batch)
        count += len(batch)
        while count >= about:
            whole = pa.Table.from_batches(held)
            yield whole.slice(0, about).combine_chunks()
            held = whole.slice(about).to_batches()
            count -= about
    if count:
        yield pa.Table.from_batches(held).combine_chunks()
