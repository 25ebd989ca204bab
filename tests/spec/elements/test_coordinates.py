"""Points: longitude and latitude in many spellings."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("83.000001,39.007919", "83.000001,39.007919"),
    Example("83.5，39.25", "83.500000,39.250000"),
    Example("83.5 39.25", "83.500000,39.250000"),
    Example("(83.5; 39.25)", "83.500000,39.250000"),
    Example("POINT(83.5 39.25)", "83.500000,39.250000"),
    Example("东经83.5度，北纬39.25度", "83.500000,39.250000"),
    Example("E83.5°，N39.25°", "83.500000,39.250000"),
    # 纬度在前的自动换位
    Example("39.25,83.5", "83.500000,39.250000"),
    Example("83.12345678,39.12345612", "83.123457,39.123456"),
    Example(""),
    Example("0,0", None, "out_of_range"),
    Example("83.5,83.5", None, "out_of_range"),
    Example("83.5", None, "not_a_pair"),
    Example("-83.5,39.25", None, "not_a_pair"),
    Example("83°30′00″,39°15′00″", None, "not_a_pair"),
    Example("云澜市", None, "not_a_pair"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("coordinates", EXAMPLES)) == told("coordinates", EXAMPLES)
