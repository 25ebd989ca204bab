"""A dossier as an official document, in Chinese, as it is filed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from shuzhi.ops.clock import CHINA, today
from shuzhi.ops.dossiers.gathering import Gathered
from shuzhi.ops.findings.models import Contest, Decision, Finding
from shuzhi.ops.findings.reasons import REASONS
from shuzhi.ops.findings.rules import rule_named, scenario_named
from shuzhi.ops.orders.models import Order, Task
from shuzhi.ops.regions import region_name
from shuzhi.packs.macros import value_on
from shuzhi.packs.schema import RuleFile, Scenario
from shuzhi.run.official import Heading, Official, Part, Table, Words

ACROSS = 5
"""Columns of a department's rows that fit side by side; what is more follows below, under the same numbers."""
NOTHING = "—"
_Cells = Sequence[object]


def composed(told: Gathered, *, issuer: str, author: str) -> Official:
    """The document. ``issuer``: whose dossier it is; ``author``: who had it made."""
    title = str(told.done["title"].zh)
    about = f"疑点 {told.done['finding']}；运行 {told.run}；快照 {told.snapshot}；无模型撰写内容"
    return Official(
        mark=f"{issuer}线索卷宗",
        title=f"关于“{title}”疑点的卷宗",
        to=None,
        parts=[
            *_what(told),
            *_rule(told),
            *_rows(told),
            *_subject(told),
            *_course(told),
            *_state(told, author),
        ],
        issuer=issuer,
        day=today(),
        about=about,
    )


def _what(told: Gathered) -> Iterator[Part]:
    row, done = told.finding, told.done
    yield Heading(words="一、疑点情况")
    yield Words(words=_text(row["reason"]))
    region = row["region"]
    yield _table(
        "基本情况",
        ("项目", "内容"),
        [
            ("编号", done["finding"]),
            ("场景", done["scenario_title"].zh),
            ("涉及金额（元）", row["amount"]),
            ("区划", (region_name(str(region)) or region) if region else None),
            ("评分", row["score"]),
            ("首次发现", done["first_seen"]),
            ("数据基准日", row["as_of"]),
            ("状态", Finding.State(done["state"]).label),
            ("结论", done["conclusion"]),
            ("追回（元）", done["recovered"]),
        ],
    )


def _rule(told: Gathered) -> Iterator[Part]:
    of, rule = scenario_named(told.done["scenario"]), rule_named(told.done["scenario"], told.done["rule"])
    yield Heading(words="二、规则与口径")
    if of is None or rule is None:
        yield Words(words=f"规则“{told.done['rule']}”已不在本市的场景里。")
        return
    version = sha256(rule.path.read_bytes()).hexdigest()[:16]
    yield Words(words=f"规则“{rule.title.zh}”（{of.name}/{rule.rule}），版本 {version}（规则文件的摘要）。")
    yield Words(words=f"依据：{rule.clause}")
    yield Words(
        words=f"用途“{of.purpose.name}”，法律依据：{of.purpose.basis}。口径以规则文件为准，所用参数见下表。"
    )
    if rule.thresholds:
        yield _table("参数", ("名称", "取值", "单位", "依据"), _parameters(of, rule, told.finding["as_of"]))
    if told.signals:
        yield _table(
            "综合考虑的情况",
            ("情况", "权重"),
            [(row["because"], row["weight"]) for row in told.signals],
        )


def _parameters(of: Scenario, rule: RuleFile, as_of: object) -> Iterator[_Cells]:
    day = as_of if isinstance(as_of, date) else today()
    for threshold in rule.thresholds:
        each = of.parameters[threshold.parameter]
        yield each.label.zh, value_on(each.values, day), each.unit, each.reference


def _rows(told: Gathered) -> Iterator[Part]:
    yield Heading(words="三、证据")
    if told.exhibits is None:
        yield Words(words="证据行不在制作人可带出的授权内，未列入；请到平台查看。")
        return
    if not told.exhibits:
        yield Words(words="规则没有指明证据行。")
    for group in told.exhibits:
        yield from _group(group)


def _group(group: Mapping[str, Any]) -> Iterator[Part]:
    """One department's rows: each with its place, its columns side by side as far as the page is wide."""
    title = f"{group['department']}《{group['source'].zh}》"
    shown = [row for row in group["rows"] if row["values"] is not None]
    yield Words(words=f"{title}（{group['basis']}）：共 {group['total']} 行，列入 {len(shown)} 行。")
    if not shown:
        yield Words(words="这些行不在制作人可带出的授权内。")
        return
    numbers = [str(at + 1) for at in range(len(shown))]
    yield _table(
        f"{title}出处", ("序号", "文件与行"), zip(numbers, [row["place"] for row in shown], strict=True)
    )
    names = [column["name"] for column in group["columns"]]
    for start in range(0, len(names), ACROSS):
        part = slice(start, start + ACROSS)
        cells = [[number, *row["values"][part]] for number, row in zip(numbers, shown, strict=True)]
        yield _table(f"{title}{'（续）' if start else ''}", ("序号", *names[part]), cells)


def _subject(told: Gathered) -> Iterator[Part]:
    yield Heading(words="四、对象情况")
    if told.facts is None:
        yield Words(words="对象的情况不在制作人可带出的授权内，或没有未办结的疑点作为依据，未列入。")
        return
    if not told.facts:
        yield Words(words="各来源没有关于对象的说法。")
        return
    cells = [
        (
            row["label"].zh,
            row["value"],
            f"{row['department']}《{row['source'].zh}》",
            row["seen"],
            _yes(row["chosen"]),
        )
        for row in told.facts
    ]
    yield _table("各来源的说法", ("事项", "说法", "来源", "日期", "采信"), cells)


def _course(told: Gathered) -> Iterator[Part]:
    done = told.done
    yield Heading(words="五、处置经过")
    decisions = [
        (row["at"], Decision.Kind(row["kind"]).label, row["decided_by"], _because(row))
        for row in done["decisions"]
        if row["undone_at"] is None
    ]
    if decisions:
        yield _table("处置", ("时间", "处置", "经办", "理由"), decisions)
    for order in told.orders:
        yield from _order(order)
    if done["questions"]:
        asked = [
            (row["asked_at"], row["department"], row["text"], row["answer"], row["answered_at"])
            for row in done["questions"]
        ]
        yield _table("征询", ("时间", "部门", "问", "答", "答复时间"), asked)
    if done["contests"]:
        heard = [
            (row["heard_at"], row["text"], _outcome(row["outcome"]), row["answer"], row["answered_at"])
            for row in done["contests"]
        ]
        yield _table("申辩", ("时间", "申辩", "处理", "答复", "答复时间"), heard)
    if not (decisions or told.orders or done["questions"] or done["contests"]):
        yield Words(words="尚未处置。")


def _order(order: Mapping[str, Any]) -> Iterator[Part]:
    state = Order.State(order["state"]).label
    ended = f"，{_text(order['closed_at'])} 办结" if order["closed_at"] else ""
    result = f"；结论：{order['conclusion']}" if order["conclusion"] else ""
    back = f"；追回 {order['recovered']} 元" if order["recovered"] else ""
    yield Words(
        words=f"工单 {order['number']}，{_text(order['opened_at'])} 开出，{state}{ended}{result}{back}。"
    )
    steps = [
        (
            each["ended_at"],
            each["step"],
            each["department"],
            each["done_by"],
            each["result"] or _task(each["state"]),
        )
        for each in order["tasks"]
    ]
    if steps:
        yield _table(f"工单 {order['number']} 的环节", ("办结时间", "环节", "部门", "经办", "结果"), steps)


def _state(told: Gathered, author: str) -> Iterator[Part]:
    yield Heading(words="六、数据版本")
    yield Words(
        words=f"本卷宗由{author}制作，取自运行 {told.run} 之后的数据快照 {told.snapshot}。"
        "各列按制作人的授权打码；编号、金额、文件与行均可在平台按快照复核。"
    )


def _table(title: str, heads: Sequence[str], rows: Iterable[_Cells]) -> Table:
    return Table(title=title, heads=heads, rows=[[_text(cell) for cell in row] for row in rows])


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:.2f}"
    return NOTHING if value is None or value == "" else str(value)


def _yes(value: object) -> str:
    return "是" if value else ""


def _because(row: Mapping[str, Any]) -> str:
    reason = REASONS.get(row["reason"])
    return "；".join(each for each in (reason.zh if reason else "", row["words"]) if each)


def _outcome(value: str) -> str:
    return Contest.Outcome(value).label if value else "未答复"


def _task(value: str) -> str:
    return Task.State(value).label
