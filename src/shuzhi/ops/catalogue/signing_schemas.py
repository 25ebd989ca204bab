"""What the API takes and gives about changes of the catalogue that stewards sign."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from shuzhi.ops.errors import Said
from shuzhi.packs.catalogue_file import Opening, Sharing


class EntryChangeOut(Schema):
    """A field of an entry as it was signed (none: nothing was) and as it is asked to be."""

    what: str
    before: Said | None
    now: Said


class WaitingOut(Schema):
    """``mark`` says which content this is; ``asked_by``: none where the city's files were edited."""

    mark: str
    first: bool
    changes: list[EntryChangeOut]
    asked_by: str | None
    asked: datetime | None
    reason: str | None


class SignedOut(Schema):
    verdict: Literal["signed", "refused"]
    reason: str
    by: str
    decided: date
    asked_by: str | None
    changes: list[EntryChangeOut]


class EntryOut(Schema):
    """What the city's files say, signed or not."""

    sharing: Sharing | None
    opening: Opening | None


class SigningOut(Schema):
    """``decided``: every version, the latest first; ``may``: what one may do about this table."""

    waiting: WaitingOut | None
    decided: list[SignedOut]
    may: list[Literal["catalogue.propose", "catalogue.sign"]]
    entry: EntryOut


class WaitingRow(Schema):
    """An entry that waits for a signature, in the list of those whose it is."""

    table: str
    title: Said
    owner: str
    whats: list[str]
    may_sign: bool


class EntryIn(Schema):
    """How a table is asked to be shared and open; none leaves it as it is."""

    sharing: Sharing | None = None
    opening: Opening | None = None
    reason: str = Field(max_length=500)


class VerdictIn(Schema):
    """``mark``: the content one was shown."""

    verdict: Literal["signed", "refused"]
    reason: str = Field(max_length=500)
    mark: str = Field(max_length=64)
