"""What of a series' past stands before a period: values so far back, means over windows, the last one known."""

import numpy as np

from shuzhi.core.forecasting import Floats, Whole


def back(values: Floats, at: Whole, periods: int | Whole) -> Floats:
    """Values ``periods`` before each of ``at`` (series, len(at)); NaN before the first."""
    place = at - periods
    return np.where(place >= 0, values[:, np.maximum(place, 0)], np.nan)


def carried(values: Floats) -> Floats:
    """Each period's value, or where there is none the last one before it."""
    known = np.isfinite(values)
    place = np.where(known, np.arange(values.shape[1]), 0)
    return np.take_along_axis(values, np.maximum.accumulate(place, axis=1), axis=1)


class Windows:
    """Means of the known values in windows of a series' past."""

    def __init__(self, values: Floats) -> None:
        known = np.isfinite(values)
        start = np.zeros((len(values), 1))
        self._sums = np.concatenate([start, np.cumsum(np.where(known, values, 0.0), axis=1)], axis=1)
        self._counts = np.concatenate([start, np.cumsum(known, axis=1)], axis=1)

    def mean(self, at: Whole, length: int, *, gap: int = 0) -> Floats:
        """Of the ``length`` periods before ``at`` less ``gap`` (series, len(at)); NaN where none is known."""
        end = np.maximum(at - gap, 0)
        first = np.maximum(end - length, 0)
        count = self._counts[:, end] - self._counts[:, first]
        total = self._sums[:, end] - self._sums[:, first]
        out: Floats = np.full_like(total, np.nan)
        np.divide(total, count, out=out, where=count > 0)
        return out
