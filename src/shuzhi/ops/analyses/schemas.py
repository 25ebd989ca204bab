"""What the API says of analyses."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from shuzhi.analyse.tabulate.form import Analysis, Kind
from shuzhi.core.ports import FileForm
from shuzhi.ops.errors import Said

Cell = str | int | float | None


class AnalysisColumn(Schema):
    """A column one may use; ``masked``: its values are shown in part, so that it is text."""

    name: str
    title: Said
    kind: Kind
    masked: bool


class AnalysisJoin(Schema):
    table: str
    on: str
    key: str


class AnalysisTable(Schema):
    """A table one may use; ``smallest``: statistics of so many rows or more only; ``joins``: by which keys to what."""

    table: str
    title: Said
    export: bool
    smallest: int | None
    columns: Sequence[AnalysisColumn]
    joins: Sequence[AnalysisJoin]


class AnalysisOut(Schema):
    """An answer. ``sets``: what each row's cells are: 0 a group, 1 a row's total, 2 a column's, 3 everything's;
    10 a subtotal by the first group of the side, 11 its row's total; 20 and 21 by the first two, and so on.

    ``labels``: of each column, what people call its codes. ``withheld``: so many groups are not told, being too small.
    """

    heads: Sequence[Said]
    labels: Sequence[Mapping[str, str]]
    rows: Sequence[Sequence[Cell]]
    sets: Sequence[int]
    more: bool
    withheld: int
    said: Said
    sql: str
    milliseconds: int


class AnalysisTaken(Schema):
    """``english``: the words of a workbook that is laid out as a table."""

    analysis: Analysis
    form: FileForm = "xlsx"
    english: bool = False


class SavedIn(Schema):
    """To be kept under a name; ``department`` and ``role``: shared with."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    analysis: Analysis
    department: Annotated[str, Field(max_length=100)] | None = None
    role: Annotated[str, Field(max_length=100)] | None = None


class SavedOut(Schema):
    id: int
    name: str
    owner: str
    mine: bool
    department: str | None
    role: str | None
    at: datetime
    form: Analysis


class SharingOut(Schema):
    """Whom one may share with."""

    departments: Sequence[str]
    roles: Sequence[str]
