"""Figures of forecasts, worked out by hand."""

import numpy as np
import pytest

from shuzhi.evaluate.forecasts import figures


def test_figures_of_four_forecasts_of_which_one_is_not_known_yet() -> None:
    said = np.array([[1.0, 2.0], [3.0, 9.0]])
    came = np.array([[2.0, 2.0], [6.0, np.nan]])
    found = figures(said, said - 1, said + 2, came, naive=np.zeros((2, 2)))
    assert found == pytest.approx(
        {
            "件": 3,
            "均方根误差": (10 / 3) ** 0.5,
            "平均误差": 4 / 3,
            "偏差": -4 / 3,
            "技巧": 1 - 10 / 44,
            "覆盖": 2 / 3,
            "宽度": 3,
        }
    )


def test_nothing_known_says_nothing() -> None:
    nothing = np.full((2, 2), np.nan)
    assert figures(nothing, nothing, nothing, nothing, nothing) == {"件": 0.0}
