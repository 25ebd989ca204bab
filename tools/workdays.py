"""Read the State Council's notices (tools/notices.yml) and write the calendar they make: packs/workdays.yml.

A notice checks itself: days it counts (“共7天”), weekdays it names and days off it moves must agree with its dates.
For a new year: append the notice's clauses to notices.yml and run `python -m tools.workdays`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

NOTICES = Path(__file__).with_name("notices.yml")
WRITTEN = Path(__file__).parents[1] / "src" / "shuzhi" / "packs" / "workdays.yml"

HEAD = """\
# 国务院办公厅公布的放假调休安排。由 tools/notices.yml 中的通知原文生成（python -m tools.workdays），不要手改；
# 新一年的安排公布后，城市可先在自己的 calendar.yml 中写上，写法相同。
# Days off and working weekends as the State Council announced them, made from the notices' own words; do not edit.
# A city writes a year that is not here yet into its own calendar.yml, in the same form.
"""

_ONE = r"(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日(?:（[^）]*）)?"
_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:（(?P<said>[^）]*)）)?"
)
_TOLD = re.compile(
    rf"(?P<extended>延长\d{{4}}年春节假期至)?(?P<days>{_ONE}(?:(?:、|至|[—－–～]+){_ONE})*)"
    r"(?P<verb>放假|调休|补休|上班|(?:[两三四]个)?公休日(?:及中秋节)?(?:分别)?调至)?"
)
_SPAN = re.compile(r"至|[—－–～]")
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日])")
_COUNTED = re.compile(r"共(\d+)天")


@dataclass(frozen=True)
class Arranged:
    """What one notice says: the days off, and the weekend days worked."""

    rest: frozenset[date]
    work: frozenset[date]


def read_notice(text: str, year: int, *, rest_before: frozenset[date] = frozenset()) -> Arranged:
    """The days a notice settles. ``rest_before``: days off of earlier notices, which this one may extend.

    Raises ValueError where the notice's own counts, weekdays and moved days do not agree with its dates.
    """
    clauses = [
        _clause(line.translate(str.maketrans("()", "（）")), year, rest_before) for line in text.splitlines()
    ]
    rest = frozenset[date]().union(*(clause.rest for clause in clauses))
    work = frozenset[date]().union(*(clause.work for clause in clauses))
    if rest & work or any(day.weekday() < 5 for day in work):
        raise ValueError(f"{year}: a day worked is off as well, or no weekend day: {sorted(work)}")
    return Arranged(rest, work)


def _clause(line: str, year: int, rest_before: frozenset[date]) -> Arranged:
    first = year - 1 if "元旦" in line.partition("：")[0] else year
    rest: set[date] = set()
    work: set[date] = set()
    moved: set[date] = set()
    verb, reader = "", _Dates(year, december=first)
    for told in _TOLD.finditer(line):
        before, verb = verb, "放假" if told["extended"] else told["verb"] or ""
        if not verb and not before.endswith("调至"):
            continue  # Days said to be holidays by law, or ordinary weekends: they change nothing.
        days = set(reader.days(told["days"]))
        if told["extended"]:
            days = set(
                _span(max(day for day in rest_before if day < max(days)) + timedelta(days=1), max(days))
            )
        if verb == "上班":
            work |= days
        elif verb.endswith("调至"):
            moved |= days
        else:
            rest |= days
    counted = _COUNTED.search(line)
    if counted and len(rest) != int(counted[1]):
        raise ValueError(f"{line}: counts {counted[1]} days off, its dates are {len(rest)}")
    if work and moved and moved - rest != work:
        raise ValueError(f"{line}: the days moved are not the days worked")
    return Arranged(frozenset(rest), frozenset(work or moved - rest))


class _Dates:
    """Reads dates one after the other: one without a month or year has that of the date before it."""

    def __init__(self, year: int, *, december: int) -> None:
        self._year, self._month, self._december = year, 1, december

    def days(self, text: str) -> Iterator[date]:
        found = list(_DATE.finditer(text))
        dates = [self._date(one) for one in found]
        between = [text[one.end() : other.start()] for one, other in pairwise(found)]
        yield from dates
        for joint, start, end in zip(between, dates, dates[1:], strict=False):
            if _SPAN.search(joint):
                yield from _span(start, end)

    def _date(self, one: re.Match[str]) -> date:
        self._month = int(one["month"] or self._month)
        year = int(one["year"] or (self._december if self._month == 12 else self._year))
        day = date(year, self._month, int(one["day"]))
        said = _WEEKDAY.search(one["said"] or "")
        if said and "一二三四五六日"[day.weekday()] != said[1]:
            raise ValueError(f"{day} is not the weekday the notice says: {one[0]}")
        return day


def _span(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def written(notices: Sequence[Mapping[str, Any]]) -> str:
    """What packs/workdays.yml says, notice by notice."""
    rest_before: frozenset[date] = frozenset()
    parts = []
    for notice in notices:
        year = notice.get("year") or notice["issued"].year
        told = read_notice(notice["text"], year, rest_before=rest_before)
        rest_before |= told.rest
        lines = [f"{key}: {notice[key]}" for key in ("year", "notice", "issued", "source") if key in notice]
        lines.append(f"rest: [{', '.join(_written(span) for span in _spans(sorted(told.rest)))}]")
        lines.append(f"work: [{', '.join(map(str, sorted(told.work)))}]")
        parts.append("  - " + "\n    ".join(lines) + "\n")
    return "arrangements:\n" + "".join(parts)


def _spans(days: Sequence[date]) -> list[tuple[date, date]]:
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and spans[-1][1] + timedelta(days=1) == day:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def _written(span: tuple[date, date]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}/{span[1]}"


def calendar_text() -> str:
    """The whole file, as it is written."""
    return HEAD + written(yaml.safe_load(NOTICES.read_text(encoding="utf-8")))


if __name__ == "__main__":
    WRITTEN.write_text(calendar_text(), encoding="utf-8")
