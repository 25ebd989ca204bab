"""What the API of the catalogue takes and gives."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from shuzhi.core.elements import Grade
from shuzhi.ops.catalogue.signing_schemas import SigningOut
from shuzhi.ops.errors import Said
from shuzhi.ops.findings.schemas import ExhibitOut


class CatalogueAsked(Schema):
    """``q`` are words, pinyin or initials. Of each facet one value, or any."""

    q: str = Field(default="", max_length=200)
    kind: str = ""
    owner: str = ""
    grade: str = ""
    sharing: str = ""
    after: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=50, ge=1, le=200)


class EntryRow(Schema):
    """A table of the catalogue, or one of its columns."""

    table: str
    column: str | None
    title: Said
    label: Said | None
    owner: str
    kind: Said
    grade: str
    rows: int | None
    cadence: str | None
    arrived: str | None
    sharing: Said
    score: float | None
    last_used: datetime | None


class FacetValue(Schema):
    value: str
    title: Said
    tables: int


class FacetsOut(Schema):
    """The values of each facet, the commonest first."""

    kind: list[FacetValue]
    owner: list[FacetValue]
    grade: list[FacetValue]
    sharing: list[FacetValue]


class PlaceOut(Schema):
    """A link of lineage. ``working`` is a table between steps, ``hidden`` one that one may not know of."""

    table: str
    title: Said
    kind: Literal["table", "file", "rule", "working", "hidden"]
    owner: str


class NotMadeOut(PlaceOut):
    """A table that the last run could not make; ``why`` is empty where it waits for another. ``since`` that as-of date
    it is as it was."""

    since: date
    what: Said
    why: Said
    todo: Said


class OriginOut(PlaceOut):
    column: str


class TableColumnOut(Schema):
    name: str
    element: str | None
    label: Said
    type: str
    grade: str
    lowered: str | None
    filled: float | None
    valid: float | None
    made_from: list[OriginOut]
    used_by: int


class NeedOut(Schema):
    """A matter for which the table is read."""

    scenario: str
    title: Said
    owner: str
    purpose: str
    basis: str


class CatalogueBatchOut(Schema):
    """``file`` is None for those who may not read what departments' files are called."""

    batch: str
    arrived: str
    records: int
    landed: int
    quarantined: int
    set_aside: int
    sha256: str
    file: str | None


class ProblemCountOut(Schema):
    column: str
    found: int
    batches: int
    why: Said
    todo: Said | None


class DeviationOut(Schema):
    """A batch unlike the earlier ones: ``value`` was expected from ``low`` to ``high``; ``like`` is what it repeats."""

    batch: str
    column: str | None
    what: Said
    value: str
    low: str | None
    high: str | None
    like: str | None


class MineOut(Schema):
    """What the reader himself may see for one purpose; ``statistics_of``: only of groups of so many rows."""

    purpose: str
    basis: str
    some_rows: bool
    statistics_of: int | None
    export: bool
    levels: dict[str, str]


class UseOut(Schema):
    last: datetime
    reads: int
    readers: int


class ChangeOut(Schema):
    as_of: date
    column: str | None
    what: str
    before: str | None
    now: str | None


class TableOut(EntryRow):
    """Everything told of one table."""

    basis: str | None
    licence: str | None
    source: str | None
    scenario: str | None
    made: str
    sharing_basis: str | None
    sharing_condition: str | None
    proposed: Said | None
    proposed_why: Said | None
    opening: Said
    opening_basis: str | None
    columns: list[TableColumnOut]
    made_from: list[PlaceOut]
    used_by: list[PlaceOut]
    needed_for: list[NeedOut]
    batches: list[CatalogueBatchOut]
    problems: list[ProblemCountOut]
    deviations: list[DeviationOut]
    mine: list[MineOut]
    use: UseOut | None
    changes: list[ChangeOut]
    signing: SigningOut | None


class SampleOut(Schema):
    """``purpose``: for which the rows are given, none where no grant gives any; ``purposes``: for which some does."""

    purpose: str | None
    purposes: list[str]
    exhibits: list[ExhibitOut]


class ReachedTableOut(Schema):
    """``columns`` whose values may change; ``rows``: which rows there are may change."""

    table: str
    title: Said
    owner: str
    columns: list[str]
    rows: bool


class ReachedRuleOut(Schema):
    scenario: str
    rule: str
    title: Said
    owner: str


class ColumnReachOut(Schema):
    """A column both ways. ``hidden``: how many tables it reaches that one may not know of."""

    table: str
    title: Said
    column: str
    label: Said
    grade: str
    made_from: list[OriginOut]
    tables: list[ReachedTableOut]
    hidden: int
    rules: list[ReachedRuleOut]
    owners: list[str]


class KeptOut(Schema):
    """How many values were held to an element; ``share`` is what kept to it, None where none was asked."""

    checked: int
    failing: int
    share: float | None


class ElementRow(KeptOut):
    """A data element. ``based_on``: the built-in one it narrows, of one that the city made."""

    name: str
    title: Said
    standard: str
    based_on: Said | None
    type: str
    unit: str | None
    grade: str
    headers: list[str]
    columns: int
    tables: int


class CodeListRow(Schema):
    """``valid``: how many of its codes are valid today."""

    name: str
    title: Said
    standard: str
    count: int
    valid: int
    used: int


class StandardsOut(Schema):
    elements: list[ElementRow]
    lists: list[CodeListRow]


class StandsOut(KeptOut):
    table: str
    title: Said
    column: str
    owner: str


class RefusedOut(Schema):
    why: Said
    todo: Said


class ElementOut(ElementRow):
    """``narrowed``: what a city-made element asks beyond what it narrows; ``refused``: values that are never valid."""

    narrowed: list[Said]
    refused: list[RefusedOut]
    code_list: str | None
    stands: list[StandsOut]


class CodeOut(Schema):
    code: str
    name: str
    above: str | None
    since: date | None
    until: date | None
    replaced_by: list[str]
    valid: bool


class NamedOut(Schema):
    name: str
    title: Said


class HeldToOut(Schema):
    table: str
    title: Said
    column: str


class CodeListOut(Schema):
    """One code list with the elements and columns that are held to it."""

    name: str
    title: Said
    standard: str
    count: int
    valid: int
    codes: list[CodeOut]
    elements: list[NamedOut]
    columns: list[HeldToOut]


class GradedOut(Schema):
    """What somebody decided, against the grade that its element asked for then (``was``)."""

    grade: Grade
    was: Grade
    reason: str
    by: str
    decided: date


class GradingRow(Schema):
    """A column on the worklist. ``said``: by its element; ``open``: somebody has to decide."""

    source: str
    table: str
    title: Said
    owner: str
    column: str
    label: Said
    said: Grade
    grade: Grade
    suggested: Grade | None
    reasons: list[Said]
    decision: GradedOut | None
    open: bool


class GradeIn(Schema):
    source: str = Field(max_length=100)
    column: str = Field(max_length=200)
    grade: Grade
    reason: str = Field(max_length=500)
