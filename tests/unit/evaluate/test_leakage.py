"""A feature that peeks past its as-of date is refused by name, before anything is learned."""

from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.foresight import Features
from shuzhi.evaluate.backtest import folds, learned
from shuzhi.evaluate.leakage import refuse_changed
from shuzhi.foresee.risk import METHODS

FEATURES = Features(
    item="编号",
    as_of="日期",
    label="严重",
    label_known="日期",
    known={"上次严重": "上次日期", "以往次数": "上次日期"},
)


def items(*, peek: bool = False) -> pa.Table:
    days = [date(2024, 1, 1 + number % 28) for number in range(56)]
    earlier = [date(2023, 6, 1)] * 56
    if peek:
        earlier[40] = days[40]
    return pa.table(
        {
            "编号": [str(number) for number in range(56)],
            "日期": days,
            "上次日期": earlier,
            "上次严重": [number % 2 for number in range(56)],
            "以往次数": [number % 5 for number in range(56)],
            "严重": [number % 2 for number in range(56)],
        }
    )


@pytest.mark.parametrize("name", list(METHODS))
def test_a_feature_known_on_the_day_itself_is_refused_by_every_method(name: str) -> None:
    with pytest.raises(ShuzhiError, match=r"上次严重.*\n.*56 行中有 1 行：如“40”的基准日是 2024-01-13"):
        METHODS[name].fit(items(peek=True), FEATURES)


def test_the_judge_refuses_it_before_any_method_sees_a_row():
    told = folds(items(peek=True), FEATURES, [date(2024, 1, 20)], length=5, embargo=0)
    with pytest.raises(ShuzhiError, match="以往次数"):
        next(told)


def test_a_feature_that_says_no_day_is_refused():
    undated = Features(**{**vars(FEATURES), "known": {"上次严重": "没有这一列"}})
    with pytest.raises(ShuzhiError, match="没有列“没有这一列”"):
        METHODS["逻辑回归"].fit(items(), undated)


def test_nothing_is_learned_from_labels_of_the_embargo_or_later():
    (fold,) = folds(items(), FEATURES, [date(2024, 1, 20)], length=5, embargo=7)
    assert max(fold.known["日期"].to_pylist()) == date(2024, 1, 12)
    assert {day.day for day in fold.items["日期"].to_pylist()} == {20, 21, 22, 23, 24}


def test_methods_never_see_the_labels_they_are_judged_by():
    seen = []

    class Spy:
        def fit(self, known: pa.Table, features: Features) -> "Spy":
            return self

        def predict(self, asked: pa.Table) -> object:
            seen.append(asked.column_names)
            return [0.5] * len(asked)

    (fold,) = folds(items(), FEATURES, [date(2024, 1, 20)], length=5, embargo=7)
    learned(Spy(), FEATURES)(fold.known, fold.items)
    assert seen == [["编号", "上次日期", "上次严重", "以往次数"]]


def made(seen: pa.Table, window: str) -> pa.Table:
    query = sql.query(f"""
        select 编号, 日期, 1 as 上次严重,
               sum(严重) over (order by 日期, 编号 rows between unbounded preceding and {window}) as 以往次数
        from seen
    """)
    with duckdb.connect() as connection:
        connection.register("seen", seen)
        return connection.execute(sql.text(query)).to_arrow_table()


def test_values_that_change_with_later_rows_give_a_feature_away():
    whole = items()
    cut = whole.filter(pc.less(whole["日期"], pa.scalar(date(2024, 1, 15))))
    refuse_changed(made(whole, "1 preceding"), made(cut, "1 preceding"), FEATURES)
    with pytest.raises(ShuzhiError, match="“以往次数”知道后来的事") as told:
        refuse_changed(made(whole, "5 following"), made(cut, "5 following"), FEATURES)
    assert "上次严重" not in str(told.value)
