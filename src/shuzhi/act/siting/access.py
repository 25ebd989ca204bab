"""How well a point is served by all that is in reach, others' claims on it included (2SFCA).

Luo & Wang 2003; with weights that fall with the distance, Luo & Qi 2009 (steps) and Dai 2010 (Gaussian).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from shuzhi.act.siting.network import Floats, Network


@dataclass(frozen=True, kw_only=True)
class Decay:
    """How much a way counts: up to ``within``, all the same, by ``steps`` (up to, weight), or a Gaussian curve."""

    kind: Literal["none", "steps", "gaussian"]
    within: float
    steps: Sequence[tuple[float, float]] = ()

    def __call__(self, distance: Floats) -> Floats:
        near = distance <= self.within
        if self.kind == "none":
            return near.astype(np.float64)
        if self.kind == "steps":
            until = np.array([each for each, _ in self.steps])
            weights = np.array([*(weight for _, weight in self.steps), 0.0])
            stepped: Floats = weights[np.searchsorted(until, distance)]
            return np.where(near, stepped, 0.0)
        end = np.exp(-0.5)
        far = np.where(near, distance, 0.0) / self.within
        return np.where(near, (np.exp(-0.5 * far**2) - end) / (1 - end), 0.0)


def accessibility(network: Network, decay: Decay) -> Floats:
    """Per point, supply per unit of demand in reach: the sum over sites of supply over all demand that reaches it."""
    ways = np.where(network.open, decay(network.distance), 0.0)
    claims = network.weight @ ways
    ratio = np.divide(network.supply, claims, out=np.zeros(len(claims)), where=claims > 0)
    told: Floats = ways @ ratio
    return told
