"""Records that are one, from weighed pairs: the best pairs first, never two identities in one cluster.

Vectorised over pairs; the answer depends on the pairs only, not on their order.
"""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
NONE: tuple[Ints, Ints] = (np.empty(0, np.int64), np.empty(0, np.int64))


def clustered(
    identity: Ints, left: Ints, right: Ints, weight: Floats, *, margin: float, apart: tuple[Ints, Ints] = NONE
) -> Ints:
    """The cluster of each record, by the number of the record that leads it: records are united along pairs,
    the heaviest first (single linkage), under three guards.

    ``identity`` per record: a number for what identifies it, -1 for nothing; two identities are never united, nor
    are the two records of a pair that people told ``apart``, through whatever records.
    A record without identity whose two best identities weigh within ``margin`` of one another joins neither.
    """
    kept = ~_ambiguous(identity, left, right, weight, margin)
    cluster = _by_identity(identity)
    # Pairs in one order for good: heavier first, then by records.
    order = np.lexsort((right, left, -weight))
    order = order[kept[order]]
    while len(order):
        a, b = cluster[left[order]], cluster[right[order]]
        open_ = (a != b) & ((identity[a] < 0) | (identity[b] < 0)) & ~_told_apart(cluster, apart, a, b)
        order, a, b = order[open_], a[open_], b[open_]
        if not len(order):
            break
        # Each cluster's best pair is its first; those that are the best of both their clusters are taken.
        rank = np.arange(len(order))
        best = np.full(len(cluster), len(order))
        np.minimum.at(best, a, rank)
        np.minimum.at(best, b, rank)
        mutual = (best[a] == rank) & (best[b] == rank)
        cluster = _united(cluster, identity, a[mutual], b[mutual])
    return cluster


def _told_apart(cluster: Ints, apart: tuple[Ints, Ints], a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    """Whether uniting two clusters would unite a pair told apart."""
    size = len(cluster)
    one, two = cluster[apart[0]], cluster[apart[1]]
    told = np.minimum(one, two) * size + np.maximum(one, two)
    return np.isin(np.minimum(a, b) * size + np.maximum(a, b), told)


def _by_identity(identity: Ints) -> Ints:
    """Records of one identity begin as one cluster, called by its first record."""
    cluster = np.arange(len(identity))
    known = np.flatnonzero(identity >= 0)
    _, first, which = np.unique(identity[known], return_index=True, return_inverse=True)
    cluster[known] = known[first][which]
    return cluster


def _united(cluster: Ints, identity: Ints, a: Ints, b: Ints) -> Ints:
    """Mutual best pairs share no cluster: each union is of two. The identified one leads, else the first."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    turned = identity[high] >= 0
    keep, go = np.where(turned, high, low), np.where(turned, low, high)
    name = np.arange(len(cluster))
    name[go] = keep
    united: Ints = name[cluster]
    return united


def _ambiguous(
    identity: Ints, left: Ints, right: Ints, weight: Floats, margin: float
) -> npt.NDArray[np.bool_]:
    """Pairs of records without identity that fit two identities about as well."""
    unclear = np.zeros(len(left), dtype=bool)
    one_known = (identity[left] < 0) != (identity[right] < 0)
    pairs = np.flatnonzero(one_known)
    if not len(pairs):
        return unclear
    turned = identity[left[pairs]] >= 0
    loose = np.where(turned, right[pairs], left[pairs])
    known = identity[np.where(turned, left[pairs], right[pairs])]
    order = np.lexsort((-weight[pairs], known, loose))
    loose_, known_, weight_ = loose[order], known[order], weight[pairs][order]
    # The best pair of each record and identity, then per record the best and the second of them.
    first = np.append(True, (loose_[1:] != loose_[:-1]) | (known_[1:] != known_[:-1]))
    loose_, weight_ = loose_[first], weight_[first]
    order = np.lexsort((-weight_, loose_))
    loose_, weight_ = loose_[order], weight_[order]
    follows = loose_[1:] == loose_[:-1]
    begins = np.append(True, ~follows)[:-1]
    close = follows & begins & (weight_[:-1] - weight_[1:] < margin)
    doubtful = np.zeros(len(identity), dtype=bool)
    doubtful[loose_[1:][close]] = True
    # Nor does it join through others: a namesake's record would lead it to the namesake.
    return doubtful[left] | doubtful[right]
