"""Number plates of motor vehicles (GA 36)."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("藏Z00001", "藏Z00001"),
    Example("藏Z·00001", "藏Z00001"),
    Example("藏z-a0001", "藏ZA0001"),
    Example("藏ＺＡ０００１", "藏ZA0001"),
    # 新能源：小型、大型
    Example("藏ZD00001", "藏ZD00001"),
    Example("藏Z00001F", "藏Z00001F"),
    # 警、学、挂、港、澳
    Example("藏Z0001警", "藏Z0001警"),
    Example("藏Z0001学", "藏Z0001学"),
    Example("藏Z0001挂", "藏Z0001挂"),
    Example("粤Z0001港", "粤Z0001港"),
    Example("粤Z0001澳", "粤Z0001澳"),
    # 序号里没有字母O和I
    Example("藏ZO000I", "藏Z00001"),
    Example("使000001", "使000001"),
    Example(""),
    Example("Z00001", None, "no_province"),
    Example("藏Z001", None, "length"),
    Example("无", None, "length"),
    Example("虚Z00001", None, "shape"),
    Example("藏Z000Z01", None, "shape"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("vehicle_plate", EXAMPLES)) == told("vehicle_plate", EXAMPLES)
