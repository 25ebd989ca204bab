"""A batch that its table's own history speaks against is found, whatever is wrong with it; others are not."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from bench.history import COLUMNS, SOURCE
from shuzhi.govern.history import Came, Deviation, deviations, student
from shuzhi.govern.overdue import overdue

NAMES = list(COLUMNS)
MONEY, DAY, KIND, ID = (NAMES.index(name) for name in ("金额", "日期", "类别", "证号"))
START = date(2025, 1, 31)
MONTHS = 12


def sized(number: int, filled: int, mean: float, spread: float) -> dict[str, float]:
    """The sums of so many values of a column, by their mean and standard deviation."""
    return {f"size_{number}": filled * mean, f"square_{number}": filled * (mean**2 + spread**2)}


def counted(month: int, **other: Any) -> dict[str, Any]:
    """A month's profile: some 2,000 rows, each figure a little up and down."""
    sway = (-1) ** month * (1 + month % 3) / 100
    told: dict[str, Any] = {"_batch": f"b{month}", "rows": round(2000 * (1 + sway))}
    filled = round(told["rows"] * 0.99)
    for number in range(len(NAMES)):
        told |= {f"filled_{number}": filled, **sized(number, filled, 6 + sway / 10, 0.4)}
        told |= {
            f"first_{number}": filled * (0.2 + sway / 10),
            f"last_{number}": filled * (abs(sway) / 10 - 1),
        }
    told |= sized(DAY, filled, 9000 + 30.4 * month + sway, 8.0)
    return told | other


def fewer(row: dict[str, Any], share: float) -> dict[str, Any]:
    """The same month with only a share of its rows."""
    return {name: value * share for name, value in row.items() if name != "_batch"}


def moved(row: dict[str, Any], days: float) -> dict[str, Any]:
    """The same month with all its dates moved."""
    filled = row[f"filled_{DAY}"]
    return sized(DAY, filled, row[f"size_{DAY}"] / filled + days, 8.0)


def told(month: int, change: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> Came:
    row = counted(month)
    return Came(
        batch=f"b{month}",
        arrived=START + timedelta(days=30 * month),
        counted=row | (change(row) if change else {}),
    )


def found(
    *, last: Callable[[dict[str, Any]], dict[str, Any]] | None = None, late: int = 0
) -> list[Deviation]:
    came = [told(month) for month in range(MONTHS - 1)] + [told(MONTHS - 1, last)]
    today = came[-1].arrived + timedelta(days=late)
    return [*deviations(SOURCE, "monthly", came), *overdue(SOURCE, "monthly", came, today)]


def test_a_history_without_faults_raises_nothing() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("change", "column", "kind"),
    [
        (lambda row: fewer(row, 2 / 3), None, "rows"),
        (
            lambda row: {f"filled_{ID}": row["rows"] // 2, **sized(ID, row["rows"] // 2, 6, 0.4)},
            "证号",
            "filled",
        ),
        (lambda row: sized(MONEY, row[f"filled_{MONEY}"], 0.1, 0.1), "金额", "level"),
        (lambda row: moved(row, -31), "日期", "level"),
        (lambda row: {f"first_{KIND}": row[f"filled_{KIND}"]}, "类别", "form"),
        (lambda row: counted(MONTHS - 2), None, "repeated"),
    ],
)
def test_each_fault_is_found_where_it_is(
    change: Callable[[dict[str, Any]], dict[str, Any]], column: str | None, kind: str
) -> None:
    deviating = found(last=change)
    assert (column, kind) in {(each.column, each.kind) for each in deviating}
    assert {each.batch for each in deviating} == {f"b{MONTHS - 1}"}


def test_a_feed_that_stopped_is_late_and_one_in_its_time_is_not() -> None:
    assert [each.kind for each in found(late=62)] == ["late"]
    assert found(late=30) == []


def test_a_feed_that_sends_what_it_had_sent_is_late() -> None:
    came = [told(month) for month in range(MONTHS)]
    again = [
        Came(
            batch=f"again{month}",
            arrived=came[-1].arrived + timedelta(days=30 * month),
            counted=came[-1].counted,
        )
        for month in range(1, 4)
    ]
    today = again[-1].arrived
    assert [(each.kind, each.column) for each in overdue(SOURCE, "monthly", [*came, *again], today)] == [
        ("late", "日期")
    ]
    assert overdue(SOURCE, "monthly", [*came, told(MONTHS), told(MONTHS + 1)], told(MONTHS + 2).arrived) == []


def test_days_of_birth_are_no_periods() -> None:
    came = [
        Came(batch=each.batch, arrived=each.arrived, counted={**each.counted, **born(each)})
        for each in map(told, range(MONTHS))
    ]
    assert overdue(SOURCE, "yearly", came, came[-1].arrived + timedelta(days=200)) == []


def born(each: Came) -> dict[str, float]:
    """Dates that lie decades apart, their mean a little later in every batch."""
    return sized(DAY, 1900, -10_000 + int(each.batch[1:]), 7_000)


def test_of_a_few_values_no_mean_is_told() -> None:
    few = [
        Came(batch=each.batch, arrived=each.arrived, counted=fewer(dict(each.counted), 0.004))
        for each in [*map(told, range(MONTHS - 1)), told(MONTHS - 1, lambda row: moved(row, -3000))]
    ]
    assert not [each for each in deviations(SOURCE, "monthly", few) if each.kind == "level"]


def test_what_is_expected_is_told_on_the_scale_people_know() -> None:
    (deviation,) = [each for each in found(last=lambda row: fewer(row, 0.5)) if each.kind == "rows"]
    assert deviation.value == pytest.approx(counted(MONTHS - 1)["rows"] / 2, abs=1)
    assert deviation.low is not None
    assert deviation.value < deviation.low < 2000 < (deviation.high or 0)


@given(st.floats(1e-7, 0.2), st.integers(1, 200))
def test_students_t_is_what_scipy_says(chance: float, freedom: int) -> None:
    assert student(chance, freedom) == pytest.approx(stats.t.isf(chance / 2, freedom), rel=2e-3)
