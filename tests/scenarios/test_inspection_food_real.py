"""On Chicago's inspections: no feature knows what came later, and the order beats chance and the simple rule."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from bench import inspection_food as bench
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.foresight import refuse_peeking
from shuzhi.evaluate.backtest import learned
from shuzhi.evaluate.leakage import refuse_changed
from shuzhi.foresee.risk import METHODS

pytestmark = pytest.mark.skipif(
    not bench.FOLDER.exists(), reason=f"no inspections in {bench.FOLDER.name}: SHUZHI_REAL_DATA"
)


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return bench.items()


def test_the_scenarios_features_do_not_know_what_came_later(table: pa.Table) -> None:
    features = bench.declared(inspector=True)
    refuse_peeking(table, features)
    refuse_changed(table, bench.items(before=date(2013, 4, 1)), features)


def test_the_label_as_a_feature_is_refused_by_name(table: pa.Table) -> None:
    features = bench.declared(inspector=False)
    trap = type(features)(**{**vars(features), "known": {**features.known, "严重": "检查日期"}})
    with pytest.raises(ShuzhiError, match="特征“严重”用了基准日之后才知道的数据"):
        refuse_peeking(table, trap)


def test_grave_violations_come_days_earlier_than_by_chance_or_by_the_simple_rule(table: pa.Table) -> None:
    features, judged = bench.declared(inspector=False), table.filter(table["judged"])
    scores = {
        "model": learned(METHODS["两者平均"], features),
        "rule": bench.simple_rule,
        "chance": bench.random_order(1)[0],
    }
    days = {
        name: np.mean([float(str(row["提前天数"])) for row in bench.figures(judged, features, score)])
        for name, score in scores.items()
    }
    assert days["model"] > days["rule"] + 1 > days["chance"] + 2
    assert days["model"] > 4.5
