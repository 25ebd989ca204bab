"""The one form of an analysis: what somebody chose on the page, what is saved and shared, what a link holds.

It names columns and nothing else; what they are, the reader's grants say (``Known``). A column of the joined table is
written ``joined.<name>``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shuzhi.core.links import Link
from shuzhi.core.sql import TableName

Kind = Literal["text", "number", "date", "yes_no"]
How = Literal["eq", "ne", "in", "lt", "le", "gt", "ge", "between", "has", "starts", "empty", "filled"]
Step = Literal["value", "year", "quarter", "month", "day"]
Count = Literal["rows", "count", "distinct", "sum", "avg", "min", "max", "ratio"]

JOINED = "joined."
MOST_GROUPS = 1_000
OFFERED: Mapping[Kind, tuple[How, ...]] = {
    "text": ("eq", "ne", "in", "has", "starts", "empty", "filled"),
    "number": ("eq", "ne", "in", "lt", "le", "gt", "ge", "between", "empty", "filled"),
    "date": ("eq", "ne", "lt", "le", "gt", "ge", "between", "empty", "filled"),
    "yes_no": ("eq", "empty", "filled"),
}
"""How a column of a kind may be compared."""
MEASURED: Mapping[Kind, tuple[Count, ...]] = {
    "text": ("count", "distinct", "min", "max"),
    "number": ("count", "distinct", "sum", "avg", "min", "max", "ratio"),
    "date": ("count", "distinct", "min", "max"),
    "yes_no": ("count",),
}
OF_STATISTICS: frozenset[Count] = frozenset({"rows", "count", "distinct", "sum", "avg"})
"""What is counted of a table of which only statistics are granted."""

Column = Annotated[str, Field(min_length=1, max_length=120)]
Value = Annotated[str, Field(min_length=1, max_length=200)]


class Part(BaseModel):
    """Base of all parts of the form."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(Part):
    """Only rows whose column compares so with the values, which are texts as people write them."""

    column: Column
    how: How
    values: Annotated[tuple[Value, ...], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _as_many_values_as_it_takes(self) -> Self:
        takes = {"empty": (0, 0), "filled": (0, 0), "between": (2, 2), "in": (1, 200)}.get(self.how, (1, 1))
        if not takes[0] <= len(self.values) <= takes[1]:
            raise ValueError(f"{self.how} takes {takes[0]} to {takes[1]} values")
        return self


class Group(Part):
    """Split by a column; a date by its year, quarter, month or day."""

    column: Column
    step: Step = "value"


class Measure(Part):
    """What is counted in each group. ``ratio``: one column's sum over another's, never a mean of ratios."""

    how: Count
    of: Column | None = None
    over: Column | None = None

    @model_validator(mode="after")
    def _of_what_it_needs(self) -> Self:
        if (self.of is None) != (self.how == "rows") or (self.over is None) != (self.how != "ratio"):
            raise ValueError(f"{self.how} of {self.of} over {self.over}")
        return self


class Join(Part):
    """Another table: to each row at most one of its rows, that of the same key."""

    table: Column
    on: Column
    key: Column


class Sort(Part):
    """By a measure, the place of which is told; none: by the groups themselves."""

    measure: Annotated[int, Field(ge=0, le=9)] | None = None
    down: bool = False


class Analysis(Part):
    """One analysis. ``rows`` and ``across``: what stands down the side and along the head of its table.

    ``subtotals``: below the rows of each outer group of the side their total, where those stand together.
    """

    purpose: Annotated[str, Field(min_length=1, max_length=100)]
    table: Column
    join: Join | None = None
    where: Annotated[tuple[Condition, ...], Field(max_length=12)] = ()
    rows: Annotated[tuple[Group, ...], Field(max_length=4)] = ()
    across: Annotated[tuple[Group, ...], Field(max_length=2)] = ()
    measures: Annotated[tuple[Measure, ...], Field(min_length=1, max_length=6)]
    sort: Sort = Sort()
    limit: Annotated[int, Field(ge=1, le=MOST_GROUPS)] = 100
    totals: bool = True
    subtotals: bool = False
    chart: Literal["none", "bar", "line", "stacked"] = "bar"

    @model_validator(mode="after")
    def _sorted_by_a_measure_there_is(self) -> Self:
        if self.sort.measure is not None and self.sort.measure >= len(self.measures):
            raise ValueError("there is no such measure to sort by")
        return self

    @property
    def outer(self) -> range:
        """How many groups of the side each kind of subtotal is of; none where rows are sorted by what is counted."""
        return range(1, len(self.rows) if self.subtotals and self.sort.measure is None else 1)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a reader may use of a form: the kind of each column he is shown, by its name in the form.

    ``statistics``: only statistics of the table are granted.
    """

    table: TableName
    joined: Link | None
    columns: Mapping[str, Kind]
    statistics: bool = False
