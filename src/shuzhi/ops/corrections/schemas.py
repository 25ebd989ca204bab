"""What the API of reported errors takes and gives."""

from datetime import date, datetime

from ninja import Field, Schema

from shuzhi.ops.answer import Answer
from shuzhi.ops.errors import Said
from shuzhi.ops.findings.schemas import ExhibitOut


class CorrectionIn(Schema):
    """``column``: empty for the row as a whole."""

    table: str = Field(max_length=200)
    batch: str = Field(max_length=80)
    row: int = Field(ge=0, le=2**53)
    column: str = Field(default="", max_length=100)
    text: str


class CorrectionAnswerIn(Schema):
    """``mended``: the data are or will be mended; else they are right as they stand."""

    mended: bool
    text: str


class DisputeIn(Schema):
    text: str


class RulingIn(Schema):
    """``overturned``: the owner is to mend the data; else the answer stands."""

    overturned: bool
    text: str


class CorrectionOut(Answer):
    correction: int
    table: str
    title: Said
    place: str
    column: str
    owner: str
    state: str
    text: str
    asked_by: str
    asked_for: str
    asked_at: datetime
    due: date
    late: bool
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    dispute: str
    disputed_at: datetime | None
    ruling: str
    ruled_by: str | None
    ruled_at: datetime | None
    may: list[str]


class DeadlineOut(Schema):
    """Working days to answer and to dispute, and what says so."""

    days: int
    basis: str


class CorrectionRow(Answer):
    """Empty where the reader's grants do not give the row."""

    exhibits: list[ExhibitOut]
