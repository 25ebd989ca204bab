"""Whole numbers."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("12", "12"),
    Example("１２", "12"),
    Example("1,234", "1234"),
    Example("12.0", "12"),
    Example("-3", "-3"),
    Example("007", "7"),
    Example(""),
    Example("12.5", None, "not_whole"),
    Example("三", None, "not_whole"),
    Example("1" * 19, None, "not_whole"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("integer", EXAMPLES)) == told("integer", EXAMPLES)
