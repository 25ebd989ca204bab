"""Messages like a new one: open ones of the same matter to be merged, answered ones of the same kind to learn from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from scipy import sparse

from shuzhi.analyse.duplicates import as_told
from shuzhi.analyse.groups import rarest, row_products
from shuzhi.analyse.places import elsewhere, overlap
from shuzhi.analyse.whereabouts import PlaceFinder
from shuzhi.analyse.wording import Matrix, Wording, clean_text

KEPT = 40
"""N-grams of an open message that are kept, the rarest: what it is found by."""
LOOKED_AT = 50
"""Open messages whose whole text is compared with the new one."""
RETOLD = 0.8
"""Cosine of wording from which one message is the other, told again: as in ``near_duplicates``."""
BULK = 2000


@dataclass(frozen=True)
class Message:
    id: str
    title: str
    body: str


@dataclass(frozen=True)
class Similar:
    """``likeness`` from 0 to 1: cosine of wording, up to twice that where both speak of one place."""

    id: str
    likeness: float
    retold: bool
    places: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class _Rows:
    """Open messages as rows. Never changed: a change makes another."""

    ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    telling: Matrix = None
    places: Matrix = None
    districts: Matrix = None

    def kept(self, keep: np.ndarray[Any, Any]) -> "_Rows":
        at = np.flatnonzero(keep)
        return _Rows(
            tuple(self.ids[row] for row in at),
            tuple(self.texts[row] for row in at),
            *(None if rows is None else rows[at] for rows in (self.telling, self.places, self.districts)),
        )

    def joined(self, other: "_Rows") -> "_Rows":
        if not self.ids:
            return other
        pairs = (
            (self.telling, other.telling),
            (self.places, other.places),
            (self.districts, other.districts),
        )
        return _Rows(
            self.ids + other.ids,
            self.texts + other.texts,
            *(sparse.vstack(pair, format="csr") for pair in pairs),
        )


@dataclass
class MessageIndex:
    """Messages that can be found by likeness. Adding and removing learns nothing anew.

    ``anywhere``: the same kind of matter wherever it is; otherwise the same matter in the same place.
    One thread changes the index at a time; any number may look, each at the messages as they were when it began.
    """

    wording: Wording
    finder: PlaceFinder
    anywhere: bool = False
    rows: _Rows = field(default_factory=_Rows)

    def __len__(self) -> int:
        return len(self.rows.ids)

    def add(self, messages: Sequence[Message]) -> None:
        """A message whose id is there already takes the place of the old one."""
        self.remove([message.id for message in messages])
        for start in range(0, len(messages), BULK):
            self.rows = self.rows.joined(self._read(messages[start : start + BULK]))

    def remove(self, ids: Sequence[str]) -> None:
        gone = set(ids)
        keep = np.array([identifier not in gone for identifier in self.rows.ids], dtype=bool)
        if not keep.all():
            self.rows = self.rows.kept(keep)

    def similar(self, message: Message, *, most: int = 5, least: float = 0.25) -> list[Similar]:
        """The likest messages, likest first; never the message itself, nor (unless ``anywhere``) one in another
        district."""
        rows, new = self.rows, self._read([message])
        if not rows.ids or not new.texts[0]:
            return []
        near = _nearest(rows, self.wording.vectors(new.texts), message.id)
        found = rows.kept(near).joined(new)
        vectors = self.wording.vectors(found.texts)
        last = len(found.ids) - 1
        first, second = np.arange(last), np.full(last, last)
        cosine = row_products(vectors, first, second)
        likeness = cosine
        if not self.anywhere:
            shared = overlap(found.places, self.finder.weights, first, second)
            likeness = np.minimum(cosine * (1 + shared), 1.0) * ~elsewhere(found.districts, first, second)
        order = [row for row in np.argsort(-likeness, kind="stable")[:most] if likeness[row] >= least]
        return [self._told(found, row, last, float(likeness[row]), float(cosine[row])) for row in order]

    def _read(self, messages: Sequence[Message]) -> _Rows:
        titles, bodies = (
            clean_text(pa.array([getattr(message, part) for message in messages], pa.string()))
            for part in ("title", "body")
        )
        texts = self.finder.matter(titles, bodies) if self.anywhere else as_told(titles, bodies)
        telling = rarest(self.wording.vectors(texts), KEPT).astype(np.float32)
        ids = tuple(message.id for message in messages)
        return _Rows(ids, tuple(texts), telling, *self.finder.spoken_of(titles, bodies))

    def _told(self, found: _Rows, row: int, last: int, likeness: float, cosine: float) -> Similar:
        both = found.places[row].multiply(found.places[last]).tocoo().col
        return Similar(
            found.ids[row],
            round(likeness, 4),
            cosine >= RETOLD,
            tuple(sorted(self.finder.places[at].upper() for at in both)),
            shared_phrases(self.wording, found.texts[row], found.texts[last]),
        )


def _nearest(rows: _Rows, vector: Matrix, itself: str) -> np.ndarray[Any, Any]:
    """The rows to be compared in full: those that share most of the rarest n-grams."""
    weights = np.zeros(vector.shape[1], dtype=np.float32)
    weights[vector.indices] = vector.data
    score = rows.telling @ weights
    score *= np.array([identifier != itself for identifier in rows.ids])
    near = np.zeros(len(rows.ids), dtype=bool)
    near[np.argsort(-score, kind="stable")[:LOOKED_AT]] = True
    return np.asarray(near & (score > 0))


def shared_phrases(
    wording: Wording, one: str, other: str, *, most: int = 3, least: int = 3
) -> tuple[str, ...]:
    """The phrases of ``least`` characters and more that both texts use, the most telling first."""
    found = list(
        dict.fromkeys(phrase for part in re.split(r"\W+", one) for phrase in _common(part, other, least))
    )
    weight = wording.tellingness(found)
    return tuple(found[at] for at in np.argsort(-weight, kind="stable")[:most])


def _common(part: str, other: str, least: int) -> Iterator[str]:
    start = 0
    while start + least <= len(part):
        end = start + least
        if part[start:end] not in other:
            start += 1
            continue
        while end < len(part) and part[start : end + 1] in other:
            end += 1
        yield part[start:end]
        start = end
