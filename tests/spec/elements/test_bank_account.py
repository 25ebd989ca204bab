"""Bank accounts: cards with their check digit, passbook accounts without."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("6222020000000000000", "6222020000000000000"),
    Example("6222 0200 0000 0000 000", "6222020000000000000"),
    Example("６２２２－０２０００００００００００００", "6222020000000000000"),
    Example("620000000000000005", "620000000000000005"),
    Example("4111111111111111", "4111111111111111"),
    # 存折账号：各行自定，没有校验位
    Example("0099000000000000001", "0099000000000000001"),
    Example("990100123456", "990100123456"),
    Example("9558800000000000001", "9558800000000000001"),
    Example(""),
    Example("null"),
    Example("6.22202E+18", None, "excel_float"),
    Example("6222021234567890000", None, "excel_float"),
    Example("6222020000000000001", None, "check_digit"),
    Example("4111111111111112", None, "check_digit"),
    Example("622202000000000000X", None, "characters"),
    Example("现金", None, "characters"),
    Example("1234567", None, "length"),
    Example("1" * 31, None, "length"),
    Example("00000000", None, "placeholder"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("bank_account", EXAMPLES)) == told("bank_account", EXAMPLES)
