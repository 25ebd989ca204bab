"""Sites chosen exactly beside two ways without a proof: the best one after the other, and that mended by exchanges.

    python -m bench.siting [--sizes 200x50 500x100 1000x200] [--seed 7]

Rivals, as books on location write them: greedy (add whichever helps most), and greedy with the interchange of Teitz &
Bart 1968 (swap one for another as long as it helps). Points and candidates at random in a square with three towns;
ten sites are added to none. Gap: by how much a rival is worse than the proven best.
"""

import argparse
import time
from collections.abc import Callable

import numpy as np

from shuzhi.act.siting.choose import Choice, Goal, choose
from shuzhi.act.siting.network import Flags, Network

ADD = 10


def made(points: int, sites: int, seed: int) -> Network:
    """A square of 40 km with three towns, most people in them, candidates anywhere."""
    random = np.random.default_rng(seed)
    towns = random.uniform(8, 32, (3, 2))
    near = random.random(points) < 0.6
    at = np.where(
        near[:, None],
        towns[random.integers(0, 3, points)] + random.normal(0, 2.5, (points, 2)),
        random.uniform(0, 40, (points, 2)),
    )
    candidates = random.uniform(0, 40, (sites, 2))
    return Network(
        weight=random.integers(20, 900, points).astype(float),
        distance=np.linalg.norm(at[:, None] - candidates, axis=2) * 1.35,
        capacity=np.full(sites, np.inf),
        supply=np.ones(sites),
        open=np.zeros(sites, dtype=bool),
        free=np.ones(sites, dtype=bool),
        within=5.0,
    )


def cost_of(network: Network, goal: Goal) -> Callable[[Flags], float]:
    """What open sites cost, less being better, without a program."""
    reach = np.minimum(network.distance, network.nobody)

    def cost(chosen: Flags) -> float:
        far = reach[:, chosen].min(axis=1) if chosen.any() else np.full(len(reach), network.nobody)
        if goal == "coverage":
            return -float(network.weight[far <= network.within].sum())
        return float(network.weight @ far)

    return cost


def greedy(cost: Callable[[Flags], float], sites: int) -> Flags:
    chosen = np.zeros(sites, dtype=bool)
    for _ in range(ADD):
        chosen[min(np.flatnonzero(~chosen), key=lambda site: cost(chosen | (np.arange(sites) == site)))] = (
            True
        )
    return chosen


def exchanged(cost: Callable[[Flags], float], chosen: Flags) -> Flags:
    best, better = cost(chosen), True
    while better:
        better = False
        for out in np.flatnonzero(chosen):
            for into in np.flatnonzero(~chosen):
                other = chosen.copy()
                other[out], other[into] = False, True
                if (told := cost(other)) < best - 1e-9:
                    chosen, best, better = other, told, True
                    break
    return chosen


def timed(make: Callable[[], Flags]) -> tuple[Flags, float]:
    begin = time.process_time()
    return make(), time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", nargs="*", default=["200x50", "500x100", "1000x200"])
    parser.add_argument("--seed", type=int, default=7)
    told = parser.parse_args()
    print(
        "| points x sites | for | exact: CPU s, gap left | greedy: gap, CPU s | with exchanges: gap, CPU s |"
    )
    print("|---|---|---|---|---|")
    for size in told.sizes:
        points, sites = map(int, size.split("x"))
        network = made(points, sites, told.seed)
        goals: tuple[Goal, ...] = ("coverage", "distance")
        for goal in goals:
            cost = cost_of(network, goal)
            begin = time.process_time()
            found: Choice = choose(network, goal, ADD, seconds=300)
            seconds = time.process_time() - begin
            best = abs(found.value)
            plain, plain_s = timed(lambda cost=cost, sites=sites: greedy(cost, sites))
            mended, mended_s = timed(lambda cost=cost, plain=plain: exchanged(cost, plain.copy()))
            gaps = [abs(abs(cost(each)) - best) / best for each in (plain, mended)]
            print(
                f"| {size} | {goal} | {seconds:.1f}, {found.gap:.2%} | {gaps[0]:.2%}, {plain_s:.1f} "
                f"| {gaps[1]:.2%}, {mended_s:.1f} |"
            )


if __name__ == "__main__":
    main()
