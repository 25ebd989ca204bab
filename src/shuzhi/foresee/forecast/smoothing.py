"""Statistical ways to forecast: as it was last, as a season ago, smoothed with a profile of the season, growing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.signal import lfilter

from shuzhi.core.forecasting import FittedForecaster, Floats, Forecaster, Panel, Whole
from shuzhi.core.foresight import Reason
from shuzhi.foresee.forecast.past import Windows, carried

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
class SeasonGrown:
    """As it was a season ago, grown as the last season has over the one before: what a budget office does by hand."""

    def fit(self, panel: Panel, until: int, horizons: Sequence[int]) -> FittedForecaster:  # noqa: ARG002 - the port
        return FittedSeasonGrown(ago=FittedLast(horizons=tuple(horizons), season=panel.season))


@dataclass(frozen=True, kw_only=True)
class FittedSeasonGrown:
    """``FittedForecaster``: nothing had to be learned."""

    ago: FittedLast

    def predict(self, panel: Panel, at: Whole) -> Floats:
        return self.ago.predict(panel, at) * _grown(panel, at).T[:, None]

    def explain(self, panel: Panel, at: int) -> list[list[list[Reason]]]:
        grown = _grown(panel, np.array([at]))[:, 0]
        return [
            [
                [
                    Reason("上一轮同期", float(value), float(value)),
                    Reason("近一轮的增长", float(times), float(value * (times - 1))),
                ]
                for value, times in zip(row, grown, strict=True)
            ]
            for row in self.ago.predict(panel, np.array([at]))[0]
        ]


def _grown(panel: Panel, at: Whole) -> Floats:
    """The last season's mean as times the one's before it (series, len(at)); 1 where either is not known."""
    windows = Windows(panel.values)
    now, before = (windows.mean(at, panel.season, gap=gap) for gap in (0, panel.season))
    out: Floats = np.ones_like(now)
    np.divide(now, before, out=out, where=np.isfinite(now) & (before > 0))
    return out


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
                    Reason("这样的时候", float(share), float(usual * (share - 1))),
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


@dataclass(frozen=True, kw_only=True)
class Growing:
    """Another way, told of series freed of how much they usually grow a season; put back on what it says."""

    within: Forecaster

    def fit(self, panel: Panel, until: int, horizons: Sequence[int]) -> FittedForecaster:
        growth = _usual_growth(panel.values[:, :until], panel.season)
        told = self.within.fit(_freed(panel, growth), until, horizons)
        return FittedGrowing(horizons=tuple(horizons), growth=growth, within=told)


@dataclass(frozen=True, kw_only=True)
class FittedGrowing:
    """``FittedForecaster``: ``growth`` (series,), the log of how many times as much a season is as the one before."""

    horizons: tuple[int, ...]
    growth: Floats
    within: FittedForecaster

    def predict(self, panel: Panel, at: Whole) -> Floats:
        told = self.within.predict(_freed(panel, self.growth), at)
        return np.stack(
            [
                told[:, number] * np.exp(self.growth * (at + ahead - 1)[:, None] / panel.season)
                for number, ahead in enumerate(self.horizons)
            ],
            axis=1,
        )

    def explain(self, panel: Panel, at: int) -> list[list[list[Reason]]]:
        """The other way's reasons as of the last period known; then what growth adds until the one forecast."""
        told = self.within.explain(_freed(panel, self.growth), at)
        now = np.exp(self.growth * (at - 1) / panel.season)
        later = self.predict(panel, np.array([at]))[0]
        return [
            [
                [
                    *(Reason(each.feature, each.value, each.weight * times) for each in reasons),
                    Reason(
                        "历来的增长",
                        float(100 * np.expm1(growth)),
                        expected * -float(np.expm1(-growth * ahead / panel.season)),
                    ),
                ]
                for reasons, times, growth, expected in zip(row, now, self.growth, whole, strict=True)
            ]
            for row, whole, ahead in zip(told, later, self.horizons, strict=True)
        ]


def _freed(panel: Panel, growth: Floats) -> Panel:
    times = np.arange(len(panel.times)) / panel.season
    return replace(panel, values=panel.values * np.exp(-growth[:, None] * times))


def _usual_growth(values: Floats, season: int) -> Floats:
    """Per series, from the first whole season to the last, half of each all series' together."""
    whole = values.shape[1] // season
    sums = np.nansum(
        values[:, values.shape[1] - whole * season :].reshape(len(values), whole, season), axis=2
    )
    ends = np.maximum(sums[:, [0, -1]], 1e-9)
    own = np.log(ends[:, 1] / ends[:, 0])
    together = np.log(ends[:, 1].sum() / ends[:, 0].sum())
    growth: Floats = (own + together) / 2 / max(whole - 1, 1)
    return growth


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
