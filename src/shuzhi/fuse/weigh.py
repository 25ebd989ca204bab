"""What a pattern of levels weighs: Fellegi and Sunter's weights, estimated without labels by EM over patterns."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shuzhi.core.text import Text
from shuzhi.fuse.comparison import Model, numbered

Floats = npt.NDArray[np.float64]

ROUNDS = 200
SETTLED = 1e-6
RAREST = 1e-9
TOLD_BY = 100
"""So many pairs taken for one tell which coincidences are theirs; fewer tell nothing."""


@dataclass(frozen=True, kw_only=True)
class Coincidence:
    """How often two of ``among`` share a value; ``told``: of so many that are known to be different."""

    chance: float
    among: float
    told: bool


@dataclass(frozen=True, kw_only=True)
class Weights:
    """``m`` and ``u`` per comparison: how often each level is met among pairs that are one and among others,
    the level "nothing given" left out. ``prior``: the share of all pairs that are one."""

    m: tuple[tuple[float, ...], ...]
    u: tuple[tuple[float, ...], ...]
    prior: float

    def of(self, place: int, level: int) -> float:
        """Bits that a level speaks for the two being one. Nothing given says nothing."""
        if level == 0:
            return 0.0
        return math.log2(self.m[place][level - 1] / self.u[place][level - 1])

    @property
    def start(self) -> float:
        return math.log2(self.prior / (1 - self.prior))


def estimate(
    model: Model,
    *,
    candidates: Mapping[str, float],
    same: Mapping[str, float],
    different: Mapping[str, float],
    chance: Mapping[str, float],
    coincidence: Mapping[str, Coincidence],
    pairs: float,
) -> Weights:
    """Weights from patterns counted among candidates and among random pairs; ``pairs`` is how many there are in all.

    ``u`` comes from the random pairs, and for equality from how often values coincide. ``m`` and the prior come
    from EM in which every pair that is no candidate is taken not to be one: the keys are made so that few are. Of
    the candidates, those that people found ``same`` or ``different`` are what people found.

    Where it is not told who is somebody else, values coincide because two records are one, too: so many of the
    coincidences as EM takes for one are none of chance.
    """
    u = [_by_chance(model, place, chance, coincidence) for place in range(len(model.comparisons))]
    levels = np.array([[int(digit) for digit in pattern] for pattern in candidates], dtype=np.int64)
    told_same = np.array([same[pattern] for pattern in candidates], dtype=np.float64)
    told = told_same + np.array([different[pattern] for pattern in candidates], dtype=np.float64)
    counts = np.array(list(candidates.values()), dtype=np.float64)
    if not len(counts):
        m = tuple(_expected(len(one)) for one in u)
        return Weights(m=m, u=tuple(map(tuple, u)), prior=1 / max(pairs, 2.0))
    m_now = [np.array(_expected(len(one))) for one in u]
    prior = min(0.5, counts.sum() / 2 / pairs)
    for _ in range(ROUNDS):
        one = _probability(levels, m_now, u, prior)
        ones = (counts - told) * one + told_same
        m_next = [_shares(levels[:, place], ones, len(u[place])) for place in range(len(u))]
        moved = max(float(np.abs(a - b).max()) for a, b in zip(m_now, m_next, strict=True))
        m_now, prior = m_next, min(0.5, max(float(ones.sum()), 1.0) / pairs)
        if ones.sum() >= TOLD_BY:
            u = [
                _apart(model, place, u[place], levels[:, place], ones, coincidence) for place in range(len(u))
            ]
        if moved < SETTLED:
            break
    return Weights(m=tuple(tuple(map(float, x)) for x in m_now), u=tuple(map(tuple, u)), prior=prior)


def _apart(
    model: Model,
    place: int,
    u: tuple[float, ...],
    levels: npt.NDArray[np.int64],
    ones: Floats,
    coincidence: Mapping[str, Coincidence],
) -> tuple[float, ...]:
    """``u`` with the coincidences that are left when those of pairs that are one are taken off; half a one is."""
    shares = list(u)
    for number, level in enumerate(model.comparisons[place].levels):
        met = coincidence.get(level.equal or "")
        if met is None or met.told:
            continue
        pairs = max(met.among * (met.among - 1) / 2, 1.0)
        given = float(ones[levels > 0].sum())
        alike = float(ones[levels == number + 1].sum())
        shares[number] = max(met.chance * pairs - alike, 0.5) / max(pairs - given, 1.0)
    total = sum(shares)
    return tuple(share / total for share in shares)


def _by_chance(
    model: Model, place: int, chance: Mapping[str, float], coincidence: Mapping[str, Coincidence]
) -> tuple[float, ...]:
    comparison = model.comparisons[place]
    met = np.full(comparison.scale, 0.5)
    for pattern, pairs in chance.items():
        if pattern[place] != "0":
            met[int(pattern[place]) - 1] += pairs
    shares = met / met.sum()
    for number, level in enumerate(comparison.levels):
        if level.equal is not None and level.equal in coincidence:
            shares[number] = max(coincidence[level.equal].chance, RAREST)
    return tuple(float(share) for share in shares / shares.sum())


def _expected(scale: int) -> tuple[float, ...]:
    """Where EM begins: mostly the best level, seldom the others."""
    rest = 0.1 / max(scale - 1, 1)
    return (0.9, *(rest for _ in range(scale - 1)))


def _shares(levels: npt.NDArray[np.int64], ones: Floats, scale: int) -> Floats:
    # Half a pair of what is expected: a level never met is not impossible, and one never given stays as it began.
    met = np.bincount(levels, weights=ones, minlength=scale + 1)[1:] + 0.5 * np.array(_expected(scale))
    shares: Floats = met / met.sum()
    return shares


def _probability(
    levels: npt.NDArray[np.int64], m: Sequence[Floats], u: Sequence[Sequence[float]], prior: float
) -> Floats:
    bits = np.full(len(levels), math.log2(prior / (1 - prior)))
    for place, (ms, us) in enumerate(zip(m, u, strict=True)):
        said = np.concatenate([[0.0], np.log2(np.asarray(ms) / np.asarray(us))])
        bits += said[levels[:, place]]
    probability: Floats = 1 / (1 + np.exp2(-np.clip(bits, -60, 60)))
    return probability


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """One pattern: its bits (prior included), whether people must decide, and what speaks for and against."""

    pattern: str
    weight: float
    refused: bool
    reasons: Text


def weighed(model: Model, weights: Weights, patterns: Sequence[str]) -> list[Weighed]:
    """Every pattern with its weight and its reasons, the strongest first."""
    return [_weighed(model, weights, pattern) for pattern in patterns]


def _weighed(model: Model, weights: Weights, pattern: str) -> Weighed:
    levels = numbered(pattern, model.comparisons)
    said = []
    for place, comparison in enumerate(model.comparisons):
        level = levels[comparison.name]
        if level:
            text = comparison.levels[level - 1].says if level < comparison.scale else comparison.differs
            said.append((weights.of(place, level), text))
    said.sort(key=lambda one: -abs(one[0]))
    return Weighed(
        pattern=pattern,
        weight=weights.start + sum(bits for bits, _ in said),
        refused=model.refused(levels),
        reasons=Text(
            "；".join(f"{text.zh}（{bits:+.1f}）" for bits, text in said),
            "; ".join(f"{text.en} ({bits:+.1f})" for bits, text in said),
        ),
    )
