"""How far data now are from those learned of: nothing where they are alike, much where they are not."""

import numpy as np
import pyarrow as pa
import pytest

from shuzhi.evaluate.drift import stability, watch_drift


def column(values: object) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values)])


@pytest.mark.parametrize(
    "values", [[None], [1], [1, 1, None], list(range(50)), [*range(9), None, None]], ids=str
)
def test_what_is_the_same_has_not_moved(values: list[int | None]) -> None:
    whole = pa.chunked_array([pa.array(values, pa.int64())])
    assert stability(whole, whole) == pytest.approx(0.0)


def test_a_shift_by_one_deviation_is_another_population_and_a_small_sample_of_the_same_is_not() -> None:
    drawn = np.random.default_rng(7)
    before = column(drawn.normal(size=4000))
    assert stability(before, column(drawn.normal(1.0, size=1000))) > 0.25
    assert stability(before, column(drawn.normal(size=1000))) < 0.05


def test_missing_values_and_words_count_as_parts_of_their_own() -> None:
    before = column([1.0, 2.0, 3.0, 4.0] * 50)
    assert stability(before, column([1.0, 2.0, None, None] * 50)) > 0.25
    kinds = column(["餐馆"] * 90 + ["商店"] * 10)
    assert stability(kinds, column(["餐馆"] * 10 + ["商店"] * 80 + [None] * 10)) > 0.25
    assert stability(kinds, column(["餐馆"] * 88 + ["商店"] * 12)) < 0.05


def test_each_feature_is_told_from_the_first_day_to_be_judged() -> None:
    days = pa.array(["2026-06-03", "2026-06-01"]).cast(pa.date32())
    now = pa.table({"日": days, "面积": [1.0, 2.0]})
    told = watch_drift(
        {"before": pa.table({"面积": [1.0, 2.0, 1.0]}), "now": now}, {"as_of": "日", "features": ["面积"]}
    )
    (row,) = told.to_pylist()
    assert (row["特征"], str(row["起"])) == ("面积", "2026-06-01")
    assert not len(
        watch_drift({"before": now, "now": now.slice(0, 0)}, {"as_of": "日", "features": ["面积"]})
    )
