"""How the command line shows things. Knows no data, only rows already permitted and masked."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import TracebackType
from typing import Any

from rich import progress as bars
from rich.console import Console
from rich.table import Table

from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text, english
from shuzhi.packs.schema import City
from shuzhi.run.execute import Told
from shuzhi.run.explain import Explanation
from shuzhi.run.overview import Overview, rule_titles
from shuzhi.secure.why import Why


class Progress:
    """A line per running step; where nobody watches (no terminal) one plain line per finished step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = bars.Progress(
            bars.TextColumn("{task.description}"),
            bars.BarColumn(),
            bars.TaskProgressColumn(),
            bars.TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: bars.TaskID | None = None

    def __enter__(self) -> "Progress":
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def tell(self, event: Told) -> None:
        where = f"[{event.place}/{event.steps}] {event.title}"
        if self._task is None:
            self._task = self._bars.add_task(where, total=1.0)
        self._bars.update(self._task, description=where, completed=event.share)
        if event.rows is not None and not event.skipped:
            self._console.print(f"{where}  {Text(f'{event.rows:,} 行', f'{event.rows:,} rows')}")


def problems(console: Console, told: Sequence[Problem]) -> None:
    """Every mistake; of warnings that ask for the same thing, the first three and how many more there are."""
    alike: dict[str, int] = {}
    for problem in told:
        seen = alike[str(problem.todo)] = alike.get(str(problem.todo), 0) + 1
        if problem.warning and seen > ALIKE:
            continue
        label = Text("提醒", "warning") if problem.warning else Text("错误", "error")
        style = "yellow" if problem.warning else "red"
        console.print(f"{label} {problem}", style=style, markup=False, soft_wrap=True)
    if more := sum(count - ALIKE for count in alike.values() if count > ALIKE):
        _say(console, Text(f"……另有 {more} 条同类提醒", f"... and {more} more such warnings"))


def overview(console: Console, city: City, seen: Overview, seconds: float) -> None:
    records = sum(batch.records for batch in seen.batches)
    landed = sum(batch.landed for batch in seen.batches)
    console.rule(str(city.name))
    _say(
        console,
        Text(
            f"{len(seen.batches)} 批文件，{records:,} 行 = 入库 {landed:,} + 隔离 {records - landed:,}；"
            f"不合规的值 {sum(row['rows'] for row in seen.invalid):,} 个；用时 {seconds:.1f} 秒",
            f"{len(seen.batches)} files, {records:,} rows = {landed:,} landed + {records - landed:,} quarantined; "
            f"{sum(row['rows'] for row in seen.invalid):,} invalid values; {seconds:.1f} s",
        ),
    )
    titles = rule_titles(city)
    changes = [row for row in seen.advice if row["advice"] == "change"]
    for scenario in city.scenarios:
        for heading, columns, all_rows in (
            (scenario.title, RULES, seen.rules),
            (FUNNEL_TITLE, FUNNEL, seen.funnel),
            (TOP_TITLE, TOP, seen.top),
            (ADVICE_TITLE, ADVICE, changes),
        ):
            mine = [row for row in all_rows if row["scenario"] == scenario.name]
            if mine:
                named = [
                    {"title": titles.get((row["scenario"], row.get("rule", "")), row.get("rule")), **row}
                    for row in mine
                ]
                _table(console, str(heading), columns, named)
    asked = "".join(f" --role {grant.who.role} --purpose {grant.purpose}" for grant in city.grants[:1])
    _say(
        console,
        Text(
            f"下一步：shuzhi findings {city.folder}{asked}\n再用 shuzhi explain {city.folder} <疑点编号>{asked} "
            "追到部门文件的那一行",
            f"next: shuzhi findings {city.folder}{asked}\nthen shuzhi explain {city.folder} <finding>{asked} "
            "down to the line of the department's file",
        ),
    )


def findings(console: Console, title: str, rows_: Sequence[Mapping[str, Any]]) -> None:
    _table(console, title, FINDINGS, rows_)


def explanation(console: Console, told: Explanation, *, most: int) -> None:
    """The finding, and of each kind of evidence the first ``most`` rows."""
    finding = told.finding
    console.rule(f"{Text('疑点', 'finding')} {finding['finding']}")
    console.print(finding["reason"], markup=False)
    console.print(f"{Text('依据', 'clause')}：{finding['clause']}", markup=False)
    console.print(
        f"{Text('对象', 'subject')}：{finding['subject']}   {Text('分数', 'score')}：{finding['score']}"
    )
    for signal in told.signals:
        weight = signal["weight"]
        told_weight = f"{weight:+.2f}" if isinstance(weight, float) else weight
        console.print(f"  {told_weight}  {signal['because']}", markup=False)
    for (evidence, _), group in groupby(told.exhibits, key=lambda shown: (shown.evidence, shown.source.name)):
        shown = list(group)
        source = shown[0].source
        title = f"{evidence} · {source.owner}《{source.title}》"
        columns = {PLACE: Text("出处", "where")} | {name: Text(name, name) for name in shown[0].values or ()}
        _table(
            console,
            title,
            columns,
            [{PLACE: exhibit.place, **(exhibit.values or {})} for exhibit in shown[:most]],
        )
        if len(shown) > most:
            more = len(shown) - most
            _say(
                console,
                Text(f"……另有 {more} 行（--all 看全部）", f"... and {more} more rows (--all shows them)"),
            )
    _say(
        console,
        Text(
            "疑点不是结论。当事人有权知悉、说明和申诉；请核实后再作处理。",
            "A finding is not a verdict. Whoever it concerns may know of it, explain and appeal; check before acting.",
        ),
    )


def rows(console: Console, found: Sequence[Mapping[str, Any]]) -> None:
    names = list(found[0]) if found else []
    _table(
        console,
        str(Text(f"{len(found)} 行", f"{len(found)} rows")),
        {name: Text(name, name) for name in names},
        found,
    )


def why(console: Console, table: TableName, column: str, found: Why) -> None:
    """The level of a column, the rows, and the reasons, each on a line."""
    levels = {
        None: Text("看不到", "not visible"),
        "none": Text("原值", "the value itself"),
        "partial": Text("部分打码", "a part of it"),
        "general": Text("归并为一档", "the band it lies in"),
        "pseudonym": Text("化名", "a pseudonym"),
        "full": Text("全部遮住", "hidden whole"),
    }
    _say(
        console,
        Text(f"{table}.{column}：{levels[found.level].zh}", f"{table}.{column}: {levels[found.level].en}"),
    )
    for reason in found.reasons:
        _say(console, Text(f"  {reason.zh}", f"  {reason.en}"))
    if found.rows is not None:
        _say(console, Text(f"  条件：{found.rows}", f"  rows where: {found.rows}"))
    if found.level is not None:
        export = (
            Text("可导出", "may be taken out") if found.export else Text("不可导出", "may not be taken out")
        )
        _say(console, Text(f"  {export.zh}", f"  {export.en}"))
    for place in found.grants:
        _say(console, Text(f"  授权：{place}", f"  grant: {place}"))


ALIKE = 3
PLACE = "_place"
RULES = {
    "title": Text("规则", "rule"),
    "findings": Text("疑点", "findings"),
    "leads": Text("线索", "leads"),
    "cases": Text("立案", "cases"),
    "precision": Text("查准率", "precision"),
    "known_leads": Text("实有线索", "known leads"),
    "recall": Text("查全率", "recall"),
}
FUNNEL_TITLE = Text("漏斗", "funnel")
FUNNEL = {
    "findings": Text("疑点", "findings"),
    "leads": Text("线索", "leads"),
    "cases": Text("立案", "cases"),
    "lead_rate": Text("成线索率", "lead rate"),
    "case_rate": Text("成案率", "case rate"),
    "amount": Text("涉及金额", "amount"),
}
TOP_TITLE = Text("按分数取前 k 条", "the k best-scored")
TOP = {
    "k": Text("k", "k"),
    "leads": Text("线索", "leads"),
    "precision": Text("查准率", "precision"),
    "recall": Text("查全率", "recall"),
    "base_rate": Text("基准率", "base rate"),
}
ADVICE_TITLE = Text("处置结论建议调整的门槛", "thresholds that people's decisions would move")
ADVICE = {
    "title": Text("规则", "rule"),
    "parameter": Text("参数", "parameter"),
    "current": Text("现值", "now"),
    "proposed": Text("建议", "proposed"),
    "leads": Text("线索", "leads"),
    "kept_leads": Text("留下", "kept"),
    "dismissed": Text("排除", "dismissed"),
    "dropped_dismissals": Text("少查", "spared"),
    "precision": Text("查准率", "precision"),
    "precision_after": Text("改后", "after"),
}
FINDINGS = {
    "score": Text("分数", "score"),
    "finding": Text("疑点编号", "finding"),
    "rule": Text("规则", "rule"),
    "reason": Text("理由", "reason"),
}


def _table(
    console: Console, title: str, columns: Mapping[str, Text], found: Iterable[Mapping[str, Any]]
) -> None:
    table = Table(title=title, title_justify="left", header_style="bold")
    for name in columns.values():
        table.add_column(str(name), overflow="fold")
    for row in found:
        table.add_row(*[_shown(row.get(name)) for name in columns])
    console.print(table)


def _say(console: Console, text: Text) -> None:
    console.print(str(text), markup=False, soft_wrap=True)


def _shown(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return ("yes" if english() else "是") if value is True else str(value)
