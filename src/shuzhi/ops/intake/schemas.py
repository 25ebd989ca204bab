"""What the API of intake takes and answers."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from shuzhi.ops.errors import ProblemOut, Said


class SourceColumn(Schema):
    name: str
    element: str
    required: bool


class SourceOut(Schema):
    """A source, and what whoever asks may do with its files. ``waiting``: submissions for him to approve."""

    source: str
    title: Said
    owner: str
    cadence: str
    approval: bool
    columns: list[SourceColumn]
    rights: list[str]
    waiting: int


class Pushed(Schema):
    """Events that are on the disk; of them so many have no key or no time, and will be quarantined."""

    taken: int
    quarantined: int


class DueOut(Schema):
    """A period; ``state``: in time, late (it came after it was due), missing, open."""

    period: str
    due: date
    came: date | None
    state: str


class StandingOut(Schema):
    """``sender``: the department that owes it. ``state``: in time, soon, open, late, never, no rhythm. ``days``:
    working days it is late, or has left. ``reminded``: people told of what it is late with, or due with soon; none when
    there is nobody to tell."""

    source: str
    title: Said
    sender: str
    cadence: str
    feed: bool
    state: str
    last: date | None
    pulled: datetime | None
    due: date | None
    days: int
    dues: list[DueOut]
    in_time: int
    judged: int
    reminded: int | None
    waiting: int


class PunctualOut(Schema):
    sender: str
    sources: int
    late: int
    in_time: int
    judged: int


class CalendarOut(Schema):
    """``day``: the day it is told for. Not a row before the city's first run."""

    day: date
    sources: list[StandingOut]
    departments: list[PunctualOut]
    notes: list[ProblemOut]


class NamedFields(Schema):
    names: list[Annotated[str, Field(max_length=200)]] = Field(max_length=500)


class HeldOut(Schema):
    """A column that the city has: of which table, from whom, how often, on what terms others have it."""

    table: str
    title: Said
    column: str
    owner: str
    often: Said
    sharing: Said


class FormField(Schema):
    """``identifies``: it says whom a row is about, and is needed to join what is held."""

    header: str
    identifies: bool
    held: list[HeldOut]


class FormOut(Schema):
    """``twice``: fields that need not be asked for again."""

    fields: list[FormField]
    twice: int


class FileCounts(Schema):
    records: int
    bad: int
    aside: int
    wrong: int


class SubmissionOut(Schema):
    submission: int
    source: str
    department: str
    name: str
    size: int
    state: str
    counts: FileCounts
    sent_by: str
    at: datetime
    decided_by: str | None
    because: str
    stored: str
    batch: str | None
    may: list[str]


class ShownRow(Schema):
    """``row`` counts from 1 over the sheet's rows, ``line`` is where it stands in the file."""

    row: int
    line: int
    state: str
    reason: str
    why: Said | None
    cells: list[str]


class ShownSheet(Schema):
    name: str
    hidden: bool
    rows: int
    columns: int
    taken: bool
    shown: list[ShownRow]


class Wrong(Schema):
    rows: int
    line: int | None
    examples: list[str]
    why: Said
    todo: Said


class ProposedColumn(Schema):
    """The source's column that a header most likely is; ``confidence`` is 0 to 1."""

    column: str
    confidence: float
    why: Said


class SeenColumn(Schema):
    """A column of the file: ``means`` is the source's column it is taken for; of one that is not, ``proposed``."""

    header: str
    at: int | None
    letter: str
    kind: str
    means: str | None
    element: str
    label: Said
    reason: Said | None
    proposed: ProposedColumn | None = None
    filled: int
    invalid: list[Wrong]


class ReasonOut(Schema):
    reason: str
    why: Said
    rows: int


class FileLook(Schema):
    format: str
    encoding: str | None
    sheets: list[ShownSheet]
    columns: list[SeenColumn]
    missing: list[str]
    records: int
    bad: list[ReasonOut]
    aside: list[ReasonOut]
    notes: list[ProblemOut]
    seconds: float


class Replaced(Schema):
    file: str
    rows: int


class Changes(Schema):
    """What the lake will hold otherwise. ``there``: the same content is in it already, under this file."""

    there: str | None
    withdrawn: str | None
    replaces: Replaced | None
    rows_now: int
    files_now: int


class SubmissionDetail(SubmissionOut):
    fixes: dict[str, Any]
    look: FileLook | None
    drift: list[ProblemOut]
    changes: Changes | None


class Confirmed(Schema):
    accept_change: bool = False


class Decided(Schema):
    allow: bool
    because: str = ""


class BatchReason(Schema):
    why: Said
    rows: int


class BatchOut(Schema):
    """records = landed + quarantined + set_aside. ``waits``: what the next run will do with it."""

    batch: str
    source: str
    file: str
    records: int
    landed: int
    repaired: int
    quarantined: int
    set_aside: int
    reasons: list[BatchReason]
    withdrawn: bool
    because: str
    waits: str | None
    mended: int
    rights: list[str]


class QuarantinedRow(Schema):
    row: int
    sheet: str
    line: int
    column: str | None
    why: Said
    content: str
    mended: bool


class QuarantinedRows(Schema):
    columns: list[str]
    rows: list[QuarantinedRow]
    next: int | None


class MendedRow(Schema):
    row: int
    values: dict[str, str | None]


class MendIn(Schema):
    rows: list[MendedRow]


class Because(Schema):
    because: str


class Count(Schema):
    rows: int
