"""What a measure changed, judged by what it was registered with before it started, and by nothing thought of since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from shuzhi.evaluate.autoregression import Floats
from shuzhi.evaluate.counterfactual import (
    FEWEST_AFTER,
    FEWEST_BEFORE,
    FEWEST_OTHERS,
    METHODS,
    Effect,
    power,
    pretrend,
)
from shuzhi.evaluate.measure_tables import ALONE, BACKFIRES, NONE_SHOWN, NOT_JUDGED, PLANNED, RUNNING, WORKS

AGAINST = "双重差分"
"""The method whose trends must be parallel."""

DRIFT = 0.01
"""Below this chance, a drift before the start is taken for one: one sound measure in a hundred is turned away."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """As it was registered: where, from when, for how many periods, with which change expected per period and place,
    and how it is judged. ``compared``: the places it is held against."""

    places: frozenset[str]
    compared: frozenset[str]
    registered: date
    start: date
    periods: int
    expected: float
    method: str


@dataclass(frozen=True, kw_only=True)
class Series:
    """The number of each place (a row) in each period (a column; its first day), NaN where it is not known. ``season``:
    periods of a year."""

    places: Sequence[str]
    periods: Sequence[date]
    values: Floats
    season: int

    def of(self, places: frozenset[str]) -> Floats:
        """Rows of these places, of those that have a value in every period."""
        found = self.values[[at for at, place in enumerate(self.places) if place in places]]
        whole: Floats = found[np.isfinite(found).all(axis=1)]
        return whole

    @property
    def named(self) -> list[str]:
        """Places that have a value in every period, in order."""
        return [place for place, row in zip(self.places, self.values, strict=True) if np.isfinite(row).all()]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """``row``: columns of ``MEASURE_COLUMNS`` that judging fills; ``periods``, ``placebos``: rows of the other two."""

    row: dict[str, Any]
    periods: list[dict[str, Any]]
    placebos: list[dict[str, Any]]


def judge(measure: Measure, series: Series) -> Judged:
    """The measure as far as the periods go, which end with the last it is judged by.

    ``state``: planned (not begun), running (no conclusion before its last period), then works, none_shown (the usual
    answer where the interval holds zero) or backfires; not_judged, with ``why``, where it was registered late or what
    it needs is not known.
    """
    start = sum(period < measure.start for period in series.periods)
    mine = [at for at, place in enumerate(series.places) if place in measure.places]
    own = series.values[mine].mean(axis=0) if mine else np.full(len(series.periods), np.nan)
    against = series.of(measure.compared) if measure.method != ALONE else series.values[:0]
    told: dict[str, Any] = {
        "before": start,
        "after": len(series.periods) - start,
        "others": len(against),
    }
    why = _why_not(measure, own, against, start, series.season)
    if why is not None:
        return Judged(
            row={**told, "state": NOT_JUDGED, "why": why},
            periods=_path(series, own, against, None),
            placebos=[],
        )
    apart = own - against.mean(axis=0) if measure.method == AGAINST else own
    beforehand = power(apart[:start], measure.periods, measure.expected, series.season)
    told |= {"power": beforehand.chance, "smallest": beforehand.smallest}
    if told["after"] < FEWEST_AFTER:
        state = RUNNING if told["after"] else PLANNED
        return Judged(row={**told, "state": state}, periods=_path(series, own, against, None), placebos=[])
    effect = METHODS[measure.method](own, against, start, series.season)
    placebos = _placebos(measure, series, own, against, start)
    return Judged(
        row={
            **told,
            "state": _conclusion(effect, measure.expected) if told["after"] >= measure.periods else RUNNING,
            "effect": effect.estimate,
            "lower": _finite(effect.lower),
            "upper": _finite(effect.upper),
            "without": effect.without,
            "chance": effect.chance,
            "placebo": _as_much(effect.estimate, placebos),
        },
        periods=_path(series, own, against, effect),
        placebos=placebos,
    )


def _why_not(measure: Measure, own: Floats, against: Floats, start: int, season: int) -> str | None:
    checks = (
        ("registered_late", measure.registered < measure.start),
        ("no_values", len(own) > 0 and bool(np.isfinite(own).any())),
        ("gaps", bool(np.isfinite(own).all())),
        ("few_before", start >= fewest_before(season)),
        ("few_others", measure.method == ALONE or len(against) >= FEWEST_OTHERS),
    )
    found = next((why for why, holds in checks if not holds), None)
    if found is None and measure.method == AGAINST:
        return "not_parallel" if pretrend(own, against, start, season) < DRIFT else None
    return found


def fewest_before(season: int) -> int:
    """Periods that must be known before the start: a whole year, and no fewer than ``FEWEST_BEFORE``."""
    return max(FEWEST_BEFORE, season)


def _conclusion(effect: Effect, expected: float) -> str:
    if effect.lower <= 0 <= effect.upper:
        return NONE_SHOWN
    return WORKS if (effect.estimate > 0) == (expected > 0) else BACKFIRES


def _placebos(
    measure: Measure, series: Series, own: Floats, against: Floats, start: int
) -> list[dict[str, Any]]:
    """The same judging where nothing was done: other places, or, alone, earlier starts."""
    method, season = METHODS[measure.method], series.season
    if len(against):
        names = [name for name in series.named if name in measure.compared]
        return [
            {
                "place": name,
                "effect": method(against[at], np.delete(against, at, axis=0), start, season).estimate,
            }
            for at, name in enumerate(names)
        ]
    width = len(own) - start
    # Starts apart by half the width: nearer ones say nearly the same.
    earlier = range(fewest_before(season), start - width + 1, max(1, width // 2))
    return [
        {
            "place": series.periods[at].isoformat(),
            "effect": method(own[: at + width], against, at, season).estimate,
        }
        for at in earlier
    ]


def _as_much(effect: float, placebos: Sequence[dict[str, Any]]) -> float:
    """The share of placebos, itself among them, that change at least as much."""
    return float((1 + sum(abs(each["effect"]) >= abs(effect) for each in placebos)) / (1 + len(placebos)))


def _path(series: Series, own: Floats, against: Floats, effect: Effect | None) -> list[dict[str, Any]]:
    others = against.mean(axis=0) if len(against) else np.full(len(own), np.nan)
    without = effect.path if effect is not None else np.full(len(own), np.nan)
    return [
        {"period": period, "actual": _finite(was), "without": _finite(would), "others": _finite(other)}
        for period, was, would, other in zip(series.periods, own, without, others, strict=True)
    ]


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
