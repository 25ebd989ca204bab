"""What each sort of trouble is called, what it means and who should do what, in words for a director."""

from dataclasses import dataclass

from shuzhi.collect.quarantine import REASONS
from shuzhi.core.elements import Invalid, element
from shuzhi.core.text import Text
from shuzhi.run.checkup.measure import Trouble


@dataclass(frozen=True, kw_only=True)
class Words:
    """``title`` for a heading; ``says`` one sentence with ``{rows}`` and what else a trouble has; ``todo``."""

    title: Text
    says: Text
    todo: Text


WORDS: dict[str, Words] = {
    "quarantined": Words(
        title=Text("读不成记录的行", "Lines that are no records"),
        says=Text("{rows} 行读不成记录：{reason}", "{rows} lines could not be read as records: {reason}"),
        todo=Text(
            "请报送部门更正这些行后重报", "have the department mend these lines and send the file again"
        ),
    ),
    "invalid": Words(
        title=Text("不合规的值", "Invalid values"),
        says=Text(
            "{rows} 个值不是合规的{element}：{reason}", "{rows} values are no valid {element}: {reason}"
        ),
        todo=Text("按清单逐条核对原件后更正", "check them against the originals, by the list"),
    ),
    "future": Words(
        title=Text("将来的日期", "Dates to come"),
        says=Text("{rows} 个日期在将来", "{rows} dates are yet to come"),
        todo=Text("核对年份是否录错", "see whether the year was entered wrongly"),
    ),
    "lost": Words(
        title=Text("登记表里查不到", "Not in the register"),
        says=Text(
            "{rows} 行的值在登记表 {witness} 里查不到",
            "{rows} rows have a value that the register {witness} lacks",
        ),
        todo=Text(
            "两个部门对账：是登记表缺，还是这里写错",
            "both departments compare: is it missing there, or wrong here",
        ),
    ),
    "differs": Words(
        title=Text("两张表说法不一", "Told differently by two tables"),
        says=Text(
            "{rows} 行与登记表 {witness} 写的不同", "{rows} rows differ from what the register {witness} says"
        ),
        todo=Text("商定以谁为准，另一方更正", "agree on who is right; the other mends it"),
    ),
    "repeated": Words(
        title=Text("应当唯一而重复", "Meant to be unique, yet repeated"),
        says=Text("{rows} 行的编号前面已经出现过", "{rows} rows repeat a number that another row has"),
        todo=Text(
            "核对是重复登记，还是两个对象用了同一编号",
            "see whether one thing was entered twice or two share a number",
        ),
    ),
    "copied": Words(
        title=Text("整行重复", "Copied rows"),
        says=Text("{rows} 行与另一行完全相同", "{rows} rows are the same as another row"),
        todo=Text("核对是否重复导出、重复报送", "see whether they were exported or sent twice"),
    ),
    "contradicted": Words(
        title=Text("与同类记录矛盾", "Contradicted by rows of the same key"),
        says=Text(
            "{rows} 个值与同一{witness}的其他记录都不同",
            "{rows} values differ from all other rows of the same {witness}",
        ),
        todo=Text("存疑，不一定错：按清单核对", "doubtful, not necessarily wrong: check by the list"),
    ),
    "misspelt": Words(
        title=Text("疑似写错", "Probably misspelt"),
        says=Text(
            "{rows} 个值与常见的写法只差一两个字", "{rows} values are a letter or two from a frequent one"
        ),
        todo=Text("存疑，不一定错：按清单核对", "doubtful, not necessarily wrong: check by the list"),
    ),
    "misshapen": Words(
        title=Text("写法与众不同", "Of another form than the rest"),
        says=Text(
            "{rows} 个值的写法与本列其他值不同", "{rows} values are written unlike all others of the column"
        ),
        todo=Text("存疑，不一定错：按清单核对", "doubtful, not necessarily wrong: check by the list"),
    ),
    "blank": Words(
        title=Text("漏填", "Left blank"),
        says=Text("{rows} 行没有填写", "{rows} rows are blank"),
        todo=Text("确认是否必填；必填的请补", "say whether it must be filled; if so, fill it"),
    ),
    "empty": Words(
        title=Text("整列空白", "Empty columns"),
        says=Text("整列没有一个值", "not one row has a value"),
        todo=Text("不再采集的列请从表中去掉", "take columns that nobody fills out of the form"),
    ),
}


def saying(trouble: Trouble) -> Text:
    """The trouble in one sentence."""
    label = element(trouble.element).label if trouble.element else Text("", "")
    reason = reasoning(trouble.element, trouble.reason) or REASONS.get(trouble.reason or "") or Text("", "")
    told, rows = WORDS[trouble.sort].says, f"{trouble.rows:,}"
    return Text(
        told.zh.format(rows=rows, element=label.zh, reason=reason.zh, witness=trouble.witness),
        told.en.format(rows=rows, element=label.en, reason=reason.en, witness=trouble.witness),
    )


def reasoning(kind: str | None, code: str | None) -> Text | None:
    """What is wrong with a value, as its element says it."""
    invalid = _invalid(kind, code)
    return invalid.text if invalid else None


def mending(trouble: Trouble) -> Text:
    """What to do about it: the element's own advice where it has some."""
    invalid = _invalid(trouble.element, trouble.reason)
    return invalid.todo if invalid else WORDS[trouble.sort].todo


def _invalid(kind: str | None, code: str | None) -> Invalid | None:
    if kind is None or code is None:
        return None
    return next((each for each in element(kind).invalid if each.code == code), None)
