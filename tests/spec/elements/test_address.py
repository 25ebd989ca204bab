"""Addresses, as text."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("云澜市虚构路1号", "云澜市虚构路1号"),
    Example("　云澜市  虚构路１号 ", "云澜市 虚构路1号"),
    Example("云澜市（东）虚构路", "云澜市(东)虚构路"),
    Example(""),
    Example("NULL"),
    Example("无", None, "placeholder"),
    Example("同上", None, "placeholder"),
    Example("123", None, "no_place"),
    Example("村", None, "no_place"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("address", EXAMPLES)) == told("address", EXAMPLES)
