"""How clerks get id numbers wrong when they type them: as many slips as asked for, whoever they befall."""

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .files import Batch
from .people import People, Words, strings

CHECKED = frozenset({"户籍", "死亡登记", "身份更正", "账户", "核查结果"})
"""Registers whose numbers are checked as they are entered: the police's, the banks', the investigators'."""
SWAPPED, BLANK = 0.15, 0.3
"""Of slips, so many exchange two neighbours, so many up to the second leave the number out; others mistype a digit."""


class Slips:
    """Whose number one department's roster has wrong, and how: it is copied from month to month, slips and all."""

    def __init__(self, rng: np.random.Generator, people: People, share: float) -> None:
        who = np.flatnonzero(rng.random(people.count) < share)
        self._right = strings(people.ids[who])
        self._written = strings(slipped(rng, people.ids[who]))

    def copied(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The rows as the department writes them."""
        for batch in batches:
            ids = batch["身份证号"]
            ids = ids if isinstance(ids, pa.Array) else strings(np.asarray(ids, dtype=object))
            place = pc.index_in(ids, self._right)
            yield {**batch, "身份证号": pc.if_else(pc.is_valid(place), self._written.take(place), ids)}


def slipped(rng: np.random.Generator, ids: Words) -> Words:
    """The same numbers, each with one slip, so that none is valid (GB 11643 finds all slips of one digit and nearly all
    exchanges)."""
    digits = np.array([list(value) for value in ids], dtype=object).reshape(len(ids), 18)
    rows, place, kind = np.arange(len(ids)), rng.integers(0, 17, len(ids)), rng.random(len(ids))
    step = rng.integers(1, 10, len(ids))
    other = np.array(
        [str((int(one) + more) % 10) for one, more in zip(digits[rows, place], step, strict=True)], object
    )
    before = np.maximum(place - 1, 0)
    swap = (kind < SWAPPED) & (digits[rows, place] != digits[rows, before])
    first, second = digits[rows, before].copy(), digits[rows, place].copy()
    digits[rows, place] = np.where(swap, first, other)
    digits[rows[swap], before[swap]] = second[swap]
    made = np.array(["".join(row) for row in digits], dtype=object)
    return np.where((kind >= SWAPPED) & (kind < BLANK), "", made).astype(object)
