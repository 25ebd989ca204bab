"""What the API of data quality takes and gives."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from shuzhi.ops.errors import Said
from shuzhi.ops.findings.schemas import ExhibitOut

Dimension = Literal["conformity", "completeness", "accuracy", "consistency", "timeliness", "accessibility"]
Severity = Literal["serious", "normal", "notice"]
Kind = Literal[
    "valid", "filled", "unique", "among", "coded", "between", "like", "found", "agrees", "follows", "holds", "believed",
    "history", "timely", "readable",
]  # fmt: skip


class DimensionScore(Schema):
    """``score`` from 0 to 1; none where no rule was asked of any row."""

    dimension: Dimension
    score: float | None


class Scored(Schema):
    score: float | None
    rules: int
    failing: int
    dimensions: list[DimensionScore]


class DepartmentScore(Scored):
    name: str


class TableScore(Scored):
    table: str
    title: Said
    owner: str


class ScoreThen(Scored):
    as_of: date


class DimensionTitle(Schema):
    dimension: Dimension
    title: Said


class DataQualityOut(Schema):
    """Departments and tables with the lowest score first; the trend from the oldest run to the newest."""

    city: Scored
    departments: list[DepartmentScore]
    tables: list[TableScore]
    trend: list[ScoreThen]
    problems: int
    dimensions: list[DimensionTitle]
    formula: Said


class BrokenAsked(Schema):
    owner: str = ""
    dimension: Dimension | Literal[""] = ""
    table: str = ""
    after: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=50, ge=1, le=200)


class MendingOut(Schema):
    """The last order about a rule. ``number`` only to who may see the order."""

    number: str | None
    state: str
    due: date
    overdue: bool


class CountOut(Schema):
    day: date
    checked: int
    failing: int


class MendingOfOrder(Schema):
    """What the runs counted of the rule that an order is about, the oldest first."""

    table: str
    rule: str
    counts: list[CountOut]


class BrokenRow(Schema):
    """A quality rule of one table, how many rows it was asked of and how many break it."""

    table: str
    title: Said
    rule: str
    kind: Kind
    says: Said
    dimension: Dimension
    owner: str
    checked: int
    failing: int
    share: float | None
    severity: Severity
    order: MendingOut | None


class RuleAsked(Schema):
    """``lines``: with the lines of the departments' files, which takes longer."""

    table: str = Field(max_length=200)
    rule: str = Field(max_length=300)
    purpose: str = Field(default="", max_length=100)
    lines: bool = False


class QualityReasonOut(Schema):
    found: int
    why: Said
    todo: Said | None


class QualityRuleOut(BrokenRow):
    """``withheld``: the reader's grants give none of the rows that break it. ``purposes``: those for which they do."""

    reasons: list[QualityReasonOut]
    purpose: str | None
    purposes: list[str]
    exhibits: list[ExhibitOut]
    withheld: bool
