"""Yes or no."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("是", "true"),
    Example("√", "true"),
    Example("Ｙ", "true"),
    Example("1", "true"),
    Example("否", "false"),
    Example("无", "false"),
    Example("0", "false"),
    Example(""),
    Example("-"),
    Example("不清楚", None, "neither"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("yes_no", EXAMPLES)) == told("yes_no", EXAMPLES)
