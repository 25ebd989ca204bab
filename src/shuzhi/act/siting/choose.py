"""Where to add sites: the most demand within reach (maximal covering), or the least distance (p-median).

Church & ReVelle 1974 (maximal covering); Hakimi 1964 (p-median), written as García, Labbé & Marín 2011 write it, in
which only candidates nearer than what stands already count. Exact: beside what is best stands how much better anything
could be at most.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from shuzhi.act.siting.network import Flags, Network
from shuzhi.act.siting.program import Program, solved

Goal = Literal["coverage", "distance"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """``value``: demand covered, or demand times distance, what nobody serves at ``Network.nobody``. ``gap``: share by
    which anything could be better at most; 0: this is the best."""

    chosen: Flags
    value: float
    gap: float


def choose(network: Network, goal: Goal, add: int, *, seconds: float) -> Choice:
    """At most ``add`` of the free sites; one more that changes nothing is not chosen."""
    sites = np.flatnonzero(network.free)
    if not len(sites) or not len(network.weight) or add <= 0:
        return Choice(chosen=np.zeros(len(network.open), dtype=bool), value=worth(network, goal), gap=0.0)
    makers = {
        ("coverage", False): _covering,
        ("distance", False): _median,
        ("coverage", True): _full_covering,
        ("distance", True): _full_median,
    }
    program, fixed = makers[goal, network.limited](network, add)
    found = solved(program, seconds=seconds)
    chosen = np.zeros(len(network.open), dtype=bool)
    chosen[sites] = found.values[: len(sites)] > 0.5
    value = worth(network.having(chosen), goal)
    for site in np.flatnonzero(chosen):
        fewer = chosen.copy()
        fewer[site] = False
        without = worth(network.having(fewer), goal)
        if abs(without - value) <= 1e-9 * max(1.0, abs(value)):
            chosen = fewer
    bound = fixed + found.bound if goal == "distance" else fixed - found.bound
    gap = abs(value - bound) / max(abs(bound), 1e-9)
    return Choice(chosen=chosen, value=value, gap=0.0 if gap < 1e-7 else gap)


def worth(network: Network, goal: Goal) -> float:
    """What the open sites come to, by the goal."""
    if network.limited:
        program, fixed = (_full_covering if goal == "coverage" else _full_median)(network, 0)
        found = solved(program, seconds=600).cost
        return fixed - found if goal == "coverage" else fixed + found
    _, far = network.nearest()
    if goal == "coverage":
        return float(network.weight[far <= network.within].sum())
    return float(network.weight @ np.minimum(far, network.nobody))


def _covering(network: Network, add: int) -> tuple[Program, float]:
    """Values: each free site, then each point not covered yet that one of them would cover."""
    sites = np.flatnonzero(network.free)
    _, far = network.nearest()
    near = (network.distance[:, sites] <= network.within) & (far > network.within)[:, None]
    points = np.flatnonzero(near.any(axis=1))
    row, column = np.nonzero(near[points])
    at = np.arange(len(points))
    program = Program(
        cost=np.concatenate([np.zeros(len(sites)), -network.weight[points]]),
        upper=np.ones(len(sites) + len(points)),
        whole=len(sites),
        rows=np.concatenate([row, at, np.full(len(sites), len(points))]),
        columns=np.concatenate([column, len(sites) + at, np.arange(len(sites))]),
        factors=np.concatenate([np.ones(len(row)), -np.ones(len(points)), np.ones(len(sites))]),
        least=np.concatenate([np.zeros(len(points)), [-np.inf]]),
        most=np.concatenate([np.full(len(points), np.inf), [add]]),
    )
    return program, float(network.weight[far <= network.within].sum())


def _median(network: Network, add: int) -> tuple[Program, float]:
    """Values: each free site; then, per point, from its nearest free site on: that none so near is there."""
    sites = np.flatnonzero(network.free)
    _, far = network.nearest()
    stands = np.minimum(far, network.nobody)
    reach = network.distance[:, sites]
    point, site = np.nonzero(reach < stands[:, None])
    order = np.lexsort((reach[point, site], point))
    point, site = point[order], site[order]
    here = reach[point, site]
    first = np.concatenate([[True], point[1:] != point[:-1]]) if len(point) else np.zeros(0, dtype=bool)
    last = np.concatenate([first[1:], [True]]) if len(point) else first
    following = np.where(last, stands[point], np.concatenate([here[1:], [0.0]])) if len(point) else here
    begins = stands.copy()
    begins[point[first]] = here[first]
    at, later = np.arange(len(point)), np.flatnonzero(~first)
    program = Program(
        cost=np.concatenate([np.zeros(len(sites)), network.weight[point] * (following - here)]),
        upper=np.ones(len(sites) + len(point)),
        whole=len(sites),
        rows=np.concatenate([at, at, later, np.full(len(sites), len(point))]),
        columns=np.concatenate([site, len(sites) + at, len(sites) + later - 1, np.arange(len(sites))]),
        factors=np.concatenate([np.ones(2 * len(point)), -np.ones(len(later)), np.ones(len(sites))]),
        least=np.concatenate([first.astype(np.float64), [-np.inf]]),
        most=np.concatenate([np.full(len(point), np.inf), [add]]),
    )
    return program, float(network.weight @ begins)


def _full_covering(network: Network, add: int) -> tuple[Program, float]:
    return _full(network, add, reach=network.distance <= network.within, gain=True), 0.0


def _full_median(network: Network, add: int) -> tuple[Program, float]:
    program = _full(network, add, reach=np.isfinite(network.distance), gain=False)
    return program, float(network.nobody * network.weight.sum())


def _full(network: Network, add: int, *, reach: Flags, gain: bool) -> Program:
    """Sites that can be full. Values: each free site, then the share of a point that a site serves. A share costs its
    distance less that of nobody, or, where what is covered is to be most, the demand it covers."""
    sites = np.flatnonzero(network.free)
    number = np.full(len(network.open), -1)
    number[sites] = np.arange(len(sites))
    point, site = np.nonzero(reach & (network.open | network.free))
    weight, count, pairs = network.weight[point], len(sites), len(point)
    each = np.ones(pairs) if gain else network.nobody - network.distance[point, site]
    held = np.minimum(network.capacity, network.weight.sum())
    built = np.flatnonzero(number[site] >= 0)
    shares, points, stands = count + np.arange(pairs), len(network.weight), len(network.open)
    return Program(
        cost=np.concatenate([np.zeros(count), -weight * each]),
        upper=np.ones(count + pairs),
        whole=count,
        # A point is served once; a site takes what it can, if it is there; no share without its site; at most so many.
        rows=np.concatenate(
            [
                point,
                points + site,
                points + sites,
                points + stands + np.repeat(np.arange(len(built)), 2),
                np.full(count, points + stands + len(built)),
            ]
        ),
        columns=np.concatenate(
            [
                shares,
                shares,
                np.arange(count),
                np.stack([shares[built], number[site[built]]], axis=1).ravel(),
                np.arange(count),
            ]
        ),
        factors=np.concatenate(
            [np.ones(pairs), weight, -held[sites], np.tile([1.0, -1.0], len(built)), np.ones(count)]
        ),
        least=np.full(points + stands + len(built) + 1, -np.inf),
        most=np.concatenate(
            [np.ones(points), np.where(network.open, held, 0.0), np.zeros(len(built)), [float(add)]]
        ),
    )
