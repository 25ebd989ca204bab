"""What would have been without a measure, three ways; each says what the measure changed, and how sure that is.

Values are periods in order; ``start`` is the first period with the measure. The effect is the mean difference, per
period since the start, between what was and what would have been.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from shuzhi.evaluate.autoregression import Floats, coefficient, planned_error

Indices = NDArray[np.int64]

LEVEL = 0.05
HARMONICS = 2
FEWEST_BEFORE, FEWEST_AFTER, FEWEST_OTHERS = 18, 3, 5


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The effect, its 95 % interval, the chance of seeing so much without one, and the level it is compared with.

    ``path``: what each period would have been without the measure, from the first on.
    """

    estimate: float
    lower: float
    upper: float
    chance: float
    without: float
    path: Floats


def interrupted(values: Floats, start: int, season: int) -> Effect:
    """Interrupted time series: the place's own level, trend and season, continued."""
    columns = columns_of(len(values), start, season, trend=True)
    return _regressed(values, columns, values, start)


def difference(values: Floats, others: Floats, start: int, season: int) -> Effect:
    """Difference in differences: the distance to the mean of other places (rows of ``others``), had it stayed.

    Season is kept in: places may share it unequally. Trends must be parallel: see ``pretrend``.
    """
    apart = values - others.mean(axis=0)
    return _regressed(apart, columns_of(len(values), start, season, trend=False), values, start)


def pretrend(values: Floats, others: Floats, start: int, season: int) -> float:
    """The chance of seeing so much drift away from the other places before the start, were trends parallel."""
    apart = (values - others.mean(axis=0))[:start]
    columns = columns_of(start, start, season, trend=True)
    slope = coefficient(apart, np.delete(columns, 0, axis=1), 1)
    return 2 * min(slope.below(0.0), 1 - slope.below(0.0))


def synthetic(values: Floats, others: Floats, start: int, season: int) -> Effect:
    """Synthetic control: the mix of other places that comes nearest; sureness by moving the residuals in time.

    Conformal inference (Chernozhukov, Wüthrich & Zhu 2021): an effect is believable when, taken out, the periods since
    the start look like any other stretch as long.
    """
    del season
    after = np.arange(len(values)) >= start
    width = after.sum()

    def unlike(effect: float) -> float:
        """The share of stretches that stand out as much as the one since the start, were the effect ``effect``."""
        left = _unexplained(values - effect * after, others)
        doubled = np.concatenate([left, left])
        sums = np.convolve(doubled, np.ones(width), "valid")[: len(left)]
        return float((np.abs(sums) >= abs(left[after].sum()) - 1e-9).mean())

    gap = values - _mixed(values, others, np.arange(start))
    estimate = float(gap[start:].mean())
    scale = max(float(gap[:start].std()), abs(estimate) / 10, 1e-9)
    return Effect(
        estimate=estimate,
        lower=_edge(unlike, estimate, -scale),
        upper=_edge(unlike, estimate, scale),
        chance=unlike(0.0),
        without=float((values - gap)[start:].mean()),
        path=values - gap,
    )


Method = Callable[[Floats, Floats, int, int], Effect]
METHODS: Mapping[str, Method] = {
    "间断时序": lambda values, _, start, season: interrupted(values, start, season),
    "双重差分": difference,
    "合成控制": synthetic,
}
"""By the name a measure is registered with."""


@dataclass(frozen=True, kw_only=True)
class Power:
    """Said before the start: the smallest effect found four times of five, and the chance to find the expected one."""

    smallest: float
    chance: float


def power(before: Floats, periods: int, expected: float, season: int) -> Power:
    """Of a series (of a place, or its distance to others) known until the start, with so many periods to come."""
    columns = columns_of(len(before) + periods, len(before), season, trend=True)
    error = planned_error(before, columns, 0)
    freedom = len(columns) - columns.shape[1]
    needed = stats.t.isf(LEVEL / 2, freedom)
    return Power(
        smallest=float((needed + stats.t.isf(0.2, freedom)) * error),
        chance=float(stats.t.sf(needed - abs(expected) / error, freedom)),
    )


def columns_of(periods: int, start: int, season: int, *, trend: bool) -> Floats:
    """Since the start, level, trend if any, season by harmonics (none where a season is not whole once)."""
    time = np.arange(periods)
    columns = [(time >= start).astype(np.float64), np.ones(periods)]
    if trend:
        columns.insert(1, (time - periods / 2) / periods)
    if season > 1 and start >= season:
        turns = [
            2 * np.pi * time * harmonic / season for harmonic in range(1, min(HARMONICS, season // 2) + 1)
        ]
        columns += [wave(turn) for turn in turns for wave in (np.sin, np.cos)]
    return np.column_stack(columns)


def _regressed(values: Floats, columns: Floats, observed: Floats, start: int) -> Effect:
    found = coefficient(values, columns, 0)
    below = found.below(0.0)
    untouched, rest = values - found.estimate * columns[:, 0], columns[:, 1:]
    fitted = rest @ np.linalg.lstsq(rest, untouched)[0]
    return Effect(
        estimate=found.estimate,
        lower=found.quantile(LEVEL / 2),
        upper=found.quantile(1 - LEVEL / 2),
        chance=2 * min(below, 1 - below),
        without=float(observed[start:].mean()) - found.estimate,
        path=observed - values + fitted,
    )


def _mixed(values: Floats, others: Floats, learn: Indices) -> Floats:
    """The mix of other places (shares of one, and a constant) that comes nearest in the periods learned from."""
    level, theirs = values[learn].mean(), others[:, learn].mean(axis=1, keepdims=True)
    centred, target = others - theirs, values[learn] - level
    # A heavy row makes the shares add up to one.
    heavy = 1e3 * float(np.abs(centred).max() + 1)
    shares, _ = optimize.nnls(
        np.vstack([centred[:, learn].T, np.full(len(others), heavy)]),
        np.append(target, heavy),
        maxiter=10_000,
    )
    mixed: Floats = level + shares @ centred
    return mixed


def _unexplained(values: Floats, others: Floats) -> Floats:
    return values - _mixed(values, others, np.arange(len(values)))


def _edge(unlike: Callable[[float], float], inside: float, step: float) -> float:
    """Where effects cease to be believable, going from ``inside`` in the direction of ``step``."""
    near, far = inside, inside + step
    for _ in range(40):
        if unlike(far) <= LEVEL:
            break
        near, far = far, far + 1.5 * (far - inside)
    else:
        return float(np.copysign(np.inf, step))
    for _ in range(18):
        middle = (near + far) / 2
        near, far = (near, middle) if unlike(middle) <= LEVEL else (middle, far)
    return far
