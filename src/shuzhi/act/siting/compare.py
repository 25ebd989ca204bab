"""A plan in figures: what is covered, how far it is, who is worst off, and how even it is."""

from collections.abc import Mapping

import numpy as np

from shuzhi.act.siting.network import Floats

Figures = Mapping[str, float | None]


def figures(
    *, weight: Floats, covered: Floats, left: Floats, distance: Floats, amount: Floats, access: Floats
) -> Figures:
    """Of some points: ``weight``, ``covered``, ``left`` and ``access`` per point; ``distance`` and ``amount`` per part
    of demand that is served. The 95th percentile is of all demand, so none where more than a twentieth is left."""
    total = float(weight.sum())
    served = float(amount.sum())
    return {
        "需求": total,
        "覆盖": float(covered.sum()),
        "覆盖率": float(covered.sum()) / total if total else None,
        "平均": float(distance @ amount) / served if served else None,
        "九五分位": percentile(distance, amount, 0.95 * total) if total else None,
        "最远": float(distance.max()) if len(distance) else None,
        "未接": float(left.sum()),
        "可及性": float(access @ weight) / total if total else None,
        "可及性末一成": lowest(access, weight, 0.1) if total else None,
        "基尼": gini(access, weight),
    }


def percentile(distance: Floats, amount: Floats, reached: float) -> float | None:
    """How far it is at most for the nearest ``reached`` of demand; None where less is served."""
    order = np.argsort(distance, kind="stable")
    sums = np.cumsum(amount[order])
    if not len(sums) or sums[-1] < reached * (1 - 1e-9):
        return None
    return float(distance[order][min(int(np.searchsorted(sums, reached * (1 - 1e-9))), len(order) - 1)])


def lowest(access: Floats, weight: Floats, share: float) -> float:
    """The mean of the worst-off ``share`` of demand."""
    order = np.argsort(access, kind="stable")
    sums = np.cumsum(weight[order])
    part = share * float(sums[-1])
    taken = np.clip(part - (sums - weight[order]), 0.0, weight[order])
    return float(taken @ access[order]) / part


def gini(values: Floats, weight: Floats) -> float | None:
    """0: everybody has the same; towards 1: one has all. None where nobody has anything."""
    order = np.argsort(values, kind="stable")
    w, v = weight[order], values[order]
    total, whole = float(w @ v), float(w.sum())
    if total <= 0:
        return None
    sums = np.concatenate([[0.0], np.cumsum(w * v)]) / total
    return float(1 - ((sums[1:] + sums[:-1]) * (w / whole)).sum())
