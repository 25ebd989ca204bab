"""How good an order of items is: what inspectors would have found, and when. Knows scores and labels, no models."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Days = NDArray[np.datetime64]


def auc(scores: Floats, labels: Flags) -> float:
    """The chance that a positive item stands before a negative one; ties count half. NaN where all are alike."""
    positive = int(labels.sum())
    negative = len(labels) - positive
    if not positive or not negative:
        return float("nan")
    ranks = stats.rankdata(scores)
    return float((ranks[labels].sum() - positive * (positive + 1) / 2) / (positive * negative))


def reordered(scores: Floats, days: Days, groups: NDArray[np.int64] | None = None) -> Days:
    """The days items would be visited if the riskiest came first: the same days, given out anew, within ``groups``.

    Equal scores keep the order of the items.
    """
    if groups is None:
        groups = np.zeros(len(days), dtype=np.int64)
    new = days.copy()
    for group in np.unique(groups):
        inside = np.flatnonzero(groups == group)
        new[inside[np.argsort(-scores[inside], kind="stable")]] = np.sort(days[inside])
    return new


def days_earlier(days: Days, new: Days, labels: Flags) -> float:
    """By how many days positive items come earlier on average."""
    return float((days[labels] - new[labels]).astype("timedelta64[D]").astype(np.float64).mean())


def first_half_share(days: Days, visited: Days, labels: Flags) -> float:
    """The share of positive items visited while less than half of all visits (by ``days``) had been made."""
    unique, counts = np.unique(days, return_counts=True)
    half = unique[np.cumsum(counts) < len(days) / 2]
    return float(np.isin(visited[labels], half).mean())


def precision_at(scores: Floats, labels: Flags, capacity: int) -> float:
    """The share of positive items among the ``capacity`` best-scored."""
    return float(labels[np.argsort(-scores, kind="stable")[:capacity]].mean())


def share_at(scores: Floats, counts: Floats, capacity: int) -> float:
    """The share of all that is counted that lies in the ``capacity`` best-scored; of equal scores their mean part."""
    if not 0 < capacity < len(scores):
        return float(min(max(capacity, 0), 1))
    last = np.sort(scores)[-capacity]
    above, level = scores > last, scores == last
    part = (capacity - above.sum()) / level.sum()
    return (
        float((counts[above].sum() + part * counts[level].sum()) / counts.sum())
        if counts.any()
        else float("nan")
    )


def calibration_error(chances: Floats, labels: Flags, parts: int = 10) -> float:
    """How far chances are from shares on average, over ``parts`` equally large parts from least to most likely."""
    order = np.argsort(chances, kind="stable")
    told = [
        (chances[part].mean(), labels[part].mean(), len(part))
        for part in np.array_split(order, parts)
        if len(part)
    ]
    return float(sum(abs(chance - share) * size for chance, share, size in told) / len(chances))


def recall_by_group(
    scores: Floats, labels: Flags, groups: NDArray[np.object_], capacity: int
) -> Mapping[str, tuple[float, int]]:
    """Per group, the share of its positive items among the ``capacity`` best-scored, and how many positive it has."""
    chosen = np.zeros(len(scores), dtype=bool)
    chosen[np.argsort(-scores, kind="stable")[:capacity]] = True
    return {
        str(group): (
            float(chosen[labels & (groups == group)].mean()),
            int((labels & (groups == group)).sum()),
        )
        for group in sorted({str(name) for name in groups[labels]})
    }


def interval(values: Floats) -> tuple[float, float]:
    """Where 95 % of bootstrap values lie."""
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
