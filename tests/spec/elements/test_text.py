"""Text, kept as it is."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("虚构文本", "虚构文本"),
    Example("  两端有空格  ", "两端有空格"),
    Example("　\t全角空白\u00a0\n", "全角空白"),
    Example("全角１２３（不变）", "全角１２３（不变）"),
    Example("-", "-"),
    Example("中间　的\t空白", "中间　的\t空白"),
    Example(""),
    Example("   "),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("text", EXAMPLES)) == told("text", EXAMPLES)
