"""What the API says of typed SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from shuzhi.core.elements import MaskLevel
from shuzhi.core.ports import FileForm
from shuzhi.ops.errors import Said
from shuzhi.secure.gate import LONGEST_TEXT


class SqlIn(Schema):
    """One SELECT, and what it is for."""

    purpose: Annotated[str, Field(min_length=1, max_length=100)]
    sql: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class SqlTaken(SqlIn):
    form: FileForm = "xlsx"


class SqlOut(Schema):
    """The answer: cells as text. ``more``: there were rows beyond those shown."""

    names: Sequence[str]
    rows: Sequence[Sequence[str | None]]
    more: bool
    milliseconds: int


class SqlColumn(Schema):
    name: str
    title: Said
    level: MaskLevel


class SqlTable(Schema):
    """A table one may read: whether it may be taken out; ``smallest``: statistics of so many rows or more only."""

    table: str
    title: Said
    export: bool
    smallest: int | None
    columns: Sequence[SqlColumn]


class SqlBefore(Schema):
    """A query of one's own. ``rows``: none where it was refused or failed."""

    purpose: str
    sql: str
    at: datetime
    rows: int | None
    milliseconds: int
