"""What the API says of indicators. The form of a question and of its answer is ``analyse.indicators.form``."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from ninja import Schema
from pydantic import Field, model_validator

from shuzhi.analyse.indicators.definition import Grain
from shuzhi.analyse.indicators.form import Cell, Comparison, Inquiry
from shuzhi.core.ports import FileForm
from shuzhi.ops.errors import Said
from shuzhi.packs.indicator_file import Direction


class DimensionOut(Schema):
    """``levels``: ways to drill, coarse to fine. ``labels``: what people call values that are codes."""

    name: str
    title: Said
    kind: Literal["plain", "region", "department", "rule"]
    levels: list[str]
    labels: Mapping[str, Said] | None


class TargetOut(Schema):
    number: float
    basis: str


class IndicatorOut(Schema):
    """``grain``: the finest; none: the indicator says how things stand and has no time. ``adds``: its parts add up."""

    name: str
    title: Said
    definition: Said
    unit: Said
    decimals: int
    owner: str
    direction: Direction
    target: TargetOut | None
    scenario: str
    scenario_title: Said
    purpose: str
    grain: Grain | None
    adds: bool
    dimensions: list[DimensionOut]
    comparisons: list[Comparison]
    synonyms: list[str]


class AnswerColumn(Schema):
    name: str
    kind: Literal["time", "dimension", "value", "comparison"]
    title: Said
    unit: Said | None
    of: Comparison | None
    level: str | None
    labels: Mapping[str, Said] | None


class FreshnessOut(Schema):
    """First and last day the table knows of; the run that made it."""

    first: date | None
    last: date | None
    run: str | None
    finished: date | None


class AnswerOut(Schema):
    """An indicator's answer: ``rows`` are lists of cells in the order of ``columns``."""

    inquiry: Inquiry
    title: Said
    definition: Said
    unit: Said
    decimals: int
    direction: Direction
    target: TargetOut | None
    columns: list[AnswerColumn]
    rows: list[list[Cell]]
    more: bool
    since: date | None
    until: date | None
    said: Said
    notes: list[Said]
    freshness: FreshnessOut
    snapshot: str | None
    source: Said
    owner: str


class ExplainedOut(Schema):
    """``rows``: the condition to which the reader's grants keep him, if any."""

    definition: Said
    said: Said
    sql: str
    table: str
    table_title: Said
    owner: str
    freshness: FreshnessOut
    snapshot: str | None
    rows: str | None
    export: bool


class QuestionIn(Schema):
    """A question in Chinese; ``before``: the inquiry it follows."""

    question: Annotated[str, Field(min_length=1, max_length=200)]
    before: Inquiry | None = None


class ChoiceOut(Schema):
    """What may have been meant: an indicator by its full name, a region by its code, a word; and the question then."""

    name: str
    title: Said
    question: str


class AskedOut(Schema):
    """``answer`` where the question was understood; else ``why`` not, and ``choices`` where something is asked back.

    ``by_model``: the city's language model put it into the form.
    """

    answer: AnswerOut | None
    why: Said | None
    choices: list[ChoiceOut]
    by_model: bool


class BehindOut(Schema):
    """Rows of the table the number is counted from; ``more``: there are others."""

    names: list[str]
    titles: list[Said]
    rows: list[list[Cell]]
    more: bool


class ExportIn(Schema):
    """``numbers``: the answer itself, a workbook; ``rows``: all that it is counted from."""

    inquiry: Inquiry
    what: Literal["numbers", "rows"]
    form: FileForm = "xlsx"
    english: bool = False

    @model_validator(mode="after")
    def _numbers_are_a_workbook(self) -> Self:
        if self.what == "numbers" and self.form != "xlsx":
            raise ValueError("numbers are a workbook")
        return self
