"""Outbreaks by regression on the same weeks of earlier years: Farrington's method of 1996, and the flexible one.

Farrington et al. 1996 (J R Stat Soc A 159:547); Noufaily et al. 2013 (Stat Med 32:1206). Upper bounds equal those of
the R package `surveillance` 1.20.3 (``farrington``, ``farringtonFlexible``): see bench/outbreak.py.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from shuzhi.foresee.bounds import Bounds, Counts, Dates, Flags, Floats, history
from shuzhi.foresee.poisson import Fits, fit

AT_ONCE = 2_000_000
"""Values of design matrices held at a time."""


@dataclass(frozen=True, kw_only=True)
class Farrington:
    """How the baseline is taken and when it is exceeded.

    ``years`` back, each with ``half_window`` periods on either side; ``seasons`` blocks a year (1: only the windows);
    the last ``left_out`` periods are never learned from; ``suspect``: standardised residual from which a past count is
    weighed down; ``threshold``: normal on the 2/3-power scale, its tail halved (``two_sided``, as in 1996) or not
    (``power``), or the quantile of the negative binomial. Fewer than ``few`` cases in ``within`` periods: no alarm.
    """

    years: int = 5
    half_window: int = 3
    seasons: int = 10
    left_out: int = 26
    suspect: float = 2.58
    threshold: Literal["two_sided", "power", "quantile"] = "quantile"
    alpha: float = 0.01
    trend_alpha: float = 0.05
    few: int = 5
    within: int = 4
    season: int = 52

    @property
    def classic(self) -> bool:
        """The method of 1996: incomplete windows are used, and the trend's weights are the working ones."""
        return self.threshold == "two_sided"


NOWHERE = -(10**6)
"""An offset at which no series has a period."""

CLASSIC = Farrington(seasons=1, left_out=0, suspect=1.0, threshold="two_sided", alpha=0.05)


def farrington(counts: Counts, at: Counts, how: Farrington, *, dates: Dates | None = None) -> Bounds:
    """Expected counts and upper bounds of the periods ``at`` (indices) of every series (rows of ``counts``).

    With the periods' first ``dates`` (weekly), the same weeks of earlier years are those nearest the same day; without,
    they are ``season`` periods apart. Periods without enough history, or where no regression converges, are NaN.
    """
    years = _same_weeks(at, how, dates)
    usable = np.flatnonzero((at + years[:, -1] - (0 if how.classic else how.half_window)) >= 0)
    expected, upper = np.full((2, len(counts), len(at)), np.nan)
    if len(usable):
        offsets, design = _baselines(years[usable], how)
        past, there = history(counts, at[usable], offsets)
        for start in range(0, len(usable), step := max(1, AT_ONCE // (design[0].size * len(counts)))):
            part = slice(start, start + step)
            rows = past[:, part].reshape(-1, past.shape[2])
            weights = np.tile(there[part], (len(counts), 1)).astype(np.float64)
            mean, bound = _expect(rows, weights, np.tile(design[part], (len(counts), 1, 1)), how)
            expected[:, usable[part]] = mean.reshape(len(counts), -1)
            upper[:, usable[part]] = bound.reshape(len(counts), -1)
    recent, _ = history(counts, at, np.arange(-how.within + 1, 1))
    few = recent.sum(axis=2) < how.few
    now = counts[:, at]
    nothing = 0.0 if how.classic else np.nan
    return Bounds(
        expected=expected,
        upper=np.where(few & np.isfinite(upper), nothing, upper),
        alarm=~few & (now > 0) & (now > upper),
    )


def _same_weeks(at: Counts, how: Farrington, dates: Dates | None) -> Counts:
    """Offsets of the same week this year (0) and ``years`` back (len(at), years + 1)."""
    if dates is None:
        return np.tile(-how.season * np.arange(how.years + 1), (len(at), 1))
    now = dates[at]
    month = now.astype("datetime64[M]")
    back = 12 * np.arange(1, how.years + 1)
    # The 29th of February of a common year is the 1st of March.
    same = (month[:, None] - back).astype("datetime64[D]") + (now - month.astype("datetime64[D]"))[:, None]
    apart = (now[:, None] - same).astype(np.int64)
    weeks = np.rint(apart / 7).astype(np.int64)
    return np.column_stack([np.zeros(len(at), dtype=np.int64), -weeks])


def _baselines(years: Counts, how: Farrington) -> tuple[Counts, Floats]:
    """Per period: offsets of the periods learned from, filled up with ones that are never there; and their columns."""
    found = {key: _baseline(np.array(key), how) for key in {tuple(row.tolist()) for row in years}}
    longest = max(len(offsets) for offsets, _ in found.values())
    padded = {}
    for key, (offsets, design) in found.items():
        more = longest - len(offsets)
        filled = np.pad(offsets, (0, more), constant_values=NOWHERE)
        padded[key] = (filled, np.pad(design, ((0, more), (0, 0))))
    each = [padded[tuple(row.tolist())] for row in years]
    return np.stack([offsets for offsets, _ in each]), np.stack([design for _, design in each])


def _baseline(years: Counts, how: Farrington) -> tuple[Counts, Floats]:
    """Offsets learned from, and their columns: 1, time (0 is now), one for each seasonal block but the windows'."""
    half = how.half_window
    block = {-back: 0 for back in range(half + 1)}
    for later, middle in zip(years.tolist(), years[1:].tolist(), strict=False):
        block |= {middle + shift: 0 for shift in range(-half, half + 1)}
        if how.seasons > 1:
            between = np.arange(middle + half + 1, later - half)
            for number, part in enumerate(np.array_split(between, how.seasons - 1), start=1):
                block |= dict.fromkeys(part.tolist(), number)
    offsets = np.array(
        sorted(offset for offset in block if offset < -max(how.left_out, half)), dtype=np.int64
    )
    blocks = np.array([block[int(offset)] for offset in offsets])
    columns = [np.ones(len(offsets)), offsets.astype(np.float64)]
    columns += [(blocks == number).astype(np.float64) for number in range(1, how.seasons)]
    return offsets, np.column_stack(columns)


def _expect(past: Floats, weights: Floats, design: Floats, how: Farrington) -> tuple[Floats, Floats]:
    """Expected count and upper bound of the period after each row of ``past``."""
    with_trend, weighed = _robust(past, weights, design, how)
    trend = _keeps_trend(with_trend, weighed, past, weights, how)
    expected, error, spread = _present(with_trend, weighed, how)
    flat = ~trend
    if flat.any():
        level = np.delete(design[flat], 1, axis=2)
        without, its_weights = _robust(past[flat], weights[flat], level, how)
        expected[flat], error[flat], spread[flat] = _present(without, its_weights, how)
    return expected, _upper(expected, error, spread, how)


def _robust(past: Floats, weights: Floats, design: Floats, how: Farrington) -> tuple[Fits, Floats]:
    """The regression, again with counts weighed down that look like outbreaks; and those weights."""
    first = fit(design, past, weights)
    spread = np.fmax(first.dispersion(), 1.0)
    raw = 1.5 * (past ** (2 / 3) * first.mean ** (-1 / 6) - np.sqrt(first.mean))
    residual = raw / np.sqrt(spread[:, None] * np.maximum(1 - first.leverage, 1e-12))
    odd = residual > how.suspect
    shrunk = np.where(odd, np.where(odd, residual, 1.0) ** -2.0, 1.0)
    used = weights > 0
    scale = used.sum(axis=1) / np.where(used, shrunk, 0.0).sum(axis=1)
    weighed = np.where(used, shrunk * scale[:, None], 0.0)
    second = fit(design, past, weighed)
    return second if first.converged.all() else _only(second, first.converged), weighed


def _only(fits: Fits, converged: Flags) -> Fits:
    return Fits(**{**vars(fits), "converged": fits.converged & converged})


def _keeps_trend(fits: Fits, weighed: Floats, past: Floats, weights: Floats, how: Farrington) -> Flags:
    """A trend stays where it is significant, three years long, and does not lead beyond all that was seen."""
    spread = fits.dispersion(None if how.classic else weighed)
    error = np.sqrt(spread * fits.covariance[:, 1, 1])
    chance = 2 * stats.t.sf(np.abs(fits.coefficients[:, 1]) / error, fits.freedom)
    most = np.where(weights > 0, past, -np.inf).max(axis=1)
    modest = _level(fits) <= most
    keeps: Flags = fits.converged & (chance < how.trend_alpha) & modest & (how.years >= 3)
    return keeps


def _present(fits: Fits, weighed: Floats, how: Farrington) -> tuple[Floats, Floats, Floats]:
    """Expected count now (time 0, the windows' block), its standard error, and the dispersion (at least 1)."""
    expected = np.where(fits.converged | how.classic, _level(fits), np.nan)
    spread = np.fmax(fits.dispersion(), 1.0)
    # R's package scales the error by residuals weighed as in the last line of its fit; so do we, to agree with it.
    scale = spread if how.classic else fits.dispersion(weighed)
    return expected, expected * np.sqrt(scale * fits.covariance[:, 0, 0]), spread


def _level(fits: Fits) -> Floats:
    """The count of a period at time 0 in the windows' block."""
    level: Floats = np.exp(np.minimum(fits.coefficients[:, 0], 700.0))
    return level


def _upper(expected: Floats, error: Floats, spread: Floats, how: Farrington) -> Floats:
    known = np.isfinite(expected)
    upper = np.full_like(expected, np.nan)
    mean, more = expected[known], spread[known]
    if how.threshold == "quantile":
        loose = more > 1
        size = np.where(loose, mean / np.where(loose, more - 1, 1.0), 1.0)
        wide = stats.nbinom.ppf(1 - how.alpha, size, 1 / more)
        upper[known] = np.where(loose, wide, stats.poisson.ppf(1 - how.alpha, mean))
        return upper
    tail = how.alpha / 2 if how.threshold == "two_sided" else how.alpha
    deviation = np.sqrt(4 / 9 * mean ** (1 / 3) * (more + error[known] ** 2 / mean))
    upper[known] = (mean ** (2 / 3) + stats.norm.isf(tail) * deviation) ** 1.5
    return upper
