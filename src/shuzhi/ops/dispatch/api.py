"""Days planned, over the API. A what-if is POSTed because it is long; nothing is changed by it."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field

from shuzhi.ops.answer import Answer
from shuzhi.ops.clock import today
from shuzhi.ops.dispatch import actions, planning, queries
from shuzhi.ops.errors import Said
from shuzhi.ops.people.auth import Call
from shuzhi.packs.flow_file import Clock

router = Router(tags=["dispatch"])


class VisitOut(Answer):
    """Where somebody is to go. ``priority``: 1 must be done that day."""

    task: str
    order: str
    title: str
    step: Said
    department: str
    place: str
    minutes: int
    due: date
    priority: int


class StopOut(VisitOut):
    """``way``: minutes from the place before; ``done``: its task has ended since."""

    arrives: str
    leaves: str
    way: int
    longitude: float
    latitude: float
    done: bool = False


class LeftOut(VisitOut):
    why: Said


class WorkerOut(Answer):
    login: str
    name: str
    department: str
    since: str
    until: str


class PersonOut(WorkerOut):
    """``rest``: when his midday break begins, where there is one."""

    on_the_way: int
    rest: str | None = None
    stops: list[StopOut]


class PlanFigures(Answer):
    """``must_left``: of what must be done that day; ``on_the_way``: minutes, all people together."""

    visits: int
    placed: int
    must_left: int
    on_the_way: int
    out: int


class PlanOut(Answer):
    mark: str
    figures: PlanFigures
    people: list[PersonOut]
    left: list[LeftOut]


class PlanSettings(Schema):
    """``rest``: minutes of everybody's midday break; 0: none."""

    kmh: Annotated[float, Field(ge=3, le=120)] = 40
    since: Clock = "08:30"
    until: Clock = "17:30"
    rest: Annotated[int, Field(ge=0, le=180)] = 60
    absent: Annotated[list[str], Field(max_length=1000)]


class DayOut(Answer):
    """``new``: came after the plan in force was made, and is not in it."""

    day: date
    today: date
    settings: PlanSettings
    waiting: int
    must: int
    people: list[WorkerOut]
    plan: PlanOut | None
    made_by: str | None
    made_at: datetime | None
    because: str
    new: list[VisitOut]


class WhatIfIn(Schema):
    """``add``: a task to put into the plan in force; none: the day is planned from its beginning."""

    day: date
    settings: PlanSettings
    add: str | None = None


class AdoptIn(WhatIfIn):
    mark: str
    because: str = ""


class RouteOut(Answer):
    day: date
    made_at: datetime | None
    person: PersonOut | None


@router.get("/day", response=DayOut)
def day(request: Call, day: date | None = None) -> object:
    """A day: what waits, who can go, the plan in force."""
    return queries.day(request.auth, day or today())


@router.post("/what-if", response=PlanOut)
def what_if(request: Call, asked: WhatIfIn) -> object:
    """The day planned under these settings, or with one visit more; not kept."""
    planned = queries.what_if(request.auth, asked.day, _settings(asked), asked.add)
    return queries.with_states(planning.told(planned))


@router.post("/plan", response=DayOut)
def adopt(request: Call, asked: AdoptIn) -> object:
    """Put the plan one was shown in force."""
    actions.adopt(
        by=request.auth,
        day=asked.day,
        settings=_settings(asked),
        add=asked.add,
        mark=asked.mark,
        because=asked.because,
    )
    return queries.day(request.auth, asked.day)


@router.get("/route", response=RouteOut)
def route(request: Call) -> object:
    """The caller's own stops today, in order."""
    return queries.route(request.auth)


def _settings(asked: WhatIfIn) -> dict[str, Any]:
    return asked.settings.model_dump()
