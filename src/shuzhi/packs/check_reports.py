"""Documents against the indicators they ask: every tag has its number, and no number is written by hand."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.check_people import not_declared
from shuzhi.packs.check_views import check_asked
from shuzhi.packs.indicators import Entry, indicators
from shuzhi.packs.report_file import ReportPart, about, during
from shuzhi.packs.schema import City, Report

TAG = re.compile(r"\{([^{}.]+)(?:\.([a-z_]+))?\}")
FREE = ("city", "period", "subject")
"""Tags that are not numbers."""
CHANGES = ("previous", "previous_change", "previous_year", "previous_year_change")
_DIGITS = re.compile(r"[0-9０-９]+")


def check_reports(city: City) -> Iterator[Problem]:
    """Mistakes of every document of the city's scenarios. Where an indicator itself is wrong, nobody is asked."""
    reports = [report for scenario in city.scenarios for report in scenario.reports if not report.places.lost]
    if not reports or any(each.places.lost for scenario in city.scenarios for each in scenario.indicators):
        return
    try:
        catalogue = indicators(city, city.as_of or date(2000, 1, 1))
    except ShuzhiError:
        return  # told where the parameter or the condition stands
    for report in reports:
        yield from _schedule(report, city)
        for name, asked in report.numbers.items():
            where = report.places.at("numbers", name)
            yield from check_asked(_meant(asked, report, catalogue), where, catalogue)
            if asked.grain or asked.by or asked.beyond:
                yield Problem(
                    what=Text(f"标签“{name}”要是一个数", f"the tag “{name}” has to be one number"),
                    where=where,
                    todo=Text(
                        "不写 grain、by、beyond；分组的放进表里",
                        "no `grain`, `by`, `beyond`: put them in a table",
                    ),
                )
        for name in ("title", "mark", "issuer", "to"):
            yield from _words(report, getattr(report, name) or "", report.places.at(name))
        for place, part in enumerate(report.parts):
            where = report.places.at("parts", place)
            yield from _part(report, part, where)
            if part.table is not None:
                yield from check_asked(_meant(part.table.asks, report, catalogue), where, catalogue)


def _meant(asked: Inquiry, report: Report, catalogue: Mapping[str, Entry]) -> Inquiry:
    """As it is asked for some month, where it has days, and some subject, where the report has any."""
    entry = catalogue.get(asked.indicator)
    meant = about(asked, report.subject, "1")
    return meant if entry is None or entry.indicator.time is None else during(meant, "2026-01")


def _schedule(report: Report, city: City) -> Iterator[Problem]:
    """Nothing to say of a city without roles: nothing is delivered there."""
    said = report.schedule
    if said is None or not city.roles or {"roles", "departments"} & city.places.lost:
        return
    roles = [role.name for role in city.roles]
    if said.role not in roles:
        where = report.places.at("schedule", "role")
        yield not_declared(Text("角色", "role"), said.role, roles, where)
    duties = list(dict.fromkeys(duty for department in city.departments for duty in department.duties))
    if said.duty is not None and said.duty not in duties:
        where = report.places.at("schedule", "duty")
        yield not_declared(Text("职责", "duty"), said.duty, duties, where)


def _part(report: Report, part: ReportPart, where: str) -> Iterator[Problem]:
    if sum(each is not None for each in (part.heading, part.text, part.table)) != 1:
        yield Problem(
            what=Text("一节只写一样", "a part is one thing"),
            where=where,
            todo=Text("heading、text、table 里留一个", "keep one of `heading`, `text`, `table`"),
        )
    yield from _words(report, part.heading or "", where)
    yield from _words(report, part.text or "", where)
    yield from _words(report, part.table.title if part.table else "", where)


def _words(report: Report, words: str, where: str) -> Iterator[Problem]:
    for name, of in TAG.findall(words):
        asked = report.numbers.get(name)
        compared = of in CHANGES and asked is not None and of.removesuffix("_change") in asked.compare
        free = name in FREE and (name != "subject" or report.subject is not None)
        if (free and not of) or (asked is not None and (not of or compared)):
            continue
        yield Problem(
            what=Text(
                f"没有标签“{name}{'.' if of else ''}{of}”", f"there is no tag “{name}{'.' if of else ''}{of}”"
            ),
            where=where,
            todo=Text(
                f"写进 numbers，比较写进它的 compare；已有：{'、'.join((*FREE, *report.numbers))}",
                "declare it in `numbers`, comparisons in its `compare`; there are: "
                f"{', '.join((*FREE, *report.numbers))}",
            ),
        )
    bare = TAG.sub("", words)
    for name in report.names:
        bare = bare.replace(name, "")
    found = _DIGITS.findall(bare)
    if found:
        said = "、".join(found)
        yield Problem(
            what=Text(f"数字“{said}”是手写的", f"the number “{said}” is written by hand"),
            where=where,
            why=Text("报告里的数都要能对回查询", "every number of a document has to go back to its query"),
            todo=Text(
                "改成标签；是名称的写进 names", "make it a tag; where it is a name, put that in `names`"
            ),
        )
