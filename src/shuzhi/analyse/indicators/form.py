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

    dimension: Name
    level: Name | None = None


class Only(Part):
    """Only these values of a dimension (None: not filled in); ``but``: all but these. A region is given by its code
    and holds all below it."""

    dimension: Name
    level: Name | None = None
    values: Annotated[tuple[Name | None, ...], Field(min_length=1, max_length=500)]
    but: bool = False


class Beyond(Part):
    """Only groups whose number is beyond a limit."""

    column: Compared = "value"
    than: Literal[">", ">=", "<", "<="]
    number: float


class Inquiry(Part):
    """A question to one indicator (``scenario.name``). ``period`` as in ``periods.period``: 2026, 2026-Q1, 2026-05,
    2026-05-03, 2026-W21, 2026-01-01/2026-03-31, this_month, previous_quarter, last_30_days, all.

    Without ``grain`` one number for the whole period. ``top``: so many groups, with the most or the fewest first.
    """

    indicator: Name
    period: Annotated[str, Field(max_length=40)] = "all"
    grain: Grain | None = None
    by: Annotated[tuple[By, ...], Field(max_length=3)] = ()
    where: Annotated[tuple[Only, ...], Field(max_length=8)] = ()
    compare: Annotated[tuple[Comparison, ...], Field(max_length=5)] = ()
    beyond: Annotated[tuple[Beyond, ...], Field(max_length=4)] = ()
    top: Annotated[int, Field(ge=1, le=1000)] | None = None
    fewest: bool = False


Cell = str | int | float | bool | None


@dataclass(frozen=True, kw_only=True)
class Column:
    """``labels``: what people call the values, where they are codes. ``of``: the comparison it belongs to."""

    name: str
    kind: Literal["time", "dimension", "value", "comparison"]
    title: Text
    unit: Text | None = None
    of: Comparison | None = None
    level: str | None = None
    labels: Mapping[str, str] | None = None


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
