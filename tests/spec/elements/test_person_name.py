"""Names of people: Han, minority names with the dot, rare characters, Latin letters."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("虚平安", "虚平安"),
    # 两字姓名中间的空格、全角空格
    Example("虚 平", "虚平"),
    Example("虚　　平", "虚平"),
    # 间隔点的各种写法
    Example("古丽·买买提", "古丽·买买提"),
    Example("古丽•买买提", "古丽·买买提"),
    Example("古丽．买买提", "古丽·买买提"),
    Example("古丽.买买提", "古丽·买买提"),
    Example("古丽・买买提", "古丽·买买提"),
    Example("古丽 · 买买提", "古丽·买买提"),
    # 生僻字：扩展A区、扩展B区以外，和旧系统的自造字
    Example("虚㛃", "虚㛃"),
    Example("虚𠅤", "虚𠅤"),
    Example("虚\ue000", "虚\ue000"),
    Example("Ａｎｎａ   Ｌｅｅ", "Anna Lee"),
    Example(""),
    Example("null"),
    # 占位的文字
    Example("无", None, "placeholder"),
    Example("不详", None, "placeholder"),
    Example("测试", None, "placeholder"),
    # 不是人名
    Example("虚平安1", None, "digits"),
    Example("云澜商贸有限公司", None, "organisation"),
    Example("平安村委会", None, "organisation"),
    Example("虚?安", None, "lost_character"),
    Example("虚*", None, "lost_character"),
    Example("虚平安(已故)", None, "characters"),
    Example("·古丽", None, "characters"),
    Example("虚", None, "length"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("person_name", EXAMPLES)) == told("person_name", EXAMPLES)
