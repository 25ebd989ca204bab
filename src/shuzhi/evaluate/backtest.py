"""Going back in time: what a method would have said on days past, knowing what was known then, and what came of it.

The method is handed in behind the port of ``core.foresight``; nothing here knows which it is.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core.foresight import Features, Floats, Method, known_by, refuse_peeking
from shuzhi.evaluate import ranking

Score = Callable[[pa.Table, pa.Table], Floats]
"""(what was known, items to judge) -> a number per item, the riskiest highest."""


@dataclass(frozen=True, kw_only=True)
class Fold:
    """A day to go back to, what was known on it, and what was to be judged from it on."""

    day: date
    known: pa.Table
    items: pa.Table


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """What share of items can be seen, and the column that says how much there is in each."""

    share: float
    count: str


def folds(
    items: pa.Table, features: Features, days: Sequence[date], *, length: int, embargo: int
) -> Iterator[Fold]:
    """From each of ``days`` on, the items of the next ``length`` days; known is what was known ``embargo`` days before.

    Features that peek are refused by name before anything is learned.
    """
    refuse_peeking(items, features)
    as_of = items[features.as_of].cast(pa.date32())
    for day in days:
        ahead = pc.and_(
            pc.greater_equal(as_of, pa.scalar(day, pa.date32())),
            pc.less(as_of, pa.scalar(day + timedelta(days=length), pa.date32())),
        )
        known = known_by(items, features, day - timedelta(days=embargo))
        yield Fold(day=day, known=known, items=items.filter(ahead))


def learned(method: Method, features: Features) -> Score:
    """A method as a score: learned from what was known, asked about what is to be judged (without its labels)."""

    def score(known: pa.Table, items: pa.Table) -> Floats:
        return method.fit(known, features).predict(items.drop_columns([features.label, features.label_known]))

    return score


def judge(
    fold: Fold,
    score: Score,
    features: Features,
    *,
    groups: Mapping[str, str],
    within: str | None,
    capacity: Capacity | None = None,
) -> dict[str, object]:
    """Figures of one fold: how good the order is, beside the order in which people went.

    ``groups``: name -> column, for the share of positives reached in the first half, by group; ``within``: a column
    inside whose values the order is changed as well (a list cannot change who inspects). ``capacity``: what is caught
    by as many as can be seen. Where all items are of one day, no order makes any earlier, and none is told.
    """
    scores = score(fold.known, fold.items)
    labels = fold.items[features.label].cast(pa.int64()).to_numpy() > 0
    days = fold.items[features.as_of].cast(pa.date32()).to_numpy().astype("datetime64[D]")
    half = len(labels) // 2
    found: dict[str, object] = {"起": fold.day, "件": len(labels), "有问题": int(labels.sum())}
    found |= {"基准率": float(labels.mean()), "AUC": ranking.auc(scores, labels)}
    if len(np.unique(days)) > 1:
        found |= _order(scores, days, labels, None, "")
    if capacity is not None:
        found |= _caught(scores, fold.items, labels, capacity)
    if within is not None:
        values = np.array(fold.items[within].to_pylist(), dtype=object)
        found |= _order(scores, days, labels, np.unique(values.astype(str), return_inverse=True)[1], "组内")
    found["前半查准"] = ranking.precision_at(scores, labels, half)
    found["校准误差"] = (
        ranking.calibration_error(scores, labels) if ((scores >= 0) & (scores <= 1)).all() else None
    )
    for name, column in groups.items():
        values = np.array(fold.items[column].to_pylist(), dtype=object).astype(str).astype(object)
        told = {
            group: share
            for group, (share, n) in ranking.recall_by_group(scores, labels, values, half).items()
            if n >= 10
        }
        if told:
            found |= {f"{name}最低": min(told.values()), f"{name}最高": max(told.values())}
    return found


def _caught(scores: Floats, items: pa.Table, labels: np.ndarray, capacity: Capacity) -> dict[str, object]:
    """Within capacity: the share of items with anything, of all there is, and how many times an even share."""
    seen = max(1, math.ceil(len(scores) * capacity.share))
    counts = pc.fill_null(items[capacity.count].cast(pa.float64()), 0.0).to_numpy()
    caught = ranking.share_at(scores, counts, seen)
    right = ranking.share_at(scores, labels.astype(np.float64), seen) * labels.sum() / seen
    return {"名额查准": float(right), "名额命中": caught, "名额倍数": caught * len(scores) / seen}


def _order(
    scores: Floats, days: np.ndarray, labels: np.ndarray, groups: np.ndarray | None, name: str
) -> dict[str, object]:
    new = ranking.reordered(scores, days, groups)
    return {
        f"{name}提前天数": ranking.days_earlier(days, new, labels),
        f"{name}前半份额": ranking.first_half_share(days, new, labels),
        f"{name}原前半份额": ranking.first_half_share(days, days, labels),
    }
