"""What is to be inspected comes with a chance, a place, reasons; some is drawn by lot."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.foresee.inspections import rank_inspections
from shuzhi.foresee.risk import METHODS

HOW = {
    "item": "编号",
    "as_of": "日期",
    "label": "严重",
    "label_known": "日期",
    "known": {"上次严重": "前一日", "业态": "前一日", "年数": "前一日"},
    "reasons": {"上次严重": "上次检查有严重违规", "业态": "业态为{value}"},
}


def shops(rows: int, first: date, seed: int) -> pa.Table:
    draw = np.random.default_rng(seed)
    last, kind = draw.integers(0, 2, rows), draw.choice(["餐馆", "小卖部"], rows)
    chance = 0.1 + 0.4 * last + 0.15 * (kind == "餐馆")
    days = [first + timedelta(days=at * 100 // rows) for at in range(rows)]
    return pa.table(
        {
            "编号": [f"{first}-{at}" for at in range(rows)],
            "日期": days,
            "前一日": [day - timedelta(days=1) for day in days],
            "上次严重": last,
            "业态": kind.tolist(),
            "年数": pa.array([float(at % 9) if at % 7 else None for at in range(rows)]),
            "严重": (draw.random(rows) < chance).astype(int),
        }
    )


HISTORY, TO_COME = shops(1500, date(2024, 1, 1), 1), shops(400, date(2024, 6, 1), 2)
ITEMS = TO_COME.drop_columns(["严重"])


@pytest.mark.parametrize("method", list(METHODS))
def test_the_riskiest_come_first_with_chances_that_hold_and_reasons(method: str) -> None:
    found = rank_inspections({"history": HISTORY, "items": ITEMS}, {**HOW, "method": method}).to_pylist()
    grave = dict(zip(TO_COME["编号"].to_pylist(), TO_COME["严重"].to_pylist(), strict=True))
    first = [row for row in found if row["名次"] <= 150]
    last = [row for row in found if row["名次"] > 300]
    assert np.mean([grave[row["编号"]] for row in first]) > 0.45
    assert np.mean([grave[row["编号"]] for row in last]) < 0.2
    assert np.mean([row["风险"] for row in found]) == pytest.approx(np.mean(list(grave.values())), abs=0.08)
    best = min(found, key=lambda row: row["名次"])
    assert best["理由"].startswith("上次检查有严重违规")
    assert "业态为餐馆" in best["理由"]


def test_the_lot_is_drawn_alike_in_every_run_and_in_any_order():
    one = rank_inspections({"history": HISTORY, "items": ITEMS}, {**HOW, "method": "逻辑回归", "lot": 0.1})
    two = rank_inspections(
        {"history": HISTORY, "items": ITEMS.take(list(range(399, -1, -1)))},
        {**HOW, "method": "逻辑回归", "lot": 0.1},
    )
    drawn = {row["编号"] for row in one.to_pylist() if row["抽查"]}
    assert drawn == {row["编号"] for row in two.to_pylist() if row["抽查"]}
    assert 20 <= len(drawn) <= 60


def test_history_of_later_days_is_not_learned_from():
    later = pa.concat_tables([HISTORY, TO_COME.set_column(6, "严重", pa.array([1] * 400))])
    how = {**HOW, "method": "逻辑回归"}
    assert rank_inspections({"history": later, "items": ITEMS}, how).equals(
        rank_inspections({"history": HISTORY, "items": ITEMS}, how)
    )


def test_without_results_there_is_nothing_to_learn():
    with pytest.raises(ShuzhiError, match="没有可学的结果"):
        rank_inspections({"history": HISTORY.slice(0, 0), "items": ITEMS}, {**HOW, "method": "逻辑回归"})


def test_nothing_to_come_makes_no_rows():
    assert (
        len(rank_inspections({"history": HISTORY, "items": ITEMS.slice(0, 0)}, {**HOW, "method": "提升树"}))
        == 0
    )
