"""Measures over the API. Reading only: they are registered as files, before they start."""

from datetime import date
from typing import Literal

from ninja import Router

from shuzhi.ops.answer import Answer
from shuzhi.ops.errors import Said
from shuzhi.ops.measures import queries
from shuzhi.ops.people.auth import Call

router = Router(tags=["measures"])


class MeasureRow(Answer):
    """``state``: works, none_shown, backfires once ``after`` reaches ``periods``; ``effect``: per period and place."""

    scenario: str
    scenario_title: Said
    measure: str
    title: Said
    owner: str
    indicator: Said
    unit: Said
    grain: Literal["week", "month", "quarter"]
    state: Literal["planned", "running", "works", "none_shown", "backfires", "not_judged"]
    why: str | None
    start: date
    until: date
    periods: int
    after: int | None
    expected: float
    effect: float | None
    lower: float | None
    upper: float | None
    witnessed: bool
    changed: bool
    withdrawn: bool


class MeasureOnly(Answer):
    title: Said
    values: list[str]


class MeasurePeriod(Answer):
    """``without``: what would have been without the measure; ``others``: the mean of the places compared with."""

    period: date
    actual: float | None
    without: float | None
    others: float | None


class MeasurePlacebo(Answer):
    """A place where nothing was done, or, where there is none, an earlier start."""

    place: str
    effect: float


class MeasureOut(MeasureRow):
    """``seen``: the day of the run that first saw the registration; ``power``: said before the start."""

    what: Said
    because: Said
    registered: date
    seen: date
    method: str
    alone: bool
    definition: Said
    only: list[MeasureOnly]
    where: list[str]
    compared: list[str]
    before: int | None
    others: int | None
    without: float | None
    chance: float | None
    placebo: float | None
    power: float | None
    smallest: float | None
    run: date | None
    series: list[MeasurePeriod]
    placebos: list[MeasurePlacebo]


@router.get("", response=list[MeasureRow])
def measures(request: Call) -> object:
    """Every measure, with how it stands."""
    return queries.measures(request.auth)


@router.get("/{scenario}/{measure}", response=MeasureOut)
def measure(request: Call, scenario: str, measure: str) -> object:
    """One measure: its registration, its number beside what would have been, and the placebo tests."""
    return queries.measure(request.auth, scenario, measure)
