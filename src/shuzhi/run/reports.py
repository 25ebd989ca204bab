"""Documents of a scenario: tags filled by their queries, and every number of the finished file held against them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from shuzhi.analyse.indicators.form import Answered, Cell, Inquiry
from shuzhi.core.errors import Problem, Refused, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.check_reports import TAG
from shuzhi.packs.report_file import about, during
from shuzhi.packs.schema import Report
from shuzhi.run import official, report_sheet
from shuzhi.run.indicators import Counter
from shuzhi.run.report_numbers import cell_said, change_said, is_change, period_said, value_said
from shuzhi.secure import audit
from shuzhi.secure.usage import MADE

DocumentForm = Literal["docx", "pdf", "xlsx"]
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MOST_ROWS = 60
"""A longer table is no page of a document."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """Which document of a report: of which period and, of a report that has subjects, about which."""

    period: str
    subject: str | None = None


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A document before it is a file, with the answers its tables are made of."""

    told: official.Official
    numbers: Mapping[str, str]
    tables: Sequence[tuple[official.Table, Answered]]
    snapshot: str | None


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written: how many numbers, each of which was held against its query; as of which snapshot."""

    title: str
    numbers: int
    snapshot: str | None


def compose(asking: Counter, report: Report, edition: Edition, day: date, *, export: bool) -> Composed:
    """The document dated ``day``, every number counted now. ``export``: to leave as a file.

    Raises Refused, ShuzhiError.
    """
    return _Composing(asking, report, edition, export=export).composed(day)


def write(
    asking: Counter, report: Report, edition: Edition, day: date, targets: Mapping[DocumentForm, Path]
) -> Written:
    """Write the document in each form. Raises Refused, ShuzhiError; then there is no file."""
    composed = compose(asking, report, edition, day, export=True)
    numbers = 0
    try:
        found = {form: _written(form, composed, target, asking) for form, target in targets.items()}
        again = compose(asking, report, edition, day, export=True)
        for form, there in found.items():
            numbers = max(numbers, _held_against(report, _expected(form, again), there))
    except ShuzhiError:
        for target in targets.values():
            target.unlink(missing_ok=True)
        raise
    about = {"report": _full_name(asking, report), "period": edition.period, "snapshot": composed.snapshot}
    audit.record(asking.desk.lake.audit, by=asking.desk.reader.name, action=MADE, about=about)
    return Written(title=composed.told.title, numbers=numbers, snapshot=composed.snapshot)


def _full_name(asking: Counter, report: Report) -> str:
    scenario = next((each.name for each in asking.city.scenarios if report in each.reports), None)
    return f"{scenario}.{report.name}" if scenario else report.name


def subjects(asking: Counter, report: Report) -> list[tuple[str, str]]:
    """What documents of the report can be about: each value and what people call it. Raises Refused."""
    if report.subject is None:
        return []
    first = next(iter(report.numbers.values()))
    told = asking.answer(Inquiry(indicator=first.indicator, by=(report.subject,)))
    (at,) = (place for place, column in enumerate(told.columns) if column.kind == "dimension")
    return [
        (str(row[at]), cell_said(row[at], told.columns[at], None)) for row in told.rows if row[at] is not None
    ]


def _written(form: DocumentForm, composed: Composed, target: Path, asking: Counter) -> list[str]:
    """Writes the file and says what numbers stand in it. What writes it is loaded by whoever makes a document only."""
    match form:
        case "xlsx":
            report_sheet.write(composed.told, composed.numbers, composed.tables, target)
            return _numbers_in(map(_as_kept, report_sheet.read(target)))
        case "pdf":
            from shuzhi.run import official_pdf  # noqa: PLC0415

            official_pdf.write(composed.told, target, asking.city.folder / "fonts")
            return _numbers_in(official_pdf.read(target))
        case "docx":
            from shuzhi.run import official_word  # noqa: PLC0415

            official_word.write(composed.told, target)
            return _numbers_in(official_word.read(target))


def _expected(form: DocumentForm, again: Composed) -> list[str]:
    """What numbers a file of that form has to have."""
    if form == "xlsx":
        return _numbers_in(map(_as_kept, report_sheet.cells(again.numbers, again.tables)))
    told = again.told
    said = [told.mark, told.title, told.to or "", *_words_of(told.parts), told.issuer]
    return _numbers_in([*said, official.day_said(told.day)])


def _as_kept(cell: Cell) -> str:
    """A workbook keeps every number as one with decimals, and fifteen digits of it."""
    return f"{float(cell):.12f}" if isinstance(cell, int | float) else str(cell)


class _Composing:
    """One document while it is put together: what stands for each tag, and each part."""

    def __init__(self, asking: Counter, report: Report, edition: Edition, *, export: bool) -> None:
        self._asking, self._report, self._edition, self._export = asking, report, edition, export
        self._answers: list[tuple[official.Table, Answered]] = []
        self._filled = {
            "city": asking.city.name.zh,
            "period": period_said(edition.period, report.grain),
            "subject": self._subject(),
        }

    def composed(self, day: date) -> Composed:
        numbers = dict(self._numbers())
        self._filled |= numbers
        report, snapshot = self._report, self._asking.desk.lake.engine.snapshot()
        told = official.Official(
            mark=self._said(report.mark),
            title=self._said(report.title),
            to=None if report.to is None else self._said(report.to),
            parts=[*self._parts()],
            issuer=self._said(report.issuer),
            day=day,
            about=f"数治 {report.name} {self._edition.period}；运行 {self._asking.run or ''}；"
            f"快照 {snapshot or ''}；无模型撰写内容",
        )
        return Composed(told=told, numbers=numbers, tables=self._answers, snapshot=snapshot)

    def _subject(self) -> str:
        report, subject = self._report, self._edition.subject
        if report.subject is None and subject is None:
            return ""
        there = dict(subjects(self._asking, report))
        if subject not in there:
            raise ShuzhiError([_no_subject(subject, there)])
        return there[subject]

    def _numbers(self) -> Iterator[tuple[str, str]]:
        for name, asked in self._report.numbers.items():
            told = self._answered(asked)
            declared = self._asking.asked(asked.indicator).entry.declared
            (row,) = told.rows
            for column, cell in zip(told.columns, row, strict=True):
                if is_change(column):
                    yield f"{name}.{column.name}", change_said(cell, column)
                else:
                    said = value_said(cell, declared.decimals, declared.unit.zh)
                    yield name if column.kind == "value" else f"{name}.{column.name}", said

    def _answered(self, asked: Inquiry) -> Answered:
        dated = self._asking.asked(asked.indicator).indicator.time is not None
        meant = about(asked, self._report.subject, self._edition.subject)
        told = self._asking.answer(
            during(meant, self._edition.period) if dated else meant, export=self._export
        )
        if told.more or len(told.rows) > _MOST_ROWS:
            raise ShuzhiError([_too_long(asked.indicator)])
        return told

    def _parts(self) -> Iterator[official.Part]:
        for part in self._report.parts:
            if part.heading is not None:
                yield official.Heading(words=self._said(part.heading))
            if part.text is not None:
                yield official.Words(words=self._said(part.text))
            if part.table is not None:
                yield self._table(self._said(part.table.title), part.table.asks)

    def _table(self, title: str, asked: Inquiry) -> official.Table:
        told = self._answered(asked)
        declared = self._asking.asked(asked.indicator).entry.declared
        made = official.Table(
            title=title,
            heads=[
                f"{column.title.zh}（{declared.unit.zh}）" if column.kind == "value" else column.title.zh
                for column in told.columns
            ],
            rows=[
                [
                    cell_said(cell, column, declared.decimals)
                    for column, cell in zip(told.columns, row, strict=True)
                ]
                for row in told.rows
            ],
        )
        self._answers.append((made, told))
        return made

    def _said(self, words: str) -> str:
        return TAG.sub(lambda tag: self._filled[".".join(each for each in tag.groups() if each)], words)


def _held_against(report: Report, counted: Sequence[str], found: Sequence[str]) -> int:
    """Every number of the finished file was asked for anew: one that no query gives there is no document with.

    Returns how many numbers the file has. Raises Refused.
    """
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


def _numbers_in(texts: Iterable[str]) -> list[str]:
    return [number for text in texts for number in _NUMBER.findall(text)]


def _no_subject(subject: str | None, there: Mapping[str, str]) -> Problem:
    named = "、".join(list(there)[:20])
    return Problem(
        what=Text(f"没有专题“{subject or ''}”", f"there is no subject “{subject or ''}”"),
        where="subject",
        todo=Text(
            f"选一个：{named}" if there else "这份报告不分专题",
            f"choose one: {named}" if there else "leave it out",
        ),
    )


def _too_long(indicator: str) -> Problem:
    return Problem(
        what=Text(f"表超过 {_MOST_ROWS} 行", f"a table of more than {_MOST_ROWS} rows"),
        where=indicator,
        todo=Text("写 top，或按粗一级分", "write `top`, or split it more coarsely"),
    )
