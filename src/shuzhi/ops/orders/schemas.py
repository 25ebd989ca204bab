"""What the API of orders takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Field, Schema

from shuzhi.core.ports import FileForm
from shuzhi.ops.answer import Answer
from shuzhi.ops.errors import Said
from shuzhi.ops.orders.queries import State


class OrdersAsked(Schema):
    """Filters: empty is any. ``q`` are words, Chinese by any part; ``flow`` is ``scenario/name``."""

    state: State | None = None
    q: str = ""
    flow: str = ""
    step: str = ""
    rule: str = ""
    category: str = ""
    region: str = ""
    department: int | None = None
    asking: str = ""
    after: str | None = None
    limit: int = Field(default=20, ge=1, le=100)


class OrdersTaken(OrdersAsked):
    """The list as a file of this form."""

    form: FileForm = "xlsx"
    english: bool = False


class OrderRow(Answer):
    """An order in a list. ``step``, ``department``, ``handler``, ``due`` are of its present or last task."""

    number: str
    title: str
    state: str
    origin: str
    flow: Said
    step: Said
    department: str
    handled_by: str
    handler: str | None
    due: date
    overdue: bool
    escalation: int
    rule: str
    category: str
    region_name: str
    conclusion: str
    asking: str
    opened_at: datetime
    closed_at: datetime | None


class TaskRow(Answer):
    """A live task in a list."""

    id: int
    number: str
    title: str
    origin: str
    kind: str
    state: str
    flow: Said
    step: Said
    department: str
    handler: str | None
    due: date
    overdue: bool
    escalation: int
    region_name: str
    place: str
    opened_at: datetime
    claimed_at: datetime | None


class Counts(Answer):
    """What waits, each counted up to 1,000."""

    mine: int
    mine_overdue: int
    unclaimed: int
    to_decide: int
    to_ask: int
    open: int
    overdue: int


class FieldOut(Answer):
    name: str
    label: Said
    kind: str
    options: list[str]
    required: bool


class StepOut(Answer):
    name: str
    title: Said


class StepOfOrder(StepOut):
    form: list[FieldOut]


class FlowChoice(Answer):
    """A flow that an order can be opened in."""

    scenario: str
    name: str
    title: Said
    steps: list[StepOut]
    handles: str


class FlowOut(Answer):
    """The flow of an order, as it was when the order was opened."""

    scenario: str
    name: str
    title: Said
    steps: list[StepOfOrder]


class DepartmentOut(Answer):
    id: int
    name: str


class ResultOut(Answer):
    """A result of the step. ``departments``: who may have the next step; ``department``: who has it by itself."""

    word: str
    next: str | None
    needs: list[str]
    returns: bool
    conclusion: str | None
    departments: list[DepartmentOut]
    department: int | None


class Colleague(Answer):
    login: str
    name: str


class JointAsked(Answer):
    task: int
    ask: str
    due: date


class ExtensionAsked(Answer):
    days: int
    reason: str


class Offers(Answer):
    """What the reader may do now; a page shows these and no others. ``not_yet``: why he cannot end his step now."""

    actions: list[str]
    results: list[ResultOut] = Field(default=[])
    colleagues: list[Colleague] = Field(default=[])
    extension_days: int | None = None
    suspension_reasons: list[str] = Field(default=[])
    suspension_days: int | None = None
    joint: JointAsked | None = None
    asked: ExtensionAsked | None = None
    not_yet: Said | None = None


class TaskOut(Answer):
    id: int
    kind: str
    state: str
    step: str
    department: str
    department_id: int
    handler: str | None
    handler_login: str | None
    ask: str
    opened_at: datetime
    claimed_at: datetime | None
    due: date
    overdue: bool
    escalation: int
    result: str
    values: dict[str, Any]
    done_by: str | None
    ended_at: datetime | None


class Happened(Answer):
    """One record of the chain about the order."""

    at: str
    by: str
    name: str
    action: str
    about: dict[str, Any]


class CommentOut(Answer):
    id: int
    at: datetime
    by: str
    text: str


class AttachmentOut(Answer):
    id: int
    at: datetime
    by: str
    task: int
    field: str
    name: str
    media_type: str
    size: int


class DelayOut(Answer):
    asked_at: datetime
    asked_by: str
    days: int
    reason: str
    state: str
    department: str
    decided_at: datetime | None
    decided_by: str | None
    note: str


class SuspensionOut(Answer):
    since: date
    ends_on: date
    until: date | None
    days: int | None
    reason: str
    note: str
    by: str


class SupervisionOut(Answer):
    put_at: datetime
    by: str
    department: str
    level: int
    note: str
    due: date
    overdue: bool
    ended_at: datetime | None


class FeedbackOut(Answer):
    at: datetime
    by: str
    round: int
    satisfaction: int
    note: str


class OrderOut(Answer):
    """An order with its history. ``unannounced``: years of the deadline whose days off are not announced yet."""

    number: str
    version: int
    state: str
    origin: str
    title: str
    text: str
    finding: str | None
    rule: str
    category: str
    region_name: str
    place: str
    department: str
    handled_by: str
    opened_by: str | None
    opened_at: datetime
    closed_at: datetime | None
    reason: str
    conclusion: str
    recovered: Decimal | None
    returned: int
    reopened: int
    extensions: int
    suspended_days: int
    asking: str
    asking_due: date | None
    repeat_of: str | None
    flow: FlowOut
    unannounced: list[int]
    task: TaskOut
    tasks: list[TaskOut]
    form: list[FieldOut]
    offers: Offers
    timeline: list[Happened]
    comments: list[CommentOut]
    attachments: list[AttachmentOut]
    delays: list[DelayOut]
    suspensions: list[SuspensionOut]
    supervisions: list[SupervisionOut]
    feedback: list[FeedbackOut]


class Moved(Answer):
    """An order after a change."""

    number: str
    version: int
    state: str


class Created(Answer):
    """What was put beside an order."""

    id: int


class OpenIn(Schema):
    """A finding, or a matter by hand in a flow. ``department``: one's own; ``to``: who has the first step."""

    finding: str | None = None
    scenario: str = ""
    flow: str = ""
    title: str = ""
    text: str = ""
    category: str = ""
    region: str = Field(default="", pattern=r"^(\d{6}|\d{9}|\d{12})?$")
    place: str = ""
    department: int | None = None
    to: int | None = None


class Versioned(Schema):
    """``version`` is of the order as the page showed it."""

    version: int


class HandOverIn(Versioned):
    to: str


class CompleteIn(Versioned):
    result: str
    form: dict[str, Any] = Field(default={})
    department: int | None = None


class ReasonIn(Versioned):
    reason: str


class ExtensionIn(ReasonIn):
    department: int | None = None


class DecideIn(Versioned):
    granted: bool
    note: str = ""


class SuspendIn(ReasonIn):
    note: str = ""


class InviteIn(Versioned):
    departments: list[int]
    ask: str


class WithdrawIn(Versioned):
    task: int


class ReopenIn(ReasonIn):
    step: str | None = None


class AnswerIn(Schema):
    words: str
    task: int | None = None


class SuperviseIn(Schema):
    level: Literal[1, 2, 3]
    words: str
    due: date


class FeedbackIn(Schema):
    satisfaction: int
    words: str = ""


class LinkIn(Schema):
    repeats: str | None


class CommentIn(Schema):
    text: str
