"""Outbreaks against a short or simple baseline: EARS C1–C3 of the CDC, and three systems of national institutes.

Equal to ``earsC``, ``algo.rki``, ``algo.bayes`` and ``algo.cdc`` of the R package `surveillance` (bench/outbreak.py).
"""

from typing import Literal

import numpy as np
from scipy import stats

from shuzhi.foresee.bounds import Bounds, Counts, Floats, history

_UPPER = """3.285 5.323 6.686 8.102 9.598 11.177 12.817 13.765 14.921 16.768 17.633
19.05 20.335 21.364 22.945 23.762 25.4 26.306 27.735 28.966 30.017"""
POISSON_UPPER = np.array(_UPPER.split(), dtype=np.float64)
"""Upper 95 % limits of a Poisson mean after 0 to 20 events (Crow & Gardner 1959, Biometrika 46:441)."""


def ears(
    counts: Counts,
    at: Counts,
    method: Literal["C1", "C2", "C3"],
    *,
    baseline: int = 7,
    alpha: float | None = None,
) -> Bounds:
    """EARS: mean and deviation of the last ``baseline`` periods; C2 and C3 leave out two, C3 adds up three days.

    ``alpha`` is 0.001, and 0.025 for C3, unless given (Hutwagner et al. 2003).
    """
    beyond = stats.norm.isf(alpha if alpha is not None else 0.025 if method == "C3" else 0.001)
    gap = 1 if method == "C1" else 3
    offsets = np.arange(-baseline - gap + 1, -gap + 1)
    mean, deviation = _moments(counts, at, offsets)
    if method != "C3":
        upper = mean + beyond * deviation
    else:
        excess = np.zeros_like(mean)
        for back in (1, 2):
            earlier = np.maximum(at - back, 0)
            its_mean, its_deviation = _moments(counts, earlier, offsets)
            with np.errstate(divide="ignore", invalid="ignore"):
                excess += np.fmax((counts[:, earlier] - its_mean) / its_deviation - 1, 0.0)
        with np.errstate(invalid="ignore"):
            upper = np.maximum(counts[:, at] + deviation * (beyond - excess), 0.0)
    needed = -int(offsets[0]) + (2 if method == "C3" else 0)
    return _bounds(counts, at, mean, np.where(at >= needed, upper, np.nan))


def rki(
    counts: Counts, at: Counts, *, years: int, half_window: int, this_year: bool, season: int = 52
) -> Bounds:
    """Mean of the same weeks: above 20 cases plus two deviations, else the Poisson limit of the mean, rounded down."""
    past, there = history(counts, at, _same_weeks(years, half_window, season, this_year=this_year))
    mean = past.mean(axis=2)
    few = POISSON_UPPER[np.minimum(np.floor(mean), 20).astype(int)]
    upper = np.where(mean > 20, mean + 2 * past.std(axis=2, ddof=1), few)
    return _bounds(counts, at, mean, np.where(there.all(axis=1), upper, np.nan))


def bayes(
    counts: Counts,
    at: Counts,
    *,
    years: int,
    half_window: int,
    this_year: bool,
    season: int = 52,
    alpha: float = 0.05,
) -> Bounds:
    """The predictive distribution of the next count after the same weeks (Jeffreys' prior)."""
    offsets = _same_weeks(years, half_window, season, this_year=this_year)
    past, there = history(counts, at, offsets)
    total, number = past.sum(axis=2), len(offsets)
    upper = np.where(
        there.all(axis=1), stats.nbinom.ppf(1 - alpha, total + 0.5, number / (number + 1)), np.nan
    )
    return Bounds(expected=total / number, upper=upper, alarm=counts[:, at] > upper)


def cdc(counts: Counts, at: Counts, *, years: int = 5, season: int = 52, alpha: float = 0.05) -> Bounds:
    """The last four weeks together against fifteen such months of the years before (Stroup et al. 1989)."""
    shifts = np.concatenate(
        [np.arange(-year * season - 7, -year * season + 5) for year in range(years, 0, -1)]
    )
    past, there = history(counts, at, shifts)
    months = past.reshape(*past.shape[:2], years * 3, 4).sum(axis=3)
    width = stats.norm.isf(alpha / 2) * np.sqrt(1 + 1 / months.shape[2])
    upper = months.mean(axis=2) + width * months.std(axis=2, ddof=1)
    upper = np.where(there.all(axis=1), upper, np.nan)
    now = history(counts, at, np.arange(-3, 1))[0].sum(axis=2)
    return Bounds(expected=months.mean(axis=2), upper=upper, alarm=now > upper)


def _same_weeks(years: int, half_window: int, season: int, *, this_year: bool) -> Counts:
    before = np.arange(-half_window, 0) if this_year else np.array([], dtype=np.int64)
    windows = [np.arange(-half_window, half_window + 1) - year * season for year in range(1, years + 1)]
    return np.concatenate([before, *windows])


def _moments(counts: Counts, at: Counts, offsets: Counts) -> tuple[Floats, Floats]:
    past, _ = history(counts, at, offsets)
    return past.mean(axis=2), past.std(axis=2, ddof=1)


def _bounds(counts: Counts, at: Counts, expected: Floats, upper: Floats) -> Bounds:
    return Bounds(expected=expected, upper=upper, alarm=counts[:, at] > upper)
