"""What could be seen of a period on a day: each past period as it looked on the same day of its own course."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from shuzhi.core.foresight import Features
from shuzhi.foresee.nowcast.published import DAY, MONTHS, NOTHING, Published, Seen

OWN = "上期增速"
"""The last growth known of the target itself."""


class Vintages:
    """The target and its signals, as they came out. Periods are the target's, named by their first day."""

    def __init__(self, target: Published, signals: Sequence[Published]) -> None:
        self.target = target
        self._signals = tuple(signals)
        self._months = MONTHS[target.grain]
        self._seen: dict[tuple[np.datetime64, np.datetime64], list[Seen]] = {}

    @property
    def features(self) -> Features:
        names = (*(signal.name for signal in self._signals), OWN)
        known = {name: f"{name}·公布" for name in names}
        return Features(item="期", as_of="基准日", label="增速", label_known="已公布", known=known)

    def after(self, period: np.datetime64, count: int = 1) -> np.datetime64:
        """The period ``count`` after one; before it, where negative."""
        return np.datetime64(period.astype("datetime64[M]") + count * self._months, "D")

    def grown(self, period: np.datetime64, day: np.datetime64) -> Seen:
        """A period's growth as known on a day, and when it came out."""
        return self.target.before(day).growth(period, self.after(period) - DAY)

    def items(self, periods: Sequence[np.datetime64], offset: int, day: np.datetime64) -> pa.Table:
        """A row per period: its growth as known on ``day``, and what could be seen ``offset`` days after it began."""
        days = [period + offset * DAY for period in periods]
        labels = [self.grown(period, day) for period in periods]
        seen = [self._look(period, when) for period, when in zip(periods, days, strict=True)]
        names = self.features.names
        values = {name: pa.array([row[at][0] for row in seen]) for at, name in enumerate(names)}
        outs = {f"{name}·公布": _dates([row[at][1] for row in seen]) for at, name in enumerate(names)}
        return pa.table(
            {
                "期": _dates(periods),
                "基准日": _dates(days),
                "增速": pa.array([growth for growth, _ in labels]),
                "已公布": _dates([out for _, out in labels]),
                **values,
                **outs,
            }
        )

    def _look(self, period: np.datetime64, day: np.datetime64) -> list[Seen]:
        """Per signal the growth of what is known of the period, else of the one before; and the target's own last."""
        if (period, day) not in self._seen:
            spans = [(self.after(period, -back), self.after(period, 1 - back) - DAY) for back in (0, 1)]
            told = [
                next(
                    (seen for span in spans if np.isfinite((seen := known.growth(*span))[0])),
                    NOTHING,
                )
                for known in (signal.before(day) for signal in self._signals)
            ]
            known = self.target.before(day)
            spans = [(self.after(period, -back), self.after(period, 1 - back) - DAY) for back in (1, 2, 3)]
            own = next((seen for span in spans if np.isfinite((seen := known.growth(*span))[0])), NOTHING)
            self._seen[period, day] = [*told, own]
        return self._seen[period, day]


def _dates(days: Sequence[np.datetime64]) -> pa.Array:
    return pa.array(np.array(days, "datetime64[D]"), pa.date32())
