"""Which higher grade a column should have than its element says: by header, neighbours and number of people.

A suggestion with its reasons; people decide. None is ever to lower a grade: that takes somebody who knows the values.
Grades are those of GB/T 43697-2024; what is sensitive personal information, 《个人信息保护法》第二十八条 says.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from shuzhi.core.elements import ELEMENTS, GRADES, Grade
from shuzhi.core.text import Text

IDENTIFIES = frozenset(
    {"id_card", "person_name", "phone", "bank_account", "address", "email", "vehicle_plate"}
)
"""Elements that say who, or lead to who."""
CERTAIN = "id_card"
PLAIN = frozenset({"code", "integer", "number", "yes_no"})
"""Elements that tell nothing of anybody by themselves."""
MANY = 10_000_000
"""People from which on 《网络数据安全管理条例》第二十八条 asks for what is asked for important data."""
SENSITIVE: Mapping[str, Text] = {
    "指纹|人脸|虹膜|声纹|DNA|基因": Text("生物识别", "biometrics"),
    "宗教|信仰": Text("宗教信仰", "religion"),
    "残疾|残障|戒毒|吸毒|矫正|服刑|前科|犯罪": Text("特定身份", "a particular status"),
    "病|诊断|症|医疗|健康|用药|血型|孕|体检|失能": Text("医疗健康", "health"),
    "轨迹|行踪|定位": Text("行踪轨迹", "whereabouts"),
    "未成年|儿童|监护": Text("不满十四周岁未成年人", "children under fourteen"),
}
"""Words of a header -> the kind of sensitive personal information it may hold."""
SENSITIVE_GRADE: Grade = "一般4级"
PERSONAL_GRADE: Grade = "一般2级"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """The grade, and each reason on its own."""

    grade: Grade
    reasons: tuple[Text, ...]


def suggest(
    column: str, element: str, grade: Grade, neighbours: Collection[str], rows: int | None
) -> Suggestion | None:
    """What grade a column is suggested, that has ``grade`` by its element; None where that is right.

    ``neighbours``: the elements of its table's columns.
    """
    who = [each for each in ELEMENTS if each.name in IDENTIFIES & set(neighbours)]
    if not who:
        return None
    beside = Text(
        f"同表有标识个人的列：{'、'.join(each.label.zh for each in who)}",
        f"its table says who: {', '.join(each.label.en for each in who)}",
    )
    certain = any(each.name == CERTAIN for each in who)
    found: list[tuple[Grade, tuple[Text, ...]]] = []
    kind = next((kind for words, kind in SENSITIVE.items() if re.search(words, column)), None)
    if kind is not None:
        told = Text(
            f"表头“{column}”涉及敏感个人信息：{kind.zh}（《个人信息保护法》第二十八条）",
            f"the header “{column}” tells of sensitive personal information: {kind.en} (PIPL, article 28)",
        )
        found.append((SENSITIVE_GRADE, (told, beside)))
    elif element in PLAIN and certain:
        told = Text(
            "描述到具体个人，属个人信息，不低于一般2级",
            "it describes a person who is named: personal information",
        )
        found.append((PERSONAL_GRADE, (told, beside)))
    if certain and rows is not None and rows >= MANY and GRADES.index(grade) >= GRADES.index("一般3级"):
        told = Text(
            f"{rows:,} 行，可能超过1000万人，按重要数据的要求管理（《网络数据安全管理条例》第二十八条）",
            f"{rows:,} rows, maybe more than ten million people: kept as important data are",
        )
        found.append(("重要", (told, beside)))
    best = max(found, key=lambda each: GRADES.index(each[0]), default=None)
    if best is None or GRADES.index(best[0]) <= GRADES.index(grade):
        return None
    return Suggestion(grade=best[0], reasons=best[1])
