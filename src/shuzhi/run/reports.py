"""Documents of a scenario: tags filled by their queries, and every number of the finished file held against them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shuzhi.analyse.indicators.form import Answered, Cell, Inquiry
from shuzhi.core.errors import Problem, Refused, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.check_reports import TAG
from shuzhi.packs.report_file import during
from shuzhi.packs.schema import Report
from shuzhi.run import official
from shuzhi.run.indicators import Counter

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MONTH, _QUARTER, _YEAR = (re.compile(each) for each in (r"(\d{4})-(\d{2})", r"(\d{4})-Q([1-4])", r"(\d{4})"))
_MOST_ROWS = 60
"""A longer table is no page of a document."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written: how many numbers, each of which was held against its query; as of which snapshot."""

    numbers: int
    snapshot: str | None


def write(asking: Counter, report: Report, period: str, day: date, target: Path) -> Written:
    """Write the document of the period, dated ``day``. Raises Refused, ShuzhiError; then there is no file."""
    filled = _filled(asking, report, period)
    snapshot = asking.desk.lake.engine.snapshot()
    told = official.Official(
        mark=_said(report.mark, filled),
        title=_said(report.title, filled),
        to=None if report.to is None else _said(report.to, filled),
        parts=[*_parts(asking, report, period, filled)],
        issuer=_said(report.issuer, filled),
        day=day,
        about=f"数治 {report.name} {period}；运行 {asking.run or ''}；快照 {snapshot or ''}；无模型撰写内容",
    )
    # 9 MB that only who prints a document pays for.
    from shuzhi.run import official_word  # noqa: PLC0415

    official_word.write(told, target)
    try:
        numbers = _held_against(asking, report, period, told, official_word.read(target))
    except ShuzhiError:
        target.unlink(missing_ok=True)
        raise
    return Written(numbers=numbers, snapshot=snapshot)


def period_said(period: str, grain: str) -> str:
    """A period as documents write it. Raises ShuzhiError for one that is not of the grain."""
    month, quarter, year = (each.fullmatch(period) for each in (_MONTH, _QUARTER, _YEAR))
    if grain == "month" and month and 1 <= int(month[2]) <= 12:
        return f"{month[1]}年{int(month[2])}月"
    if grain == "quarter" and quarter:
        return f"{quarter[1]}年第{'一二三四'[int(quarter[2]) - 1]}季度"
    if grain == "year" and year:
        return f"{year[1]}年"
    example = {"month": "2026-05", "quarter": "2026-Q1", "year": "2026"}[grain]
    raise ShuzhiError(
        [
            Problem(
                what=Text(f"时间段“{period}”不对", f"“{period}” is no period of this document"),
                where="period",
                todo=Text(f"写成 {example} 这样", f"write it like {example}"),
            )
        ]
    )


def _filled(asking: Counter, report: Report, period: str) -> dict[str, str]:
    """What stands for each tag. Every number is counted now."""
    filled = {"city": asking.city.name.zh, "period": period_said(period, report.grain)}
    for name, asked in report.numbers.items():
        told = _answered(asking, asked, period)
        declared = asking.asked(asked.indicator).entry.declared
        (row,) = told.rows
        for column, cell in zip(told.columns, row, strict=True):
            if column.kind == "value":
                filled[name] = _value(cell, declared.decimals, declared.unit.zh)
            elif column.name.endswith("_change"):
                filled[f"{name}.{column.name}"] = _change(cell)
            else:
                filled[f"{name}.{column.name}"] = _value(cell, declared.decimals, declared.unit.zh)
    return filled


def _answered(asking: Counter, asked: Inquiry, period: str) -> Answered:
    """Counted to leave as a file: only where every grant says so."""
    dated = asking.asked(asked.indicator).indicator.time is not None
    told = asking.answer(during(asked, period) if dated else asked, export=True)
    if told.more or len(told.rows) > _MOST_ROWS:
        raise ShuzhiError(
            [
                Problem(
                    what=Text(f"表超过 {_MOST_ROWS} 行", f"a table of more than {_MOST_ROWS} rows"),
                    where=asked.indicator,
                    todo=Text("写 top，或按粗一级分", "write `top`, or split it more coarsely"),
                )
            ]
        )
    return told


def _parts(
    asking: Counter, report: Report, period: str, filled: Mapping[str, str]
) -> Iterator[official.Part]:
    for part in report.parts:
        if part.heading is not None:
            yield official.Heading(words=_said(part.heading, filled))
        if part.text is not None:
            yield official.Words(words=_said(part.text, filled))
        if part.table is not None:
            heads, rows = _table(asking, part.table.asks, period)
            yield official.Table(title=_said(part.table.title, filled), heads=heads, rows=rows)


def _table(asking: Counter, asked: Inquiry, period: str) -> tuple[list[str], list[list[str]]]:
    told = _answered(asking, asked, period)
    declared = asking.asked(asked.indicator).entry.declared
    heads = [
        f"{column.title.zh}（{declared.unit.zh}）" if column.kind == "value" else column.title.zh
        for column in told.columns
    ]
    rows = []
    for row in told.rows:
        cells = []
        for column, cell in zip(told.columns, row, strict=True):
            if column.kind == "dimension":
                called = (column.labels or {}).get(str(cell))
                cells.append(called.zh if called else "未填" if cell is None else str(cell))
            elif column.name.endswith("change") or column.of == "share":
                cells.append("—" if cell is None else f"{float(cell):.1f}%")
            else:
                cells.append(_value(cell, declared.decimals, ""))
        rows.append(cells)
    return heads, rows


def _said(words: str, filled: Mapping[str, str]) -> str:
    return TAG.sub(lambda tag: filled[".".join(each for each in tag.groups() if each)], words)


def _value(cell: Cell, decimals: int | None, unit: str) -> str:
    return "（无数据）" if cell is None else f"{float(cell):.{decimals or 0}f}{unit}"


def _change(cell: Cell) -> str:
    if cell is None:
        return "无可比数据"
    told = f"{abs(float(cell)):.1f}"
    if float(told) == 0:
        return "持平"
    return f"{'上升' if float(cell) > 0 else '下降'}{told}%"


def _held_against(
    asking: Counter, report: Report, period: str, told: official.Official, lines: Sequence[str]
) -> int:
    """Every number of the finished file is asked for anew: one that no query gives there is no document with.

    Returns how many numbers the file has. Raises Refused.
    """
    again = _filled(asking, report, period)
    expected = [_said(words, again) for words in (report.mark, report.title, report.to or "")]
    expected += list(_words_of([*_parts(asking, report, period, again)]))
    expected += [_said(report.issuer, again), f"{told.day.year}年{told.day.month}月{told.day.day}日"]
    counted, found = _numbers(expected), _numbers(lines)
    if counted != found:
        wrong = "、".join(sorted(set(found) ^ set(counted))) or str(len(found))
        raise Refused(
            [
                Problem(
                    what=Text(
                        f"文件里的数与查询对不上：{wrong}", f"numbers that their queries do not give: {wrong}"
                    ),
                    where=report.name,
                    why=Text(
                        "印的时候数据变了，或版式丢了字", "the data changed meanwhile, or words were lost"
                    ),
                    todo=Text(
                        "再印一次；还不行请告诉维护人员", "print it again; if it stays, tell the maintainers"
                    ),
                )
            ]
        )
    return len(found)


def _words_of(parts: Sequence[official.Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case official.Table(title=title, heads=heads, rows=rows):
                yield title
                yield from heads
                for row in rows:
                    yield from row
            case _:
                yield part.words


def _numbers(texts: Sequence[str]) -> list[str]:
    return [number for text in texts for number in _NUMBER.findall(text)]
