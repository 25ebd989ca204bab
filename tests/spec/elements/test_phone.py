"""Telephone numbers."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("15400000001", "15400000001"),
    Example("154-0000-0001", "15400000001"),
    Example("154 0000 0001", "15400000001"),
    Example("１５４００００００００１", None, "shape"),
    Example("１５４０００００００１", "15400000001"),
    Example("+8615400000001", "15400000001"),
    Example("0086-15400000001", "15400000001"),
    Example("15400000001.0", "15400000001"),
    # 固定电话：区号与号码之间一个短横
    Example("010-62345678", "010-62345678"),
    Example("(0779)2034567", "0779-2034567"),
    Example("0779—2034567", "0779-2034567"),
    Example("0779-2034567转801", "0779-2034567转801"),
    Example("0779-2034567分机801", "0779-2034567转801"),
    Example("400-123-4567", "4001234567"),
    Example(""),
    Example("-"),
    Example("1.54E+10", None, "excel_float"),
    Example("15400000001/15400000002", None, "several"),
    Example("15400000001、15400000002", None, "several"),
    Example("2034567", None, "no_area_code"),
    Example("12345", None, "shape"),
    Example("1540000000", None, "shape"),
    Example("无", None, "shape"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("phone", EXAMPLES)) == told("phone", EXAMPLES)
