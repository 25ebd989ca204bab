"""The one form in which indicators are asked and answered: by charts, screens, questions in words, reports.

``Inquiry`` is what is asked; it names things of the catalogue and nothing else. ``Answered`` is a table whose columns
say what they are, with the period, how fresh the data are, and in words what was counted. A cell is a number, a text,
or None: not known. A share or a rate of change is in percent, a change of a percentage in percentage points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shuzhi.analyse.indicators.definition import Grain
from shuzhi.core.text import Text

Comparison = Literal["previous_year", "previous", "cumulative", "share", "rank"]
"""同比, 环比, 累计 (from the period's begin), 占比 (of all groups), 排名 (1 is the most)."""
Compared = Literal["value", "previous_year_change", "previous_change", "share"]

MOST_ROWS = 5_000
Name = Annotated[str, Field(min_length=1, max_length=100)]


class Part(BaseModel):
    """Base of all parts of the form."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class By(Part):
    """Split by a dimension; ``level`` of a region or of a tree of departments, none: the coarsest."""

    dimension: Name = Field(description="维度 | the dimension")
    level: Name | None = Field(default=None, description="层级；不写则最粗 | its level; none = the coarsest")


class Only(Part):
    """Only these values of a dimension (None: not filled in); ``but``: all but these. A region is given by its code
    and holds all below it."""

    dimension: Name = Field(description="维度 | the dimension")
    level: Name | None = Field(default=None, description="层级 | its level")
    values: Annotated[tuple[Name | None, ...], Field(min_length=1, max_length=500)] = Field(
        description="这些值 | these values"
    )
    but: bool = Field(default=False, description="除了这些值 | all but these")


class Beyond(Part):
    """Only groups whose number is beyond a limit."""

    column: Compared = Field(default="value", description="比哪个数 | which number")
    than: Literal[">", ">=", "<", "<="] = Field(description="怎么比 | how it compares")
    number: float = Field(description="界限 | with what")


class Inquiry(Part):
    """A question to one indicator (``scenario.name``). ``period`` as in ``periods.period``: 2026, 2026-Q1, 2026-05,
    2026-05-03, 2026-W21, 2026-01-01/2026-03-31, this_month, previous_quarter, last_30_days, all.

    Without ``grain`` one number for the whole period. ``top``: so many groups, with the most or the fewest first.
    """

    indicator: Name = Field(description="场景.指标 | scenario.indicator")
    period: str = Field(
        default="all",
        max_length=40,
        description="时间段，如 2026-05、this_month、last_30_days、all | the period",
    )
    grain: Grain | None = Field(default=None, description="按日、周、月、季、年分 | split by time")
    by: tuple[By, ...] = Field(
        default=(), max_length=3, description="按哪些维度分 | split by these dimensions"
    )
    where: tuple[Only, ...] = Field(default=(), max_length=8, description="只看这些 | only of these")
    compare: tuple[Comparison, ...] = Field(
        default=(), max_length=5, description="同比、环比、累计、占比、排名 | what it is compared with"
    )
    beyond: tuple[Beyond, ...] = Field(
        default=(), max_length=4, description="只看超过界限的 | only groups beyond a limit"
    )
    top: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        default=None, description="最多（或最少）的几个 | so many groups"
    )
    fewest: bool = Field(default=False, description="从少到多 | the fewest first")


Cell = str | int | float | bool | None


NOT_FILLED = Text("未填", "not filled in")
"""What a group is called of which nothing is filled in."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """``labels``: what people call the values, where they are codes. ``of``: the comparison it belongs to."""

    name: str
    kind: Literal["time", "dimension", "value", "comparison"]
    title: Text
    unit: Text | None = None
    of: Comparison | None = None
    level: str | None = None
    labels: Mapping[str, Text] | None = None


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """First and last day the table knows of (None: it has no days or no rows), and the run that made it."""

    first: date | None
    last: date | None
    run: str | None
    finished: date | None


@dataclass(frozen=True, kw_only=True)
class Answered:
    """``snapshot``: the state of the lake; equal ones give equal answers. ``more``: rows beyond ``MOST_ROWS`` were cut.

    ``since`` and ``until`` are the first and last day of the period; None for an indicator without time.
    """

    inquiry: Inquiry
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    more: bool
    since: date | None
    until: date | None
    said: Text
    notes: tuple[Text, ...]
    freshness: Freshness
    snapshot: str | None
