"""Who is served by which site: the nearest; where sites can be full, as many within reach as can be."""

from dataclasses import dataclass

import numpy as np

from shuzhi.act.siting.network import Floats, Network, Whole
from shuzhi.act.siting.program import Program, solved


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """Parts of demand: of which point, to which site, how much. What nobody takes is ``left`` (per point)."""

    point: Whole
    site: Whole
    amount: Floats
    left: Floats


def allocate(network: Network, *, seconds: float = 60) -> Allocation:
    """As much within reach as can be, then as much served as can be, then the least distance."""
    if not network.limited:
        site, _ = network.nearest()
        point = np.flatnonzero(site >= 0)
        left = np.where(site >= 0, 0.0, network.weight)
        return Allocation(point=point, site=site[point], amount=network.weight[point], left=left)
    point, site = np.nonzero(np.isfinite(network.distance) & network.open)
    count, pairs = len(network.weight), len(point)
    far = network.distance[point, site]
    held = np.minimum(network.capacity, network.weight.sum())
    each = np.concatenate(
        [far + network.scale * (far > network.within), np.full(count, network.scale + 10 * network.nobody)]
    )
    program = Program(
        cost=each,
        upper=np.concatenate([network.weight[point], network.weight]),
        whole=0,
        rows=np.concatenate([point, np.arange(count), count + site]),
        columns=np.concatenate([np.arange(pairs + count), np.arange(pairs)]),
        factors=np.ones(2 * pairs + count),
        least=np.concatenate([network.weight, np.full(len(held), -np.inf)]),
        most=np.concatenate([network.weight, held]),
    )
    values = solved(program, seconds=seconds).values
    amount, left = values[:pairs], values[pairs:]
    some = amount > 1e-9 * max(1.0, float(network.weight.max(initial=0.0)))
    return Allocation(point=point[some], site=site[some], amount=amount[some], left=np.maximum(left, 0.0))
