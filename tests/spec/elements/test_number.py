"""Numbers with any decimals."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("0.25", "0.25"),
    Example("１２．５", "12.5"),
    Example("1,234.5", "1234.5"),
    Example("1.5e3", "1500"),
    Example("-3", "-3"),
    Example(""),
    Example("25%", None, "not_number"),
    Example("约3", None, "not_number"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("number", EXAMPLES)) == told("number", EXAMPLES)
