"""Amounts of money in yuan."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("420.00", "420.00"),
    Example("420", "420.00"),
    Example("１，２３４．５０", "1234.50"),
    Example("1,234,567.8", "1234567.80"),
    Example("￥420", "420.00"),
    Example("¥420.5元", "420.50"),
    Example("人民币420元整", "420.00"),
    # 万、亿
    Example("1.2万元", "12000.00"),
    Example("1.2万", "12000.00"),
    Example("0.35亿元", "35000000.00"),
    # 负数
    Example("-420.5", "-420.50"),
    Example("－420.5", "-420.50"),
    Example("(420.50)", "-420.50"),
    Example("（420.50）", "-420.50"),
    # 多于两位小数的四舍五入
    Example("420.005", "420.01"),
    Example("420.004999", "420.00"),
    Example("-420.005", "-420.01"),
    Example("1200.1999999999998", "1200.20"),
    Example("1.5E+03", "1500.00"),
    Example(".5", "0.50"),
    Example("0", "0.00"),
    Example(""),
    Example("-"),
    Example("无", None, "not_a_number"),
    Example("420元/月", None, "not_a_number"),
    Example("1,2", None, "not_a_number"),
    Example("1.2.3", None, "not_a_number"),
    Example("肆佰元整", None, "not_a_number"),
    Example("99999999999999999", None, "too_large"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("amount", EXAMPLES)) == told("amount", EXAMPLES)
