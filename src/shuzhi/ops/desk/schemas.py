"""What the API of the desk takes and gives."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from shuzhi.ops.answer import Answer
from shuzhi.ops.desk.queries import State
from shuzhi.ops.errors import Said

Channel = Literal["phone", "web", "wechat", "letter", "import"]
Urgency = Literal["normal", "urgent"]


Readiness = Literal["none", "waiting", "learning", "ready", "failed"]


class ContactIn(Schema):
    """``other``: an address, a foreign number, whatever is neither name nor telephone."""

    name: str = ""
    phone: str = ""
    other: str = ""


class RequestIn(Schema):
    """A request as a clerk takes it down. Without ``contact`` there is none, or it stays as it is."""

    channel: Channel
    body: str
    title: str = ""
    place: str = ""
    region: str = ""
    category: str = ""
    proposed: int | None = None
    proposed_because: str = ""
    urgency: Urgency = "normal"
    received_at: datetime | None = None
    contact: ContactIn | None = None


class TakeIn(RequestIn):
    """And what is done with it at once: ``merge`` into another, open its ``order``, or nothing yet."""

    department: int | None = None
    then: Literal["keep", "order", "merge"] = "keep"
    to: int | None = None
    into: str = ""
    told: bool = False


class CorrectIn(RequestIn):
    version: int


class RequestMoved(Answer):
    """A request after a change."""

    number: str
    version: int
    state: str
    order: str | None
    into: str | None


class TypedIn(Schema):
    """A request as far as it is written. ``number``: its own, once it has one."""

    title: str = ""
    body: str = ""
    number: str = ""


class SuggestedCategory(Answer):
    label: str
    chance: float


class SuggestedDepartment(Answer):
    department: int | None
    name: str
    reason: str


class SimilarRequest(Answer):
    """An open request of the same matter. ``places`` and ``phrases`` are what both speak of."""

    number: str
    title: str
    received_at: datetime
    channel: str
    place: str
    state: str
    order: str | None
    likeness: float
    retold: bool
    places: list[str]
    phrases: list[str]


class SuggestionsOut(Answer):
    readiness: Readiness
    categories: list[SuggestedCategory]
    undecided: bool
    departments: list[SuggestedDepartment]
    place: str
    region: str
    guessed: bool
    similar: list[SimilarRequest]


class RequestsAsked(Schema):
    """Filters: empty is any. ``to_tell``: whose caller is still to be told something."""

    state: State | None = None
    q: str = ""
    channel: str = ""
    category: str = ""
    urgency: str = ""
    batch: int | None = None
    to_tell: bool = False
    after: str | None = None
    limit: int = Field(default=20, ge=1, le=100)


class RequestRow(Answer):
    """``callers``: its own and those merged into it. ``due``, ``overdue`` are of its order."""

    number: str
    title: str
    channel: str
    received_at: datetime
    place: str
    region: str
    category: str
    urgency: str
    state: str
    source_number: str
    department: str
    proposed: str | None
    order: str | None
    due: date | None
    overdue: bool | None
    into: str | None
    callers: int


class DeskCounts(Answer):
    """What waits, each counted up to 1,000."""

    new: int
    handled: int
    to_tell: int


class DeskNamed(Answer):
    id: int
    name: str


class DeskRegion(Answer):
    code: str
    name: str
    level: str
    parent: str | None


class DeskChoices(Answer):
    """What a clerk chooses from. ``desks``: where he takes requests."""

    readiness: Readiness
    categories: list[str]
    departments: list[DeskNamed]
    desks: list[DeskNamed]
    regions: list[DeskRegion]


class ContactOut(Answer):
    """Masked. ``other``: there is another way to reach him."""

    name: str
    phone: str
    other: bool


class OrderOfRequest(Answer):
    number: str
    state: str
    due: date
    overdue: bool
    flow: Said
    step: Said
    asking: str


class MergedOut(Answer):
    number: str
    title: str
    received_at: datetime
    channel: str


class TellingOut(Answer):
    """That a caller is to be told something, or was."""

    id: int
    request: str
    about: str
    since: datetime
    told_at: datetime | None
    told_by: str | None
    contact: ContactOut | None


class MarkOut(Answer):
    """One aspect of a reply's quality, 0 to 1. ``reasons`` are in Chinese, as the reply is."""

    name: Literal["relevance", "completeness", "explanation", "timeliness"]
    value: float
    reasons: list[str]


class ReplySource(Answer):
    """An earlier reply that a draft quotes; ``mark`` stands in its text behind each quotation."""

    id: str
    mark: str
    title: str
    replied: date | None


class QualityOut(Answer):
    """``score``: the mean of what the words are marked for; None while nothing judges."""

    readiness: Readiness
    score: float | None
    floor: float
    marks: list[MarkOut]


class DraftOut(Answer):
    """``text`` to be edited: quotations end with their source, blanks stand in 【】."""

    readiness: Readiness
    text: str
    notices: list[str]
    sources: list[ReplySource]


class SendIn(Schema):
    """``reason``: why it is sent though below the floor. ``told``: the caller has been told already."""

    text: str
    version: int
    reason: str = ""
    told: bool = False


class TextIn(Schema):
    text: str


class ReplyOut(Answer):
    state: str
    text: str
    sources: list[ReplySource]
    written_by: str
    written_at: datetime
    sent_by: str | None
    sent_at: datetime | None
    score: float | None
    floor: float | None
    marks: list[MarkOut]
    reason: str


class DeskHappened(Answer):
    """One record of the chain about the request."""

    at: str
    by: str
    name: str
    action: str
    about: dict[str, Any]


class RequestOut(Answer):
    """A request. ``whole``: what was said stands here as it was said; else names, telephones, homes are masked."""

    number: str
    version: int
    channel: str
    received_at: datetime
    title: str
    body: str
    whole: bool
    place: str
    region: str
    region_name: str
    category: str
    proposed: DeskNamed | None
    proposed_because: str
    urgency: str
    state: str
    department: str
    taken_by: str
    taken_at: datetime
    answered_at: datetime | None
    satisfaction: int | None
    source_number: str
    batch: DeskNamed | None
    order: OrderOfRequest | None
    into: str | None
    contact: ContactOut | None
    may: list[str]
    merged: list[MergedOut]
    tellings: list[TellingOut]
    replies: list[ReplyOut]
    timeline: list[DeskHappened]


class CallerIn(Schema):
    phone: str


class RequestMergeIn(Schema):
    """``told``: he has been told already, on the telephone."""

    into: str
    told: bool = False


class RequestOrderIn(Schema):
    to: int | None = None


class ContactPurpose(Answer):
    purpose: str


class RequestRateIn(Schema):
    satisfaction: int
    words: str = ""


class ImportOut(Answer):
    """A file of requests: each of its rows was taken, had come before, or is bad."""

    id: int
    name: str
    channel: str
    columns: dict[str, str]
    records: int
    taken: int
    repeated: int
    bad: int
    at: datetime
    imported_by: str


class BadRowOut(Answer):
    line: int
    why: Said
    content: str


class ImportLook(Answer):
    """A file before it is imported. ``guess``: per field the header that most likely is it. ``before``: had it come?"""

    columns: list[str]
    guess: dict[str, str | None]
    sample: list[list[str]]
    records: int
    bad: int
    before: ImportOut | None
