"""What every way to forecast series is asked: learn what was known at a time, say what comes after it, say why.

Ways to forecast (`foresee`) and the judging of them (`evaluate`) meet here: the judge knows no method.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shuzhi.core.foresight import Reason

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Times = NDArray[np.datetime64]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Several series over the same evenly spaced periods, those to be forecast included.

    ``times`` (periods,): when each begins. ``values`` (series, periods): NaN where nobody knows. ``beside``: measured
    together with the values and known no sooner, each (series, periods). ``ahead``: known long before, such as which
    days are worked, each (periods,). ``season``: periods after which the days, or hours, come round again.
    """

    names: tuple[str, ...]
    times: Times
    values: Floats
    season: int
    beside: Mapping[str, Floats] = field(default_factory=dict)
    ahead: Mapping[str, Floats] = field(default_factory=dict)


class FittedForecaster(Protocol):
    """A way to forecast that has learned."""

    def predict(self, panel: Panel, at: Whole) -> Floats:
        """What is expected (len(at), horizons, series), knowing the periods before each of ``at`` and no other.

        Horizon 1 is the period ``at`` itself.
        """
        ...

    def explain(self, panel: Panel, at: int) -> list[list[list[Reason]]]:
        """Per horizon and series the reasons of one forecast, the weightiest first."""
        ...


class Forecaster(Protocol):
    """A way to learn from the periods before ``until``."""

    def fit(self, panel: Panel, until: int, horizons: Sequence[int]) -> FittedForecaster: ...
