"""A reply drafted from replies to similar messages. It quotes what its reader may read, and says where from."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.desk import suggester
from shuzhi.ops.desk.models import Request
from shuzhi.ops.desk.sight import TAKE, clerk_of, no_request
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access

_MARK = re.compile(r"〔摘自([^〕]{1,60})号来信的答复〕")
"""Stands behind each quotation of a draft."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """An answered message that is quoted. Its title is masked; ``mark`` stands in the text behind what it says."""

    id: str
    mark: str
    title: str
    replied: date


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """``text`` to be edited: quotations end with their source, blanks stand in 【】. ``notices``: what to heed."""

    readiness: suggester.Readiness
    text: str = ""
    notices: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


def draft(*, by: Access, number: str) -> Drafted:
    """A draft for a request of one's desk."""
    request = Request.objects.select_related("department").filter(number=number).first()
    if request is None or not clerk_of(by, request):
        raise no_request(number)
    learnt = suggester.learnt()
    if learnt is None or learnt.drafter is None:
        return Drafted(readiness=suggester.readiness())
    from shuzhi.analyse.similar import Message  # noqa: PLC0415  present where a drafter is

    told = learnt.drafter.draft(Message(request.number, request.title, request.body))
    known = readable(by, [source.id for source in told.sources])
    parts = [part for part in told.parts if part.source is None or part.source in known]
    return Drafted(
        readiness="ready",
        text="\n".join(_line(part.text, part.source) for part in parts if part.kind != "notice"),
        notices=tuple(part.text for part in parts if part.kind == "notice"),
        sources=tuple(
            Source(id=source.id, mark=_mark(source.id), title=source.title, replied=source.replied)
            for source in told.sources
            if source.id in known
        ),
    )


def sources_of(by: Access, text: str) -> list[dict[str, str]]:
    """The earlier replies whose marks stand in a text, those there are and that he may read, as they are kept."""
    learnt = suggester.learnt()
    if learnt is None or learnt.drafter is None:
        return []
    ids = dict.fromkeys(_MARK.findall(text))
    there = {each: learnt.drafter.quotable[each] for each in ids if each in learnt.drafter.quotable}
    known = readable(by, there)
    return [
        {"id": each, "mark": _mark(each), "title": told.title, "replied": str(told.replied)}
        for each, told in there.items()
        if each in known
    ]


def without_marks(text: str) -> str:
    """The text as the caller is told it."""
    return _MARK.sub("", text)


def readable(by: Access, ids: Collection[str]) -> set[str]:
    """Of these sources those he may read: the lake's as the gateway says, the desk's own at his desks."""
    from shuzhi.run.suggest import readable_replies  # noqa: PLC0415

    here = Request.objects.filter(by.below(TAKE), number__in=ids)
    own = set(here.values_list("number", flat=True))
    scenario, held = city().desk_scenario, lake()
    if scenario is None or held is None:
        return own
    reader = by.reader(scenario.purpose.name)
    return own | readable_replies(held, city(), scenario, reader, set(ids) - own, today())


def _line(text: str, source: str | None) -> str:
    return text + _mark(source) if source else text


def _mark(source: str) -> str:
    return f"〔摘自{source}号来信的答复〕"
