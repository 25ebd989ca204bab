"""The model register over the API. Reading only: entries are files, reviewed and versioned like any other."""

from datetime import date
from typing import Literal

from ninja import Router

from shuzhi.ops.answer import Answer
from shuzhi.ops.errors import Said
from shuzhi.ops.people.auth import Call
from shuzhi.ops.register import queries

router = Router(tags=["models"])
Cell = float | int | str | None
"""A number; as text where a grant masks it."""


class ModelRow(Answer):
    """``out``: watched figures beyond their limits; none: not granted."""

    scenario: str
    scenario_title: Said
    model: str
    title: Said
    output: str
    owner: str
    registered: date
    reviewed: date
    retires: date
    state: Literal["in_use", "review", "retired"]
    rules_on: int
    watching: int
    out: int | None


class ModelTable(Answer):
    table: str
    title: Said
    owner: str | None
    rows: int | None
    arrived: str | None


class ModelFigure(Answer):
    """``own``: by the model's own method, not one it is compared with."""

    kind: str
    method: str
    own: bool | None
    since: date | str
    part: str | None
    figure: str
    value: Cell


class ModelWatch(Answer):
    figure: str
    method: str
    part: str | None
    keep: str
    limit: Cell
    since: date | str | None
    value: Cell
    before: Cell
    periods: Cell
    state: str
    because: Said


class ModelWorth(Answer):
    findings: Cell
    judged: Cell
    leads: Cell
    precision: Cell
    precision_low: Cell
    precision_high: Cell


class ModelMonth(Answer):
    month: str | None
    findings: Cell
    leads: Cell
    cases: Cell


class ModelRule(Answer):
    rule: str
    title: Said
    worth: ModelWorth | None
    months: list[ModelMonth] | None


class ModelOut(ModelRow):
    """``figures`` and ``watched``: none where no grant gives them."""

    purpose: Said
    data: list[str]
    measured: Said
    impact: Said
    appeals: Said
    question: Said
    harm: str
    step: str
    method: str | None
    run: date | None
    tables: list[ModelTable]
    figures: list[ModelFigure] | None
    watched: list[ModelWatch] | None
    rules: list[ModelRule]


@router.get("", response=list[ModelRow])
def register(request: Call) -> object:
    """Every registered model: owner, dates, and whether its watched figures stay within their limits."""
    return queries.register(request.auth)


@router.get("/{scenario}/{model}", response=ModelOut)
def model(request: Call, scenario: str, model: str) -> object:
    """One model: its purpose, data, figures by period, watch, impact, appeals, and what came of its findings."""
    return queries.model(request.auth, scenario, model)
