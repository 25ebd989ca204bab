"""Step: forecasts of `foresee` as they would have been, handed to the judging of `evaluate`."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from shuzhi.core.forecasting import Whole
from shuzhi.evaluate.forecasts import figures
from shuzhi.foresee.forecast.levels import Expected, fit_levels
from shuzhi.foresee.forecast.series import method_of
from shuzhi.foresee.forecast.tables import Asked, Level, asked_of, levels_of

NAIVE, SEASONAL = "持续", "季节"
KINDS = [
    ("方法", pa.string()),
    ("层级", pa.string()),
    ("提前", pa.int64()),
    ("起", pa.date32()),
    ("指标", pa.string()),
    ("值", pa.float64()),
]


def back_test_forecasts(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: how good forecasts of the last ``judged`` periods would have been, learned before the first of them.

    Tables and parameters as of ``forecast_series``, and ``judged``. Beside the method stand 持续 (as it was last, the
    measure of 技巧), 季节 (as a season ago) and ``rivals``. Returns 方法, 层级, 提前 (NULL: the sum over all), 起 (the
    first day judged), 指标, 值: one row per figure.
    """
    asked = asked_of(parameters, tables["history"])
    schema = pa.schema(KINDS)
    if not len(tables["history"]):
        return pa.Table.from_pylist([], schema=schema)
    levels = levels_of(tables["history"], tables.get("calendar"), asked)
    end = len(levels[0].panel.times) - asked.furthest
    since = end - int(str(parameters["judged"]))
    at = np.arange(since, end - asked.furthest + 1)
    said = {
        name: fit_levels(levels, method_of(asked, name), asked, since).forecast(at)
        for name in dict.fromkeys((NAIVE, SEASONAL, *asked.rivals, asked.method))
    }
    first = levels[0].panel.times[since].astype("datetime64[D]").item()
    rows = [
        {
            "方法": name,
            "层级": "、".join(level.columns) or "全部",
            "提前": ahead,
            "起": first,
            "指标": figure,
            "值": value,
        }
        for name, told in said.items()
        for number, level in enumerate(levels)
        for ahead, found in _judged(level, told[number], said[NAIVE][number], asked, at)
        for figure, value in found.items()
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def _judged(
    level: Level, told: Expected, naive: Expected, asked: Asked, at: Whole
) -> Sequence[tuple[int | None, Mapping[str, float]]]:
    came = np.stack([level.panel.values[:, at + ahead - 1].T for ahead in asked.horizons], axis=1)
    if asked.counts:
        came = np.concatenate([came, came.sum(axis=1, keepdims=True)], axis=1)
    return [
        (
            ahead,
            figures(
                told.mean[:, each],
                told.lower[:, each],
                told.upper[:, each],
                came[:, each],
                naive.mean[:, each],
            ),
        )
        for each, ahead in enumerate((*asked.horizons, None)[: came.shape[1]])
    ]
