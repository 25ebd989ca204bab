"""Codes of administrative divisions (GB/T 2260), from province to village."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("990101", "990101"),
    Example("99", "99"),
    Example("9901", "9901"),
    Example("990101001", "990101001"),
    Example("990101001002", "990101001002"),
    Example(" ９９０１０１ ", "990101"),
    Example("990101.0", "990101"),
    Example("990108", "990108"),
    Example(""),
    Example("99010", None, "shape"),
    Example("云澜市", None, "shape"),
    Example("980101", None, "unknown"),
    Example("98", None, "unknown"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("region_code", EXAMPLES)) == told("region_code", EXAMPLES)
