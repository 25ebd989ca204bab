"""Dates as people and spreadsheets write them."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("2023-05-01", "2023-05-01"),
    Example("2023年5月1日", "2023-05-01"),
    Example("2023年5月1号", "2023-05-01"),
    Example("2023.5.1", "2023-05-01"),
    Example("2023/5/1", "2023-05-01"),
    Example("２０２３－０５－０１", "2023-05-01"),
    Example(" 2023-5-1 ", "2023-05-01"),
    Example("20230501", "2023-05-01"),
    Example("20230501123000", "2023-05-01"),
    # 带时间、带星期
    Example("2023-05-01 00:00:00", "2023-05-01"),
    Example("2023-05-01T08:30:00.123Z", "2023-05-01"),
    Example("2023/5/1 8:30", "2023-05-01"),
    Example("2023年5月1日 星期一", "2023-05-01"),
    Example("2023年5月1日8时30分", "2023-05-01"),
    # 中文数字
    Example("二〇二三年五月一日", "2023-05-01"),
    Example("二○二三年十二月三十一日", "2023-12-31"),
    Example("二零二三年十月十日", "2023-10-10"),
    Example("二〇二三年十一月二十日", "2023-11-20"),
    # 电子表格的日期序号
    Example("45047", "2023-05-01"),
    Example("45047.354166", "2023-05-01"),
    Example(""),
    Example("NaT"),
    # 没有日
    Example("2023年5月", None, "no_day"),
    Example("2023-05", None, "no_day"),
    Example("202305", None, "no_day"),
    Example("2023年", None, "no_day"),
    # 分不清年月日
    Example("5/1/23", None, "order_unknown"),
    Example("05-01-2023", None, "order_unknown"),
    Example("不详", None, "not_a_date"),
    Example("2023-5-1至2023-6-1", None, "not_a_date"),
    Example("12345", None, "not_a_date"),
    Example("2023-02-29", None, "no_such_day"),
    Example("20231301", None, "no_such_day"),
    Example("1023-05-01", None, "out_of_range"),
    Example("2923-05-01", None, "out_of_range"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("date", EXAMPLES)) == told("date", EXAMPLES)
