"""Forecasts of all levels of sums that agree with each other, with bounds learned from how far off they were."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shuzhi.core.forecasting import FittedForecaster, Floats, Forecaster, Whole
from shuzhi.foresee.forecast.tables import Asked, Level

IN_A_PART = 100
"""Forecasts held out that one pair of bounds is learned from, at least where there are as many."""
MOST_PARTS = 5


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Of one level: what is expected and its bounds, each (origins, horizons, series)."""

    mean: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How far below and above what is expected the truth lay, by the size of what was expected."""

    edges: Floats
    below: Floats
    above: Floats

    @classmethod
    def learn(cls, expected: Floats, truth: Floats, interval: float) -> "Bounds":
        known = np.isfinite(truth) & np.isfinite(expected)
        size, error = expected[known], (truth - expected)[known]
        parts = int(np.clip(len(size) // IN_A_PART, 1, MOST_PARTS))
        edges = np.quantile(size, np.linspace(0, 1, parts + 1)[1:-1]) if len(size) else np.zeros(0)
        of = np.searchsorted(edges, size, side="right")
        # One more than there are counts as beyond: a share held on data not seen.
        tails = [(1 - interval) / 2, 1 - (1 - interval) / 2]
        told = [_tails(error[of == part], tails) for part in range(len(edges) + 1)]
        return cls(
            edges=edges, below=np.array([low for low, _ in told]), above=np.array([up for _, up in told])
        )

    def around(self, expected: Floats) -> tuple[Floats, Floats]:
        of = np.searchsorted(self.edges, expected, side="right")
        return expected + np.minimum(self.below[of], 0.0), expected + np.maximum(self.above[of], 0.0)


@dataclass(frozen=True, kw_only=True)
class FittedLevels:
    """Forecasters of every level, the weights by which they are made to agree, and their bounds."""

    levels: Sequence[Level]
    fitted: Sequence[FittedForecaster]
    asked: Asked
    errors: Sequence[Floats]
    """Per level, the mean squared error (horizons, series) of forecasts held out."""
    bounds: Sequence[Sequence[Bounds]]
    """Per level and horizon; the last one of the sum over all horizons."""

    def forecast(self, at: Whole) -> list[Expected]:
        """Per level what is expected from each of ``at`` on; the last horizon is the sum over all where counts."""
        means = self._agreed([fit.predict(level.panel, at) for fit, level in self._pairs()])
        return [
            self._bounded(_with_sum(mean, self.asked), told)
            for mean, told in zip(means, self.bounds, strict=True)
        ]

    def _pairs(self) -> list[tuple[FittedForecaster, Level]]:
        return list(zip(self.fitted, self.levels, strict=True))

    def _agreed(self, means: Sequence[Floats]) -> list[Floats]:
        return agreed(means, self.levels, self.errors) if self.asked.counts else list(means)

    def _bounded(self, mean: Floats, told: Sequence[Bounds]) -> Expected:
        around = [bounds.around(mean[:, ahead]) for ahead, bounds in enumerate(told)]
        lower, upper = (np.stack([each[side] for each in around], axis=1) for side in (0, 1))
        return Expected(mean=mean, lower=np.maximum(lower, 0.0) if self.asked.counts else lower, upper=upper)


def fit_levels(levels: Sequence[Level], method: Forecaster, asked: Asked, until: int) -> FittedLevels:
    """Learn what was known before ``until``: bounds from the last ``held_out`` periods, forecast from what was before
    them; then the forecasters from all of it.
    """
    start = until - asked.held_out
    fitted = [method.fit(level.panel, start, asked.horizons) for level in levels]
    at = np.arange(start, max(until - asked.furthest + 1, start + 1))
    raw = [fit.predict(level.panel, at) for fit, level in zip(fitted, levels, strict=True)]
    truths = [_truth(level, at, asked, until) for level in levels]
    errors = [_squared(mean, truth) for mean, truth in zip(raw, truths, strict=True)]
    means = agreed(raw, levels, errors) if asked.counts else raw
    bounds = []
    for mean, truth in zip(means, truths, strict=True):
        told, came = _with_sum(mean, asked), _with_sum(truth, asked)
        bounds.append(
            [Bounds.learn(told[:, ahead], came[:, ahead], asked.interval) for ahead in range(told.shape[1])]
        )
    fitted = [method.fit(level.panel, until, asked.horizons) for level in levels]
    return FittedLevels(levels=levels, fitted=fitted, asked=asked, errors=errors, bounds=bounds)


def agreed(means: Sequence[Floats], levels: Sequence[Level], errors: Sequence[Floats]) -> list[Floats]:
    """Forecasts of all levels made to sum up: the nearest that do, each weighed by how far off it was (MinT, diagonal).

    Nothing is below zero. Wickramasuriya, Athanasopoulos & Hyndman 2019 (JASA 114:804).
    """
    sums = np.concatenate([level.sums for level in levels])
    told, weights = np.concatenate(means, axis=2), 1 / np.maximum(np.concatenate(errors, axis=1), 1e-6)
    finest = np.empty((*told.shape[:2], sums.shape[1]))
    for ahead in range(told.shape[1]):
        weighed = sums.T * weights[ahead]
        finest[:, ahead] = np.linalg.lstsq(weighed @ sums, weighed @ told[:, ahead].T, rcond=None)[0].T
    finest = np.maximum(finest, 0.0)
    return [finest @ level.sums.T for level in levels]


def _truth(level: Level, at: Whole, asked: Asked, until: int) -> Floats:
    told = np.stack([level.panel.values[:, at + ahead - 1].T for ahead in asked.horizons], axis=1)
    known = np.stack([at + ahead - 1 < until for ahead in asked.horizons], axis=1)
    return np.where(known[..., None], told, np.nan)


def _squared(mean: Floats, truth: Floats) -> Floats:
    """Mean squared errors (horizons, series), half of each the level's: few forecasts say little of one series."""
    missed = (mean - truth) ** 2
    known = np.isfinite(missed)
    each: Floats = np.where(known, missed, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    drawn: Floats = (each + each.mean(axis=1, keepdims=True)) / 2
    return drawn


def _with_sum(values: Floats, asked: Asked) -> Floats:
    return np.concatenate([values, values.sum(axis=1, keepdims=True)], axis=1) if asked.counts else values


def _tails(errors: Floats, tails: Sequence[float]) -> tuple[float, float]:
    if not len(errors):
        return 0.0, 0.0
    ordered, count = np.sort(errors), len(errors)
    low = max(int(np.floor(tails[0] * (count + 1))) - 1, 0)
    high = min(int(np.ceil(tails[1] * (count + 1))) - 1, count - 1)
    return float(ordered[low]), float(ordered[high])
