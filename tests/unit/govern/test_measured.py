"""Scores from counts: the formula that docs/adr/0034 states, and nothing hidden in it."""

import pytest

from shuzhi.govern.measured import Row, dimensions


def counted(table: str, dimension: str, checked: int, failing: int, owner: str = "民政局") -> Row:
    share = 1 - failing / checked if checked else None
    return {
        "table": table,
        "dimension": dimension,
        "owner": owner,
        "checked": checked,
        "failing": failing,
        "share": share,
    }


FOUND = [
    counted("发放", "accuracy", 1000, 500),
    counted("发放", "accuracy", 10, 0),
    counted("发放", "completeness", 10, 1),
    counted("发放", "consistency", 0, 0),
    counted("备案", "accuracy", 4, 0),
    counted("户籍", "accuracy", 4, 3, owner="公安局"),
]


def score(level: str, name: str, dimension: str) -> float | None:
    told = {(row["level"], row["name"], row["dimension"]): row["score"] for row in dimensions(FOUND)}
    return told.get((level, name, dimension))


def test_a_rule_counts_the_same_whatever_its_rows() -> None:
    assert score("table", "发放", "accuracy") == pytest.approx((0.5 + 1) / 2)


def test_a_table_is_the_mean_of_its_dimensions_and_a_department_of_its_tables() -> None:
    payments = (0.75 + 0.9) / 2
    assert score("table", "发放", "all") == pytest.approx(payments)
    assert score("department", "民政局", "all") == pytest.approx((payments + 1) / 2)
    assert score("city", "city", "all") == pytest.approx((payments + 1 + 0.25) / 3)
    assert score("city", "city", "accuracy") == pytest.approx((0.75 + 1 + 0.25) / 3)


def test_a_rule_that_is_asked_of_no_row_says_nothing() -> None:
    assert score("table", "发放", "consistency") is None
    (told,) = [row for row in dimensions(FOUND) if (row["name"], row["dimension"]) == ("发放", "all")]
    assert (told["rules"], told["checked"], told["failing"]) == (3, 1020, 501)
