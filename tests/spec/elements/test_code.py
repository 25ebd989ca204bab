"""Codes that name nobody: kept exactly as written."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("b0123456789abcdef", "b0123456789abcdef"),
    Example(" A-1 ", " A-1 "),
    Example(""),
    Example("NULL"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("code", EXAMPLES)) == told("code", EXAMPLES)
