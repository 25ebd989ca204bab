"""Back-tests as steps: methods of `foresee` handed to the judging of `evaluate`, which knows none of them."""

import math
from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core.foresight import Features, Floats, by_item
from shuzhi.evaluate.backtest import Capacity, Score, folds, judge, learned
from shuzhi.foresee.inspections import features_of
from shuzhi.foresee.risk import METHODS


def back_test_inspections(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: how good the order of ``rank_inspections`` would have been on days past, beside chance and simple rules.

    Table: ``items`` with known labels. Parameters: those of ``rank_inspections``, ``folds`` (so many days to go back
    to, the last ones), ``length`` (days judged from each), ``embargo`` (days before it that are not learned from),
    ``simple`` (one or more features: the largest first), ``groups`` (name -> column), ``within`` (a column),
    ``capacity`` (the share of items that can be seen) with ``count`` (a column: how much there is in each).
    Returns 方法, 起 (the day gone back to), 指标, 值: one row per figure.
    """
    features = features_of(parameters)
    items = by_item(tables["items"], features)
    length, embargo = int(str(parameters["length"])), int(str(parameters["embargo"]))
    groups = parameters.get("groups", {})
    assert isinstance(groups, Mapping)
    within = str(parameters["within"]) if "within" in parameters else None
    capacity = (
        Capacity(share=float(str(parameters["capacity"])), count=str(parameters["count"]))
        if "capacity" in parameters
        else None
    )
    method = str(parameters["method"])
    scores: Mapping[str, Score] = {
        method: learned(METHODS[method], features),
        **{f"只看{name}": _simple(name) for name in _names(parameters["simple"])},
        "随机": _chance,
    }
    days = _days(items, features, int(str(parameters["folds"])), length)
    rows = [
        {"方法": name, "起": fold.day, "指标": figure, "值": float(str(value))}
        for fold in folds(items, features, days, length=length, embargo=embargo)
        for name, score in scores.items()
        for figure, value in judge(
            fold, score, features, groups=groups, within=within, capacity=capacity
        ).items()
        if figure != "起" and value is not None and not math.isnan(float(str(value)))
    ]
    kinds = [("方法", pa.string()), ("起", pa.date32()), ("指标", pa.string()), ("值", pa.float64())]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def _days(items: pa.Table, features: Features, count: int, length: int) -> list[date]:
    """The last ``count`` days from which ``length`` days are known each, unless nothing is known before them."""
    if not len(items):
        return []
    end = pc.max(items[features.as_of]).as_py() + timedelta(days=1)
    start = pc.min(items[features.as_of]).as_py() + timedelta(days=2 * length)
    days = [end - timedelta(days=length * back) for back in range(count, 0, -1)]
    return [day for day in days if day >= start]


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list | tuple) else [str(value)]


def _simple(feature: str) -> Score:
    def score(_: pa.Table, items: pa.Table) -> Floats:
        values: Floats = pc.fill_null(items[feature].cast(pa.float64()), 0.0).to_numpy()
        return values

    return score


def _chance(_: pa.Table, items: pa.Table) -> Floats:
    return np.random.default_rng(len(items)).random(len(items))
