"""What the API says of reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from shuzhi.ops.errors import Said
from shuzhi.run.reports import DocumentForm


class DocumentOut(Schema):
    """A document that was made. ``made_by``: none where the worker made it. ``forms``: its files."""

    document: int
    title: str
    period: str
    subject: str
    made_at: datetime
    made_by: str | None
    snapshot: str
    numbers: int
    forms: Sequence[DocumentForm]


class ReportListed(Schema):
    """``workday`` and ``role``: made by itself on that working day after each period, for whom; none: it is not."""

    report: str
    scenario: str
    name: str
    scenario_title: Said
    grain: Literal["month", "quarter", "year"]
    may_make: bool
    with_subject: bool
    workday: int | None
    role: str | None


class ReportRow(ReportListed):
    documents: int
    newest: DocumentOut | None


class SubjectOut(Schema):
    value: str
    title: str


class ReportOut(ReportListed):
    periods: Sequence[str]
    subjects: Sequence[SubjectOut]
    documents: Sequence[DocumentOut]


class EditionIn(Schema):
    """Of which period (2026-05, 2026-Q1, 2026) and, of a report that has subjects, about which."""

    period: Annotated[str, Field(min_length=1, max_length=10)]
    subject: Annotated[str, Field(max_length=100)] | None = None


class DocumentPart(Schema):
    """``words``: of a table its title."""

    kind: Literal["heading", "words", "table"]
    words: str
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


class PreviewOut(Schema):
    mark: str
    title: str
    to: str | None
    issuer: str
    day: str
    parts: Sequence[DocumentPart]
    snapshot: str | None
