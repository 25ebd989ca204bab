"""Ways to say a growth from few periods: all signals together, and what it is measured against."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa

from shuzhi.core.foresight import Features, Floats, Reason
from shuzhi.foresee.nowcast.vintages import OWN

NEAR = 3
"""Periods on either side of one that are left out with it: growth on a year before overlaps with its neighbours'."""
HOLDS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""How hard a line is held back, as a share of the periods known."""


class FittedGrowth(Protocol):
    """``Fitted``, whose prediction is a growth in percent; ``off``: how far off it was on periods it had not seen."""

    @property
    def off(self) -> float: ...

    @property
    def freedom(self) -> int: ...

    def predict(self, items: pa.Table) -> Floats: ...

    def explain(self, items: pa.Table) -> list[list[Reason]]: ...


class Growth(Protocol):
    """A way to learn growth from periods that are known."""

    def fit(self, known: pa.Table, features: Features) -> FittedGrowth: ...


@dataclass(frozen=True, kw_only=True)
class Composite:
    """A line through all signals, held back (ridge): as hard as foretells best the periods that were left out."""

    def fit(self, known: pa.Table, features: Features) -> "FittedComposite":
        values, grown = matrix(known, features.names), _growth(known, features)
        missed = np.stack([_missed(values, grown, at) for at in range(len(grown))])
        errors = np.sqrt(np.mean(missed**2, axis=0))
        best = int(np.argmin(errors))
        middle, parts, usual = _learn(values, grown)
        return FittedComposite(
            names=features.names,
            middle=middle,
            parts=parts[best],
            usual=usual,
            off=float(errors[best]),
            freedom=max(len(grown) - 2, 1),
        )


@dataclass(frozen=True, kw_only=True)
class FittedComposite:
    """Growth: ``usual``, and per signal its ``parts`` for each percent it lies beyond its ``middle``."""

    names: tuple[str, ...]
    middle: Floats
    parts: Floats
    usual: float
    off: float
    freedom: int

    def predict(self, items: pa.Table) -> Floats:
        return _line(self.middle, self.parts, self.usual, matrix(items, self.names))

    def explain(self, items: pa.Table) -> list[list[Reason]]:
        values = matrix(items, self.names)
        weights = np.where(np.isfinite(values), (values - self.middle) * self.parts, 0.0)
        told = [
            [
                Reason(name, float(value), float(weight))
                for name, value, weight in zip(self.names, row, moved, strict=True)
                if np.isfinite(value)
            ]
            for row, moved in zip(values, weights, strict=True)
        ]
        return [sorted(reasons, key=lambda each: -abs(each.weight)) for reasons in told]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """As it was last; where that is not known, as it usually is."""

    def fit(self, known: pa.Table, features: Features) -> "FittedPlain":
        grown, last = _growth(known, features), matrix(known, (OWN,))[:, 0]
        usual = float(grown.mean())
        missed = grown - np.where(np.isfinite(last), last, usual)
        return FittedPlain(usual=usual, last=True, off=_spread(missed), freedom=len(grown))


@dataclass(frozen=True, kw_only=True)
class Usual:
    """As it usually is: the mean of all periods known, which in quiet years is hard to beat."""

    def fit(self, known: pa.Table, features: Features) -> "FittedPlain":
        grown = _growth(known, features)
        usual = float(grown.mean())
        return FittedPlain(usual=usual, last=False, off=_spread(grown - usual), freedom=len(grown) - 1)


@dataclass(frozen=True, kw_only=True)
class FittedPlain:
    """``FittedGrowth`` that looks at no signal."""

    usual: float
    last: bool
    off: float
    freedom: int

    def predict(self, items: pa.Table) -> Floats:
        last = matrix(items, (OWN,))[:, 0]
        return np.where(self.last & np.isfinite(last), last, self.usual)

    def explain(self, items: pa.Table) -> list[list[Reason]]:
        name = OWN if self.last else "历来平均"
        return [[Reason(name, float(value), float(value))] for value in self.predict(items)]


METHODS: dict[str, Growth] = {"合成": Composite(), "持续": Kept(), "均值": Usual()}


def matrix(items: pa.Table, names: Sequence[str]) -> Floats:
    """The features as numbers, a row an item; NaN where nothing was known."""
    told = [items[name].cast(pa.float64()).to_numpy(zero_copy_only=False) for name in names]
    return np.stack(told, axis=1)


def _growth(known: pa.Table, features: Features) -> Floats:
    grown: Floats = known[features.label].cast(pa.float64()).to_numpy(zero_copy_only=False)
    return grown


def _missed(values: Floats, grown: Floats, at: int) -> Floats:
    """Per hold how far a period's growth is missed, learned without it and its neighbours."""
    far = np.abs(np.arange(len(grown)) - at) > NEAR
    middle, parts, usual = _learn(values[far], grown[far])
    told: Floats = grown[at] - usual - parts @ np.where(np.isfinite(values[at]), values[at] - middle, 0.0)
    return told


def _learn(values: Floats, grown: Floats) -> tuple[Floats, Floats, float]:
    """Per signal its middle, and per hold its part of the growth; the growth where all signals are in their middle."""
    known = np.isfinite(values)
    count = np.maximum(known.sum(axis=0), 1)
    middle = np.where(known, values, 0.0).sum(axis=0) / count
    apart = np.where(known, values - middle, 0.0)
    width = np.sqrt((apart**2).sum(axis=0) / count)
    width = np.where(width > 0, width, 1.0)
    scaled, usual = apart / width, float(grown.mean())
    alike = scaled.T @ scaled
    held = alike + len(grown) * np.array(HOLDS)[:, None, None] * np.eye(len(alike))
    parts = np.linalg.solve(held, np.tile(scaled.T @ (grown - usual), (len(HOLDS), 1))[..., None])[..., 0]
    return middle, parts / width, usual


def _line(middle: Floats, parts: Floats, usual: float, values: Floats) -> Floats:
    told: Floats = usual + (np.where(np.isfinite(values), values - middle, 0.0) * parts).sum(axis=1)
    return told


def _spread(missed: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(missed))))
