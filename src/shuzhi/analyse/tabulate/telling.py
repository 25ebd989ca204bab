"""An analysis in words, and what its columns are called."""

from collections.abc import Callable, Mapping

from shuzhi.analyse.tabulate.form import Analysis, Condition, Count, Group, How, Measure, Step
from shuzhi.core.text import Text

Name = Callable[[str], Text]
"""What people call a column of the form."""

STEPS: Mapping[Step, Text] = {
    "value": Text("", ""),
    "year": Text("年", "year"),
    "quarter": Text("季度", "quarter"),
    "month": Text("月", "month"),
    "day": Text("日", "day"),
}
COUNTS: Mapping[Count, Text] = {
    "rows": Text("行数", "rows"),
    "count": Text("填写数", "filled in"),
    "distinct": Text("不同值数", "different values"),
    "sum": Text("合计", "sum"),
    "avg": Text("平均", "average"),
    "min": Text("最小", "least"),
    "max": Text("最大", "most"),
    "ratio": Text("比值", "ratio"),
}
HOWS: Mapping[How, Text] = {
    "eq": Text("等于{}", "is {}"),
    "ne": Text("不等于{}", "is not {}"),
    "in": Text("是{}之一", "is one of {}"),
    "lt": Text("小于{}", "is less than {}"),
    "le": Text("不大于{}", "is at most {}"),
    "gt": Text("大于{}", "is more than {}"),
    "ge": Text("不小于{}", "is at least {}"),
    "between": Text("在{}之间（含两端）", "is between {} (both included)"),
    "has": Text("包含{}", "contains {}"),
    "starts": Text("以{}开头", "starts with {}"),
    "empty": Text("未填写", "is not filled in"),
    "filled": Text("已填写", "is filled in"),
}


def titles(asked: Analysis, name: Name) -> list[Text]:
    """What each column of the answer is called, each otherwise: groups, then measures."""
    found = [*(_by(each, name) for each in (*asked.rows, *asked.across))]
    found += [_measure(each, name) for each in asked.measures]
    apart: list[Text] = []
    for title in found:
        same = sum(each == title for each in found[: len(apart)])
        apart.append(Text(f"{title.zh}（{same + 1}）", f"{title.en} ({same + 1})") if same else title)
    return apart


def told(asked: Analysis, table: Text, joined: Text | None, name: Name) -> Text:
    """What is counted, in one sentence."""
    zh, en = [f"在“{table.zh}”中"], [f"Of “{table.en}”"]
    if asked.join is not None and joined is not None:
        zh.append(f"按{asked.join.on}连上“{joined.zh}”（对方重复的键不连）")
        en.append(f"joined with “{joined.en}” by {asked.join.on} (keys that are there twice find nothing)")
    if asked.where:
        said = [_condition(each, name) for each in asked.where]
        zh.append(f"取{'、且'.join(each.zh for each in said)}的行")
        en.append(f"only rows where {' and '.join(each.en for each in said)}")
    for which, groups in ((Text("按", "by"), asked.rows), (Text("列头按", "across by"), asked.across)):
        if groups:
            said = [_by(each, name) for each in groups]
            zh.append(f"{which.zh}{'、'.join(each.zh for each in said)}分组")
            en.append(f"{which.en} {', '.join(each.en for each in said)}")
    counted = [_measure(each, name) for each in asked.measures]
    zh.append(f"统计{'、'.join(each.zh for each in counted)}")
    en.append(f"counting {', '.join(each.en for each in counted)}")
    if asked.rows or asked.across:
        by = None if asked.sort.measure is None else counted[asked.sort.measure]
        way = Text("从大到小", "descending") if asked.sort.down else Text("从小到大", "ascending")
        zh.append(f"按{by.zh if by else '组'}{way.zh}排，最多 {asked.limit} 组")
        en.append(f"sorted by {by.en if by else 'group'}, {way.en}, at most {asked.limit} groups")
    return Text("，".join(zh) + "。", ", ".join(en) + ".")


def _by(asked: Group, name: Name) -> Text:
    called, step = name(asked.column), STEPS[asked.step]
    return Text(f"{called.zh}·{step.zh}", f"{called.en} · {step.en}") if step.zh else called


def _measure(asked: Measure, name: Name) -> Text:
    how = COUNTS[asked.how]
    if asked.of is None:
        return how
    of = name(asked.of)
    if asked.over is not None:
        over = name(asked.over)
        return Text(f"{of.zh}÷{over.zh}", f"{of.en} ÷ {over.en}")
    return Text(f"{of.zh}{how.zh}", f"{of.en}: {how.en}")


def _condition(asked: Condition, name: Name) -> Text:
    called, how = name(asked.column), HOWS[asked.how]
    zh = "、".join(f"“{value}”" for value in asked.values)
    en = " and ".join(f"“{value}”" for value in asked.values)
    return Text(called.zh + how.zh.format(zh), f"{called.en} {how.en.format(en)}")
