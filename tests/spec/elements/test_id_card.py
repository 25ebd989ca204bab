"""Resident identity numbers (GB 11643), old and new, as people and spreadsheets write them."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("990101199003071237", "990101199003071237"),
    Example("99010119850307128X", "99010119850307128X"),
    # 全角、空格、小写x、乘号、零宽字符、文本前缀
    Example("９９０１０１１９９００３０７１２３７", "990101199003071237"),
    Example(" 990101 19900307 1237 ", "990101199003071237"),
    Example("'990101199003071237", "990101199003071237"),
    Example("\u200b990101199003071237\ufeff", "990101199003071237"),
    Example("99010119850307128x", "99010119850307128X"),
    Example("99010119850307128×", "99010119850307128X"),
    # 形近字母：校验码证实的才认，旧号没有校验码，不认
    Example("99O1O1199003O7l237", "990101199003071237"),
    Example("99O101199003071238", None, "check_character"),
    Example("99O101900307123", None, "characters"),
    # 15位旧号升为18位
    Example("990101900307123", "990101199003071237"),
    Example("990101901332123", None, "birth_date"),
    # 空值的各种写法
    Example(""),
    Example("　"),
    Example("NULL"),
    Example("—"),
    # 电子表格当成了数字，末几位已丢失
    Example("9.90101E+17", None, "excel_float"),
    Example("990101199003071000", None, "excel_float"),
    # 录入错误
    Example("99010119900307123", None, "length"),
    Example("9901011990030712377", None, "length"),
    Example("无", None, "length"),
    Example("99010119900307123A", None, "characters"),
    Example("990101199013320014", None, "birth_date"),
    Example("990101199002300014", None, "birth_date"),
    Example("990101203001010018", None, "birth_date"),
    Example("990101187901010016", None, "birth_date"),
    Example("990101199003071238", None, "check_character"),
    # 行政区划：从未有过、是省、出生前已撤销；撤销前出生、撤销后又恢复的有效
    Example("980101199003071235", None, "region_unknown"),
    Example("990000199003071235", None, "region_unknown"),
    Example("990108200501010015", None, "region_ended"),
    Example("990108199801010011", "990108199801010011"),
    Example("990107200501010019", "990107200501010019"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("id_card", EXAMPLES)) == told("id_card", EXAMPLES)
