"""What the API of requests for sharing takes and gives."""

from datetime import date, datetime

from ninja import Field, Schema

from shuzhi.core.elements import MaskLevel
from shuzhi.ops.answer import Answer
from shuzhi.ops.contribution.schemas import GiveToGetOut
from shuzhi.ops.errors import Said


class SharingIn(Schema):
    """``role``: whose holders in the department are to read it; ``until``: the last day."""

    table: str = Field(max_length=200)
    purpose: str = Field(max_length=100)
    role: str = Field(max_length=100)
    until: date
    reason: str = Field(max_length=1000)


class SharingAnswerIn(Schema):
    """``mask``: how much of each value is given, where it is granted."""

    grant: bool
    mask: MaskLevel | None = None
    text: str = Field(max_length=1000)


class SharingLiftIn(Schema):
    text: str = Field(max_length=1000)


class OwedOut(Answer):
    """``unknown``: it could not be counted."""

    told: Said
    unknown: bool


class SharingRequestOut(Answer):
    """``owing``: what give-to-get has against granting it now; ``lifters``: who may except it."""

    request: int
    table: str
    title: Said | None
    owner: str
    department: str
    purpose: str
    role: str
    until: date
    reason: str
    state: str
    asked_by: str
    asked_at: datetime
    due: date
    late: bool
    mask: MaskLevel | None
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    lifted: str
    lifted_by: str | None
    lifted_at: datetime | None
    owing: list[OwedOut]
    lifters: str
    may: list[str]


class PurposeOut(Answer):
    name: str
    basis: str


class SharingFormOut(Answer):
    """What one may ask for, in whose name, and what would be in the way."""

    department: str
    owner: str
    days: int
    purposes: list[PurposeOut]
    roles: list[str]
    owing: list[OwedOut]
    policy: GiveToGetOut | None


class SharingWaitingOut(Schema):
    waiting: int
