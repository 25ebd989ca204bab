"""Unified social credit codes (GB 32100)."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("91990100MA0000000D", "91990100MA0000000D"),
    Example("９１９９０１００ＭＡ０００００７３", None, "length"),
    Example("９１９９０１００ＭＡ００００００７３", "91990100MA00000073"),
    Example("91990100-MA00 00001g", "91990100MA0000001G"),
    # 代码里没有字母O和I，只能是0和1
    Example("9I990IOOMAOOOOOOOD", "91990100MA0000000D"),
    Example(""),
    Example("无", None, "length"),
    Example("9.1990100E+17", None, "excel_float"),
    # 旧注册号、组织机构代码
    Example("990100000012345", None, "old_number"),
    Example("MA000000-7", None, "old_number"),
    Example("91990100MA000000", None, "length"),
    Example("91990100MZ0000000D", None, "characters"),
    Example("01990100MA0000000D", None, "characters"),
    Example("91990100MA0000000E", None, "check_character"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("uscc", EXAMPLES)) == told("uscc", EXAMPLES)
