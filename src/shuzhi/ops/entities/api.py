"""Entities over the API: pairs to judge, answers, and profiles."""

from datetime import date, datetime
from typing import Any

from ninja import Router, Schema

from shuzhi.ops.answer import Answer
from shuzhi.ops.entities import actions, models, places, profiles, relating, reviewing
from shuzhi.ops.entities.kinds import purposes
from shuzhi.ops.errors import Said
from shuzhi.ops.people.auth import Call

router = Router(tags=["entities"])
_LAST = 50


class EntityPurpose(Answer):
    kind: str
    purpose: str


class EntitySide(Answer):
    source: Said
    department: str
    seen: date | None
    rows: int


class EntityCell(Answer):
    name: str
    label: Said
    left: str | None
    right: str | None
    says: Said | None
    bits: float | None
    deciding: bool


class EntityPair(Answer):
    l: str  # noqa: E741
    r: str
    chance: float
    refused: bool
    linked: bool
    sides: list[EntitySide]
    cells: list[EntityCell]


class PairsWaiting(Answer):
    waiting: int
    pairs: list[EntityPair]


class EntityAnswerIn(Schema):
    kind: str
    l: str  # noqa: E741
    r: str
    answer: str
    note: str = ""
    purpose: str


class EntityAnswerOut(Answer):
    answer: int
    kind: str
    l: str  # noqa: E741
    r: str
    said: str
    note: str
    by: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None


class EntityFound(Answer):
    entity: str
    name: str | None
    sources: int | None


class Believed(Answer):
    name: str
    label: Said
    value: str | None


class Fact(Answer):
    label: Said
    value: str | None
    chosen: bool
    sources: int
    seen: date | None
    source: Said
    department: str


class Known(Answer):
    """``rows``: none when the grants do not give them."""

    source: Said
    department: str
    total: int
    columns: list[str]
    rows: list[list[str | None]] | None


class EntityMoment(Answer):
    date: str
    department: str
    source: Said


class EntityContest(Answer):
    """``upheld``: whether the finding stands; none while nobody has answered."""

    heard: datetime
    upheld: bool | None


class EntityFinding(Answer):
    finding: str
    title: Said
    state: str
    seen: date
    orders: list[str]
    contests: list[EntityContest]


class Party(Answer):
    """``name``: none where no grant gives it."""

    kind: str
    entity: str
    name: str | None


class Related(Party):
    """``who``: the one of the two that is ``relation`` of the other; with ``shared`` they have it in common."""

    who: str
    shared: bool
    relation: Said
    part: str | None
    share: float | None
    seen: date | None
    source: Said | None
    department: str | None


class Holding(Party):
    """``share`` at once and through others together; ``levels`` by the shortest way."""

    share: float
    levels: int


class Control(Holding):
    """``share`` of the votes; ``parties`` who act in concert have them together, one who controls alone is 1."""

    parties: int


class PlaceNamed(Answer):
    place: str
    name: str | None
    level: Said


class PlaceSaid(PlaceNamed):
    """A place of an entity, who says so, and why an address is taken for it that does not spell it out."""

    source: Said
    department: str
    reasons: list[Said]


class PlaceLabel(Answer):
    label: Said
    value: str


class InCharge(Answer):
    name: str
    role: str


class GridCell(Answer):
    department: str
    region: str
    people: list[InCharge]


class SaidBy(Answer):
    source: Said
    department: str


class SomebodyHere(Answer):
    entity: str
    name: str | None
    sources: list[SaidBy]


class KnownHere(Answer):
    """``rows``: none when the grants do not give them; ``total``: none when even how many there are would tell."""

    source: Said
    department: str
    total: int | None
    columns: list[str]
    rows: list[list[str | None]] | None


class PlaceProfile(PlaceNamed):
    """``people``: none where no grant gives people for the purpose."""

    around: list[PlaceNamed]
    inside: list[PlaceNamed]
    longitude: float | None
    latitude: float | None
    labels: list[PlaceLabel]
    grid: GridCell | None
    companies: list[SomebodyHere]
    people: list[SomebodyHere] | None
    known: list[KnownHere]
    timeline: list[EntityMoment]
    findings: list[EntityFinding]


class Profile(Answer):
    """``ground``: of a person, the open findings for whose sake it may be read."""

    kind: str
    entity: str
    name: str | None
    believed: list[Believed]
    facts: list[Fact]
    known: list[Known]
    timeline: list[EntityMoment]
    findings: list[EntityFinding]
    places: list[PlaceSaid]
    ground: list[str]
    relations: list[Related]
    holders: list[Holding]
    holds: list[Holding]
    controllers: list[Control]
    controls: list[Control]


@router.get("/purposes", response=dict[str, list[EntityPurpose]])
def for_what(request: Call) -> object:
    """For which kinds and purposes one may judge pairs, and read profiles."""
    by = request.auth
    return {
        "judge": purposes(by, "review") if by.may("entities.judge") else [],
        "profiles": purposes(by, "") if by.may("profiles.read") else [],
    }


@router.get("/review", response=PairsWaiting)
def review(request: Call, kind: str, purpose: str) -> object:
    """Pairs that wait to be judged, those whose answer is worth most first."""
    return reviewing.waiting(request.auth, kind, purpose)


@router.post("/answers", response=EntityAnswerOut)
def answer(request: Call, said: EntityAnswerIn) -> object:
    """Judge a pair. It holds from the next run on."""
    made = actions.answer(
        by=request.auth,
        kind=said.kind,
        pair=(said.l, said.r),
        said=said.answer,
        note=said.note,
        purpose=said.purpose,
    )
    return _plain(made)


@router.get("/answers", response=list[EntityAnswerOut])
def answers(request: Call) -> object:
    """The last answers, those taken back among them."""
    request.auth.require("entities.judge")
    return [_plain(each) for each in models.Answer.objects.select_related("by", "undone_by")[:_LAST]]


@router.post("/answers/{int:answer_id}/undo", response=EntityAnswerOut)
def undo(request: Call, answer_id: int) -> object:
    """Take an answer back."""
    return _plain(actions.undo(by=request.auth, answer=answer_id))


@router.get("/found", response=list[EntityFound])
def found(request: Call, kind: str, purpose: str, q: str) -> object:
    """Entities by a part of their name."""
    return profiles.found(request.auth, kind, purpose, q)


@router.get("/places/found", response=list[PlaceNamed])
def places_found(request: Call, purpose: str, q: str) -> object:
    """Places by a part of their name."""
    return places.found(request.auth, purpose, q)


@router.get("/places/{place}", response=PlaceProfile)
def place(request: Call, place: str, purpose: str) -> object:
    """What departments know of one place, under a purpose. Who looked is recorded."""
    return places.place_profile(request.auth, place, purpose)


@router.get("/profiles/{kind}/{entity}", response=Profile)
def profile(request: Call, kind: str, entity: str, purpose: str) -> object:
    """What departments know of one entity, under a purpose. Who looked is recorded."""
    return profiles.profile(request.auth, kind, entity, purpose)


@router.get("/profiles/{kind}/{entity}/ways", response=list[list[Related]])
def ways(request: Call, kind: str, entity: str, to: str, purpose: str) -> object:
    """How one entity is connected with another: the shortest ways, each step with its source and date. Recorded."""
    return relating.ways(request.auth, kind, entity, to, purpose)


def _plain(of: models.Answer) -> dict[str, Any]:
    return {
        "answer": of.pk, "kind": of.kind, "l": of.l, "r": of.r, "said": of.answer, "note": of.note, "by": of.by.login,
        "at": of.at, "undone_by": of.undone_by.login if of.undone_by else None, "undone_at": of.undone_at,
    }  # fmt: skip
