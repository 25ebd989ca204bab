"""How often is a measure without effect declared effective, and how often does the interval hold the truth?

    python -m bench.effect [--programmes 200] [--seed 1]

Simulated programmes, half of them without effect: monthly values of a place with the measure and of twenty without it.
Shared shocks and each place's own remember the month before (autocorrelation 0 to 0.8), seasons differ between places,
48 to 72 months before the start and 12 to 24 after. "Declared" as the step does it: interval on the expected side.
Beside them, in the same run: a plain before/after t-test and a segmented regression by ordinary least squares.
"""

import argparse
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from scipy import stats

from shuzhi.evaluate.autoregression import Floats
from shuzhi.evaluate.counterfactual import METHODS, columns_of

OTHERS = 20


class Programme(NamedTuple):
    values: Floats
    others: Floats
    start: int
    truth: float


class Verdict(NamedTuple):
    declared: bool
    covered: bool
    width: float


def programme(draw: np.random.Generator, *, works: bool) -> Programme:
    """One place with a measure among others, as the module's description says."""
    start, after = int(draw.integers(48, 73)), int(draw.integers(12, 25))
    periods = start + after
    time_ = np.arange(periods)
    places = OTHERS + 1
    shared = _remembering(draw, (1, periods), draw.uniform(0, 0.8)) * 3
    own = _remembering(draw, (places, periods), draw.uniform(0, 0.8)) * 4
    season = draw.uniform(2, 8, (places, 1)) * np.sin(
        2 * np.pi * (time_ + draw.uniform(0, 2, (places, 1))) / 12
    )
    level = draw.uniform(80, 120, (places, 1)) + draw.uniform(-0.1, 0.1) * time_
    values = level + season + draw.uniform(0.7, 1.3, (places, 1)) * shared + own
    truth = float(draw.uniform(4, 16)) if works else 0.0
    values[0, start:] += truth
    return Programme(values[0], values[1:], start, truth)


def _remembering(draw: np.random.Generator, shape: tuple[int, int], strength: float) -> Floats:
    """Series of variance 1 whose values remember the one before."""
    new = draw.normal(size=shape)
    for at in range(1, shape[1]):
        new[:, at] = strength * new[:, at - 1] + np.sqrt(1 - strength**2) * new[:, at]
    return new


def ours(name: str) -> Callable[[Programme], Verdict]:
    def judge(told: Programme) -> Verdict:
        effect = METHODS[name](told.values, told.others, told.start, 12)
        covered = effect.lower <= told.truth <= effect.upper
        return Verdict(effect.lower > 0, covered, effect.upper - effect.lower)

    return judge


def before_after(told: Programme) -> Verdict:
    """A t-test of the months after against the twelve before."""
    after, before = told.values[told.start :], told.values[told.start - 12 : told.start]
    interval = stats.ttest_ind(after, before, equal_var=False).confidence_interval()
    return Verdict(
        interval.low > 0, interval.low <= told.truth <= interval.high, interval.high - interval.low
    )


def segmented(told: Programme) -> Verdict:
    """The same regression as 间断时序, by ordinary least squares: errors that remember nothing."""
    columns = columns_of(len(told.values), told.start, 12, trend=True)
    beta, squares, *_ = np.linalg.lstsq(columns, told.values)
    freedom = len(columns) - columns.shape[1]
    error = np.sqrt(squares[0] / freedom * np.linalg.inv(columns.T @ columns)[0, 0])
    half = stats.t.isf(0.025, freedom) * error
    return Verdict(beta[0] - half > 0, abs(beta[0] - told.truth) <= half, 2 * half)


RIVALS: Mapping[str, Callable[[Programme], Verdict]] = {
    "t-test, twelve months before": before_after,
    "segmented regression, least squares": segmented,
}


def judged(judge: Callable[[Programme], Verdict], programmes: list[Programme]) -> dict[str, float]:
    """Shares: declared effective when null, declared when it works, truth within the interval; and the median width."""
    told = [judge(each) for each in programmes]
    null = np.array([each.truth == 0 for each in programmes])
    declared, covered = np.array([each.declared for each in told]), np.array([each.covered for each in told])
    return {
        "declared_null": float(declared[null].mean()),
        "declared_works": float(declared[~null].mean()),
        "covered": float(covered.mean()),
        "width": float(np.median([each.width for each in told])),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--programmes", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    told = arguments.parse_args()
    draw = np.random.default_rng(told.seed)
    programmes = [programme(draw, works=bool(number % 2)) for number in range(told.programmes)]
    for name, judge in {**{name: ours(name) for name in METHODS}, **RIVALS}.items():
        started = time.process_time()
        found = judged(judge, programmes)
        shares = "  ".join(f"{key} {value:.3f}" for key, value in found.items())
        print(f"{name:36} {shares}  CPU {time.process_time() - started:.1f} s")


if __name__ == "__main__":
    main()
