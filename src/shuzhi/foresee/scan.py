"""Kulldorff's prospective space-time permutation scan: where there are more cases of late than place and time explain.

Only cases are needed, no population: what is expected of a circle in the last days is its share of all cases times the
days' share of all cases (Kulldorff, Heffernan, Hartman, Assunção & Mostashari 2005). What is busy always, and what is
busy everywhere, is therefore no cluster; nor is a delay of reports that is the same everywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from shuzhi.foresee.bounds import Counts, Flags, Floats

CELLS_AT_ONCE = 4_000_000
EQUAL = 1e-9


@dataclass(frozen=True, kw_only=True)
class Scan:
    """How to look. Circles of up to ``radius`` metres with at most ``share`` of all cases and ``reach`` places; the
    last one to ``days`` days; ``least`` cases. ``replicas`` shuffles at most, fewer once ``enough`` beat the best."""

    radius: float = 2000.0
    days: int = 7
    least: int = 3
    share: float = 0.5
    reach: int = 50
    replicas: int = 9999
    enough: int = 10
    most: int = 3


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A circle of places (numbers, the centre first) and the last ``days`` days; ``chance``: to see as much by chance
    anywhere in this look."""

    places: Counts
    radius: float
    days: int
    observed: int
    expected: float
    ratio: float
    chance: float


@dataclass(frozen=True, kw_only=True)
class Cylinders:
    """All circles around all places: ``members`` and ``radii`` by centre, the nearest first; whether a circle ends
    there (``whole``: places just as far away come in together); what every cylinder lets expect; and all cases."""

    members: Counts
    radii: Floats
    whole: Flags
    expected: Floats
    total: int

    def inside(self, counts: Counts) -> Counts:
        """Cases by replica and cylinder. ``counts``: by replica, place and days back; the last place is nowhere."""
        return counts.cumsum(axis=2, dtype=counts.dtype)[:, self.members].cumsum(axis=2, dtype=counts.dtype)

    def ratio(self, seen: Floats, expected: Floats) -> Floats:
        """The logarithm of the likelihood ratio of so many cases where so many were expected (and more are seen)."""
        rest = self.total - seen
        others = np.where(
            rest > 0, rest * np.log(np.maximum(rest, 1) / np.maximum(self.total - expected, EQUAL)), 0.0
        )
        found: Floats = seen * np.log(seen / expected) + others
        return found

    def needed(self, ratio: float, least: int) -> Counts:
        """The fewest cases in each cylinder, at least ``least``, whose ratio is as large; never where none end."""
        low = np.maximum(np.floor(self.expected) + 1, least)
        high = np.full(low.shape, self.total + 1.0)
        for _ in range(int(self.total).bit_length() + 1):
            middle = np.floor((low + high) / 2)
            enough = (
                self.ratio(np.clip(middle, 1, self.total), np.maximum(self.expected, EQUAL)) >= ratio - EQUAL
            )
            low, high = np.where(enough | (low >= high), low, middle + 1), np.where(enough, middle, high)
        never = ~self.whole[:, :, None] | (self.expected <= 0)
        return np.where(never, self.total + 1, low).astype(_small(self.total))

    def best(self, counts: Counts, needed: Counts) -> Floats:
        """Per replica the largest ratio of those that have as many cases as are needed, 0 where none has."""
        inside = self.inside(counts)
        told = np.nonzero(inside >= needed)
        ratios = self.ratio(inside[told].astype(np.float64), self.expected[told[1:]])
        found = np.zeros(len(counts))
        np.maximum.at(found, told[0], ratios)
        return found


def scan(points: Floats, place: Counts, ago: Counts, how: Scan, seed: list[int]) -> list[Cluster]:
    """The likeliest clusters, none overlapping another, the likeliest first.

    ``points``: metres east and north of each place; ``place`` and ``ago``: of each case, where, and so many days ago
    (0 is the last day). All cases count for what is expected. Same arguments, same answer.
    """
    late = ago < how.days
    if not late.any():
        return []
    cylinders = _cylinders(points, place, ago, how)
    counts = _counts(place[late][None], ago[late], len(points), how.days, len(place))
    found = list(_apart(cylinders, cylinders.inside(counts)[0], how))
    if not found:
        return []
    chances = _chances(cylinders, place, ago[late], how, np.array([each.ratio for each in found]), seed)
    return [replace(each, chance=float(chance)) for each, chance in zip(found, chances, strict=True)]


def _cylinders(points: Floats, place: Counts, ago: Counts, how: Scan) -> Cylinders:
    reach = min(how.reach + 1, len(points))
    # Rounded, so that equally far is equally far whatever the last digit.
    far, members = KDTree(points).query(
        points, k=np.arange(1, reach + 1), distance_upper_bound=how.radius + 1
    )
    far = np.round(far, 0)
    farther = np.concatenate([far[:, 1:], np.full((len(points), 1), np.inf)], axis=1)
    whole = (far <= how.radius) & (farther > far)
    if reach > how.reach:
        whole[:, -1] = False
    by_place = np.append(np.bincount(place, minlength=len(points)), 0)
    in_circle = by_place[members].cumsum(axis=1)
    by_day = np.bincount(ago[ago < how.days], minlength=how.days).cumsum()
    return Cylinders(
        members=members,
        radii=far,
        whole=whole & (in_circle <= how.share * len(place)),
        expected=in_circle[:, :, None] * by_day / len(place),
        total=len(place),
    )


def _small(total: int) -> type[np.signedinteger]:
    """Counts up to ``total`` and one more in as little memory as they take: most of the time goes into moving them."""
    return np.int16 if total < np.iinfo(np.int16).max else np.int32


def _counts(place: Counts, ago: Counts, places: int, days: int, total: int) -> Counts:
    """Cases by replica, place (and nowhere, which has none) and days back."""
    replica = np.arange(len(place))[:, None]
    at = (replica * (places + 1) + place) * days + ago
    whole = np.bincount(at.ravel(), minlength=len(place) * (places + 1) * days)
    return whole.astype(_small(total)).reshape(len(place), places + 1, days)


def _apart(cylinders: Cylinders, inside: Counts, how: Scan) -> Iterator[Cluster]:
    """The best cylinder, then the best that shares no place with it, and so on; of equals the smaller, then shorter."""
    taken = np.zeros(len(cylinders.members) + 1, dtype=bool)
    scores = np.zeros(inside.shape)
    told = inside >= cylinders.needed(0.0, how.least)
    scores[told] = cylinders.ratio(inside[told].astype(np.float64), cylinders.expected[told])
    for _ in range(how.most):
        free = ~np.logical_or.accumulate(taken[cylinders.members], axis=1)
        left = np.where(free[:, :, None], scores, 0.0)
        if left.max() <= 0:
            return
        centres, lasts, days = np.nonzero(left >= left.max() - EQUAL)
        first = np.lexsort((centres, days, cylinders.radii[centres, lasts]))[0]
        at = centres[first], lasts[first], days[first]
        places = cylinders.members[at[0], : at[1] + 1]
        taken[places] = True
        yield Cluster(
            places=places,
            radius=float(cylinders.radii[at[:2]]),
            days=int(at[2]) + 1,
            observed=int(inside[at]),
            expected=float(cylinders.expected[at]),
            ratio=float(left.max()),
            chance=1.0,
        )


def _chances(
    cylinders: Cylinders, place: Counts, ago: Counts, how: Scan, ratios: Floats, seed: list[int]
) -> Floats:
    """How often the best of a shuffled look is as good: days are dealt out anew to the same places.

    Drawn until ``enough`` beat the likeliest cluster (Besag & Clifford 1991): exact, and quick where nothing is up.
    """
    random = np.random.default_rng(seed)
    at_once = max(1, CELLS_AT_ONCE // max(1, cylinders.expected.size))
    beaten, drawn = np.zeros(len(ratios)), 0
    needed = cylinders.needed(float(ratios.min()), how.least)
    while drawn < how.replicas:
        size = min(at_once, how.replicas - drawn, max(50, drawn))
        dealt = random.permuted(np.broadcast_to(place, (size, len(place))), axis=1)[:, : len(ago)]
        counts = _counts(dealt, ago, len(cylinders.members), how.days, cylinders.total)
        best = cylinders.best(counts, needed)
        over: NDArray[np.int64] = (best[:, None] >= ratios - EQUAL).cumsum(axis=0)
        stop = np.flatnonzero(beaten[0] + over[:, 0] >= how.enough)
        if len(stop):
            found: Floats = (beaten + over[stop[0]]) / (drawn + stop[0] + 1)
            return found
        beaten, drawn = beaten + over[-1], drawn + size
    never: Floats = (beaten + 1) / (drawn + 1)
    return never
