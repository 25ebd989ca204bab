"""Sitings over the API. Reading only: they are asked as files, and answered by every run."""

from typing import Literal

from ninja import Router

from shuzhi.ops.answer import Answer
from shuzhi.ops.errors import Said
from shuzhi.ops.people.auth import Call
from shuzhi.ops.siting import queries

router = Router(tags=["siting"])
Cell = float | int | str | None
"""A number; as text where a grant masks it."""


class SitingRow(Answer):
    """``now``: the share covered today; ``best``: that of the plan which covers most, with its name."""

    scenario: str
    scenario_title: Said
    siting: str
    title: Said
    question: Said
    owner: str
    sites: Said
    within: float
    unit: Literal["minutes", "km"]
    now: Cell
    best: Cell
    best_plan: Said | None


class SitingFigures(Answer):
    demand: Cell
    covered: Cell
    share: Cell
    mean: Cell
    p95: Cell
    furthest: Cell
    left: Cell
    access: Cell
    access_lowest: Cell
    gini: Cell


class SitingRegion(SitingFigures):
    region: str
    name: str


class SitingPlan(SitingFigures):
    """``plan``: its name in the tables; ``gap``: by how much anything could be better at most, a share; none: the plan
    names its sites itself."""

    plan: str
    title: Said
    by: Literal["coverage", "distance"] | None
    open: Cell
    new: list[str]
    closed: list[str]
    gap: Cell
    regions: list[SitingRegion]


class SitingCurve(Answer):
    add: Cell
    covered: Cell
    share: Cell
    gap: Cell


class SitingOut(SitingRow):
    reference: str
    demand: Said
    detour: float | None
    kmh: float | None
    access: Said | None
    plans: list[SitingPlan]
    curve: list[SitingCurve]


class SitingSite(Answer):
    """``state``: stands, new, closed, or could be built."""

    site: str
    name: str | None
    longitude: Cell
    latitude: Cell
    state: Literal["stands", "new", "closed", "candidate"]
    capacity: Cell
    load: Cell


class SitingPoint(Answer):
    point: str
    name: str | None
    region: str | None
    longitude: Cell
    latitude: Cell
    demand: Cell
    distance: Cell
    covered: Cell
    left: Cell
    access: Cell


class SitingPlanOut(Answer):
    """Where everything is under one plan."""

    sites: list[SitingSite]
    points: list[SitingPoint]


@router.get("", response=list[SitingRow])
def sitings(request: Call) -> object:
    """Every question of siting, with what is covered today and by the best of its plans."""
    return queries.sitings(request.auth)


@router.get("/{scenario}/{siting}", response=SitingOut)
def siting(request: Call, scenario: str, siting: str) -> object:
    """One question: its plans side by side, of all demand and by region, and what more sites would cover."""
    return queries.siting(request.auth, scenario, siting)


@router.get("/{scenario}/{siting}/plan", response=SitingPlanOut)
def plan(request: Call, scenario: str, siting: str, name: str) -> object:
    """One plan point by point and site by site."""
    return queries.plan(request.auth, scenario, siting, name)
