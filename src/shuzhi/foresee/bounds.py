"""What a detector says of a period: what was to be expected, and from how many on it is unusual."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Dates = NDArray[np.datetime64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Per series (row) and period asked for (column): expected count, upper bound, alarm. NaN: nothing can be said."""

    expected: Floats
    upper: Floats
    alarm: Flags


def history(counts: Counts, at: Counts, offsets: Counts) -> tuple[Floats, Flags]:
    """Counts at ``at + offsets`` (series, len(at), offsets), 0 where there is none; and where there is one.

    ``offsets``: the same for every period (n,), or each its own (len(at), n).
    """
    places = at[:, None] + offsets
    there = (places >= 0) & (places < counts.shape[1])
    past = counts[:, np.where(there, places, 0)].astype(np.float64)
    return np.where(there, past, 0.0), there
