"""How good forecasts were: knows what was said and what came, no methods."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def figures(mean: Floats, lower: Floats, upper: Floats, truth: Floats, naive: Floats) -> Mapping[str, float]:
    """Of forecasts (any shape) beside what came (NaN: not known): 件, 均方根误差, 平均误差 (absolute), 偏差 (said less
    came), 技巧 (share of the mean squared error of ``naive`` that is spared), 覆盖 (share between the bounds), 宽度.
    """
    known = np.isfinite(truth) & np.isfinite(mean) & np.isfinite(naive)
    if not known.any():
        return {"件": 0.0}
    said, came, plain = mean[known], truth[known], naive[known]
    squared, theirs = float(((said - came) ** 2).mean()), float(((plain - came) ** 2).mean())
    return {
        "件": float(known.sum()),
        "均方根误差": squared**0.5,
        "平均误差": float(np.abs(said - came).mean()),
        "偏差": float((said - came).mean()),
        "技巧": 1 - squared / theirs if theirs else float("nan"),
        "覆盖": float(((came >= lower[known]) & (came <= upper[known])).mean()),
        "宽度": float((upper[known] - lower[known]).mean()),
    }
