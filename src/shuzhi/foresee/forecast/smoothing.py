"""Statistical ways to forecast: as it was last, as it was a season ago, and smoothed with a profile of the season."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from shuzhi.core.forecasting import FittedForecaster, Floats, Panel, Whole
from shuzhi.core.foresight import Reason
from shuzhi.foresee.forecast.past import carried

RATES = (0.01, 0.02, 0.04, 0.08, 0.15, 0.3)
"""How much of a level is the newest period's: the one that would have been best is taken."""
HELD = 30.0
"""Values of a kind of day below which its share is drawn towards the usual one."""


@dataclass(frozen=True, kw_only=True)
class Last:
    """As it was last; ``whole_seasons``: as it was at the same place of the last season known."""

    whole_seasons: bool = False

    def fit(self, panel: Panel, until: int, horizons: Sequence[int]) -> FittedForecaster:  # noqa: ARG002 - the port
        return FittedLast(horizons=tuple(horizons), season=panel.season if self.whole_seasons else 1)


@dataclass(frozen=True, kw_only=True)
class FittedLast:
    """``FittedForecaster``: nothing had to be learned."""

    horizons: tuple[int, ...]
    season: int

    def predict(self, panel: Panel, at: Whole) -> Floats:
        known = carried(panel.values)
        places = [at + ahead - 1 - self.season * (1 + (ahead - 1) // self.season) for ahead in self.horizons]
        return np.stack([known[:, np.maximum(place, 0)].T for place in places], axis=1)

    def explain(self, panel: Panel, at: int) -> list[list[list[Reason]]]:
        told = self.predict(panel, np.array([at]))[0]
        name = "上一期" if self.season == 1 else "上一轮同期"
        return [[[Reason(name, float(value), float(value))] for value in row] for row in told]


@dataclass(frozen=True, kw_only=True)
class Smoothed:
    """A level that follows slowly, times the share of the kind of day (place in the season, worked or not)."""

    def fit(self, panel: Panel, until: int, horizons: Sequence[int]) -> FittedForecaster:
        kinds = kinds_of(panel)
        shares = _shares(panel.values[:, :until], kinds[:until], int(kinds.max()) + 1)
        plain = _plain(panel.values, shares[:, kinds])
        errors = []
        for rate in RATES:
            level = _levels(plain, rate)[:, panel.season : until]
            missed = level * shares[:, kinds[panel.season : until]] - panel.values[:, panel.season : until]
            errors.append(np.nansum(missed**2, axis=1))
        rates = np.array(RATES)[np.argmin(np.stack(errors), axis=0)]
        return FittedSmoothed(horizons=tuple(horizons), shares=shares, rates=rates)


@dataclass(frozen=True, kw_only=True)
class FittedSmoothed:
    """``FittedForecaster``: ``shares`` (series, kinds of day) and the ``rates`` (series,) at which levels follow."""

    horizons: tuple[int, ...]
    shares: Floats
    rates: Floats

    def predict(self, panel: Panel, at: Whole) -> Floats:
        kinds = kinds_of(panel)
        level = self._level(panel, kinds)[:, at]
        return np.stack(
            [(level * self.shares[:, kinds[at + ahead - 1]]).T for ahead in self.horizons], axis=1
        )

    def explain(self, panel: Panel, at: int) -> list[list[list[Reason]]]:
        kinds = kinds_of(panel)
        level = self._level(panel, kinds)[:, at]
        return [
            [
                [
                    Reason("近来的水平", float(usual), float(usual)),
                    Reason("这样的日子", float(share), float(usual * (share - 1))),
                ]
                for usual, share in zip(level, self.shares[:, kinds[at + ahead - 1]], strict=True)
            ]
            for ahead in self.horizons
        ]

    def _level(self, panel: Panel, kinds: Whole) -> Floats:
        """Per series and period the level known before it."""
        plain = _plain(panel.values, self.shares[:, kinds])
        out = np.zeros_like(plain)
        for rate in np.unique(self.rates):
            out[self.rates == rate] = _levels(plain[self.rates == rate], float(rate))
        return out


def kinds_of(panel: Panel) -> Whole:
    """Each period's kind: its place in the season together with all that is known long before, numbered."""
    place = np.arange(len(panel.times)) % panel.season
    told = np.stack([place.astype(np.float64), *panel.ahead.values()])
    return np.unique(told, axis=1, return_inverse=True)[1].ravel().astype(np.int64)


def _shares(values: Floats, kinds: Whole, count: int) -> Floats:
    """Per series and kind, how much of the usual value such a period has: drawn towards all series', and that to 1."""
    member = np.eye(count)[kinds]
    known = np.isfinite(values)
    sums = np.where(known, values, 0.0) @ member
    periods = known.astype(np.float64) @ member
    usual = sums.sum(axis=1, keepdims=True) / np.maximum(periods.sum(axis=1, keepdims=True), 1)
    expected = periods * usual
    together = (sums.sum(axis=0) + HELD) / (expected.sum(axis=0) + HELD)
    shares: Floats = (sums + HELD * together) / (expected + HELD)
    return shares


def _plain(values: Floats, shares: Floats) -> Floats:
    return values / np.maximum(shares, 1e-6)


def _levels(plain: Floats, rate: float) -> Floats:
    """Per period the weighted mean of the periods before it, each weighing ``1 - rate`` of the next; 0 before any."""
    known = np.isfinite(plain)
    weights = lfilter([rate], [1.0, rate - 1.0], known.astype(np.float64), axis=1)
    sums = lfilter([rate], [1.0, rate - 1.0], np.where(known, plain, 0.0), axis=1)
    level = np.zeros_like(plain)
    np.divide(sums, weights, out=level, where=weights > 0)
    return np.concatenate([np.zeros((len(plain), 1)), level[:, :-1]], axis=1)
