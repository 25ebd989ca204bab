"""What a clerk is told while he types. Only of requests he may see; before anything was learnt, that it was not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuzhi.ops.city import city
from shuzhi.ops.desk import suggester
from shuzhi.ops.desk.models import Request
from shuzhi.ops.desk.sight import TAKE
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department

if TYPE_CHECKING:
    from shuzhi.analyse.similar import Message, Similar
    from shuzhi.analyse.suggest import Proposal, Suggester

MOST_SIMILAR = 5
_LOOKED_THROUGH = 50
"""When some of the likest are not his to see: so many are looked through for those that are."""
LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A department that should handle it. ``department`` is None where the city has none of that name."""

    department: int | None
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Alike:
    """An open request of the same matter."""

    request: Request
    likeness: float
    retold: bool
    places: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """Likeliest first, each. ``region`` is the code of the place's region, where the city declares it."""

    readiness: suggester.Readiness
    categories: tuple[tuple[str, float], ...] = ()
    undecided: bool = True
    departments: tuple[Proposed, ...] = ()
    place: str = ""
    region: str = ""
    guessed: bool = False
    similar: tuple[Alike, ...] = ()


def suggest(*, by: Access, title: str, body: str, itself: int | None = None) -> Suggestions:
    """Suggestions for a request as far as it is written. ``itself``: its id, once it has one."""
    by.require(TAKE)
    held = suggester.suggester()
    if held is None:
        return Suggestions(readiness=suggester.readiness())
    from shuzhi.analyse.similar import Message  # noqa: PLC0415  present where a suggester is

    message = Message(str(itself or ""), title[:LONGEST], body[:LONGEST])
    told = held.suggest(message)
    return Suggestions(
        readiness="ready",
        categories=tuple((category.label, category.chance) for category in told.categories),
        undecided=told.undecided,
        departments=tuple(_proposed(told.departments)),
        place=told.place.name or "",
        region=told.place.code if told.place.code in {region.code for region in city().regions} else "",
        guessed=told.place.guessed,
        similar=tuple(_alike(by, held, message, told.similar)),
    )


def categories() -> list[str]:
    """The categories to choose from: as learnt, else those that the list of duties names."""
    held = suggester.suggester()
    if held is not None and held.labeller is not None:
        return list(held.labeller.labels)
    calls = [
        call
        for scenario in city().scenarios
        if scenario.desk is not None
        for call in scenario.steps
        if call.output == scenario.desk.department
    ]
    duties = calls[0].parameters.get("duties", ()) if calls else ()
    assert isinstance(duties, Iterable)
    return list(dict.fromkeys(str(duty["label"]) for duty in duties))


def _proposed(proposals: "tuple[Proposal, ...]") -> list[Proposed]:
    names = [each.department for each in proposals]
    known = dict(Department.objects.filter(is_active=True, name__in=names).values_list("name", "id"))
    return [
        Proposed(department=known.get(each.department), name=each.department, reason=each.reason)
        for each in proposals
    ]


def _alike(by: Access, held: "Suggester", message: "Message", likest: "tuple[Similar, ...]") -> list[Alike]:
    found = _visible(by, likest)
    if len(found) < len(likest):
        # The likest may be another desk's: what is his must not be crowded out by what he may not see.
        found = _visible(by, held.open.similar(message, most=_LOOKED_THROUGH))
    return found[:MOST_SIMILAR]


def _visible(by: Access, likest: "Iterable[Similar]") -> list[Alike]:
    likest = list(likest)
    seen = Request.objects.filter(by.below(TAKE), suggester.OPEN, pk__in=[int(each.id) for each in likest])
    requests = {request.pk: request for request in seen.select_related("order")}
    return [
        Alike(
            request=requests[int(each.id)],
            likeness=each.likeness,
            retold=each.retold,
            places=each.places,
            phrases=each.phrases,
        )
        for each in likest
        if int(each.id) in requests
    ]
