"""Gradient-boosted trees on what stands before each period: the series' past, its neighbours, what is measured."""

from collections.abc import Sequence
from dataclasses import dataclass

import lightgbm as lgb
import numpy as np

from shuzhi.core.forecasting import FittedForecaster, Floats, Panel, Whole
from shuzhi.core.foresight import Reason
from shuzhi.foresee.forecast.past import Windows, back, carried

MOST_NEIGHBOURS = 24
"""With more series than that, of the others only their mean is looked at."""


@dataclass(frozen=True, kw_only=True)
class Trees:
    """One model a horizon, for all series together. ``counts``: values are counts (Poisson), else any numbers.

    Learns from at most ``rows`` pairs of series and period, evenly thinned.
    """

    counts: bool
    rounds: int = 300
    leaves: int = 31
    rows: int = 60_000

    def fit(self, panel: Panel, until: int, horizons: Sequence[int]) -> FittedForecaster:
        first = min(2 * panel.season, until)
        stride = max(1, -(-len(panel.names) * (until - first) // self.rows))
        names, models = feature_names(panel), []
        for ahead in horizons:
            at = np.arange(first, until - ahead + 1, stride)
            target = panel.values[:, at + ahead - 1].T.ravel()
            matrix = features(panel, at, ahead)
            base = np.zeros(len(target)) if self.counts else _latest(panel, at)
            known = np.isfinite(target) & np.isfinite(base)
            settings = self._settings(len(panel.names) * len(at))
            data = lgb.Dataset(
                matrix[known],
                target[known] - base[known],
                feature_name=list(names),
                categorical_feature=["序列"],
            )
            models.append(lgb.train(settings, data, self.rounds))
        return FittedTrees(horizons=tuple(horizons), models=tuple(models), counts=self.counts)

    def _settings(self, rows: int) -> dict[str, object]:
        return {
            "objective": "poisson" if self.counts else "regression",
            "num_leaves": self.leaves,
            "learning_rate": 0.05,
            "min_data_in_leaf": max(20, rows // 1500),
            "feature_fraction": 0.5,
            "bagging_fraction": 0.7,
            "bagging_freq": 1,
            "lambda_l2": 5.0,
            "max_bin": 127,
            "seed": 7,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": 1,
            "verbose": -1,
        }


@dataclass(frozen=True, kw_only=True)
class FittedTrees:
    """``FittedForecaster``: of numbers, what is expected is a change from the last one known."""

    horizons: tuple[int, ...]
    models: tuple[lgb.Booster, ...]
    counts: bool

    def predict(self, panel: Panel, at: Whole) -> Floats:
        base = 0.0 if self.counts else _latest(panel, at)
        told = [
            (base + np.asarray(model.predict(features(panel, at, ahead)))).reshape(len(at), -1)
            for ahead, model in zip(self.horizons, self.models, strict=True)
        ]
        return np.stack(told, axis=1)

    def explain(self, panel: Panel, at: int) -> list[list[list[Reason]]]:
        names, place = feature_names(panel), np.array([at])
        told = []
        for ahead, model in zip(self.horizons, self.models, strict=True):
            matrix = features(panel, place, ahead)
            parts = np.asarray(model.predict(matrix, pred_contrib=True))[:, :-1]
            order = np.argsort(-np.abs(parts), axis=1)
            told.append(
                [
                    [
                        Reason(names[each], float(matrix[row, each]), float(parts[row, each]))
                        for each in order[row]
                    ]
                    for row in range(len(matrix))
                ]
            )
        return told


def feature_names(panel: Panel) -> tuple[str, ...]:
    """The columns of ``features``, in words."""
    lags, windows = _lags(panel.season), _windows(panel.season)
    others = panel.names if len(panel.names) <= MOST_NEIGHBOURS else ()
    return (
        *(f"{lag}期前" for lag in lags),
        *(f"近{length}期平均" for length in windows),
        "上一轮同期",
        "上两轮同期平均",
        "各处平均",
        "各处平均的变化",
        "各处近一轮平均",
        *(f"{name}的上一期" for name in others),
        *(f"{name}{what}" for name in panel.beside for what in ("", "的变化", "一轮的变化", "各处平均")),
        "季节余弦",
        "季节正弦",
        "一轮中的位置",
        "星期",
        *panel.ahead,
        "序列",
    )


def features(panel: Panel, at: Whole, ahead: int) -> Floats:
    """A row for each of ``at`` and series, from periods before it; of the one forecast what is known long before."""
    values, season, target = panel.values, panel.season, at + ahead - 1
    own, mean = Windows(values), _everywhere(values)
    same = season * (1 + (ahead - 1) // season)
    many = (len(panel.names), 1)
    everywhere = Windows(mean)
    columns = [
        *(back(values, at, lag) for lag in _lags(season)),
        *(own.mean(at, length) for length in _windows(season)),
        back(values, target, same),
        (back(values, target, same) + back(values, target, same + season)) / 2,
        np.tile(everywhere.mean(at, 1), many),
        np.tile(everywhere.mean(at, 1) - everywhere.mean(at, 3, gap=3), many),
        np.tile(everywhere.mean(at, season), many),
    ]
    if len(panel.names) <= MOST_NEIGHBOURS:
        columns += [np.tile(back(values[[number]], at, 1), many) for number in range(len(panel.names))]
    for beside in panel.beside.values():
        now = back(beside, at, 1)
        columns += [now, now - back(beside, at, 4), now - back(beside, at, 1 + season)]
        columns.append(np.tile(_everywhere(now), many))
    columns += [np.tile(row, many) for row in _of_the_period(panel, target)]
    columns.append(np.tile(np.arange(len(panel.names))[:, None], (1, len(at))))
    return np.stack([column.T.ravel() for column in columns], axis=1)


def _of_the_period(panel: Panel, target: Whole) -> list[Floats]:
    days = panel.times[target].astype("datetime64[D]")
    turn = 2 * np.pi * (days - days.astype("datetime64[Y]")).astype(np.float64) / 365.25
    weekday = (days.astype(np.int64) + 3) % 7
    told = [np.cos(turn), np.sin(turn), target % panel.season, weekday]
    return [
        np.asarray(each, dtype=np.float64) for each in [*told, *(row[target] for row in panel.ahead.values())]
    ]


def _everywhere(values: Floats) -> Floats:
    """Per period the mean of the series that are known (1, periods)."""
    known = np.isfinite(values)
    count = known.sum(axis=0, keepdims=True)
    out = np.full(count.shape, np.nan)
    np.divide(np.where(known, values, 0.0).sum(axis=0, keepdims=True), count, out=out, where=count > 0)
    return out


def _latest(panel: Panel, at: Whole) -> Floats:
    latest: Floats = back(carried(panel.values), at, 1).T.ravel()
    return latest


def _lags(season: int) -> tuple[int, ...]:
    return tuple(sorted({1, 2, 3, 4, 6, max(1, season // 2), season, season + 1}))


def _windows(season: int) -> tuple[int, ...]:
    return tuple(sorted({3, max(2, season // 2), season, 2 * season, 4 * season}))
