"""A source's keys, in order, cut into segments by what they are: where rows come or go elsewhere, a segment stays.

A segment ends at a key whose bytes say so, about every so many rows. Its name is a hash of its keys and versions; a
segment whose rows are as they were has the name it had, and is not read again.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

MIXED = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Rows of the source between two keys: after the one (None: from the first row) up to the other."""

    name: str
    rows: int
    after: tuple[str, ...] | None
    upto: tuple[str, ...]


class NotAKey(Exception):
    """A key that is empty, or stands on two rows: the column's name, or empty where a whole key stands twice."""


def segments(batches: Iterable[pa.RecordBatch], *, key: int, about: int, seed: str,
             after: tuple[str, ...] | None = None) -> Iterator[Segment]:  # fmt: skip
    """The segments of batches whose first ``key`` columns order the rows. ``seed``: whatever else the rows depend on.

    Raises NotAKey.
    """
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        start = 0
        for end in _ends(batch, key, about, count):
            held.append(batch.slice(start, end - start))
            made = _segment(held, key, seed, after)
            yield made
            after, start, held = made.upto, end, []
        held.append(batch.slice(start))
        count = sum(len(part) for part in held)
    if count:
        yield _segment(held, key, seed, after)


def _ends(batch: pa.RecordBatch, key: int, about: int, count: int) -> Iterator[int]:
    """Where in the batch segments end, when ``count`` rows stand before it."""
    natural = np.flatnonzero(marks(batch.columns[:key]) % np.uint64(about) == 0) + 1
    begun, place = -count, 0
    while True:
        place = int(np.searchsorted(natural, begun + about // 4))
        end = min(int(natural[place]) if place < len(natural) else len(batch) + 1, begun + 4 * about)
        if end > len(batch):
            return
        yield end
        begun = end


def marks(columns: list[pa.Array]) -> npt.NDArray[np.uint64]:
    """A number for each row, from the last eight bytes of each of its keys: the same wherever the row stands."""
    mark = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        texts = pa.concat_arrays([column.cast(pa.large_string()), pa.array([], pa.large_string())])
        _, ends_of, data = texts.buffers()
        ends = np.frombuffer(ends_of, np.int64)[texts.offset : texts.offset + len(texts) + 1]
        letters = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)
        for back in range(1, 9):
            place = ends[1:] - back
            letter = np.where(place >= ends[:-1], letters[np.clip(place, 0, len(letters) - 1)], 0)
            mark = mark * np.uint64(257) + letter.astype(np.uint64)
        mark = (mark ^ (mark >> np.uint64(29))) * MIXED
    return mark >> np.uint64(32)


def _segment(held: list[pa.RecordBatch], key: int, seed: str, after: tuple[str, ...] | None) -> Segment:
    rows = pa.Table.from_batches(held).combine_chunks()
    keys = [rows.column(place).combine_chunks() for place in range(key)]
    for place, column in enumerate(keys):
        if column.null_count:
            raise NotAKey(rows.column_names[place])
    if len(rows) > 1:
        same = [pc.equal(column[1:], column[:-1]) for column in keys]
        twice = same[0]
        for each in same[1:]:
            twice = pc.and_(twice, each)
        if pc.any(twice).as_py() or after == tuple(column[0].as_py() for column in keys):
            raise NotAKey("")
    digest = hashlib.sha256(seed.encode())
    for column in rows.columns:
        texts = pc.fill_null(column, "\0")
        digest.update(np.ascontiguousarray(pc.binary_length(texts).to_numpy(), np.int32).tobytes())
        for chunk in texts.chunks:
            whole = pa.concat_arrays([chunk])
            _, ends_of, data = whole.buffers()
            ends = np.frombuffer(ends_of, np.int32)[whole.offset : whole.offset + len(whole) + 1]
            if data is not None and len(ends):
                digest.update(memoryview(data)[int(ends[0]) : int(ends[-1])])
    return Segment(
        name=digest.hexdigest()[:32],
        rows=len(rows),
        after=after,
        upto=tuple(column[-1].as_py() for column in keys),
    )
