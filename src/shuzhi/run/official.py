"""An official document (公文): what it says, before it is a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Heading:
    words: str


@dataclass(frozen=True, kw_only=True)
class Words:
    words: str


@dataclass(frozen=True, kw_only=True)
class Table:
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


Part = Heading | Words | Table


@dataclass(frozen=True, kw_only=True)
class Official:
    """``about`` goes into the file's properties: from which state of the data it was made."""

    mark: str
    title: str
    to: str | None
    parts: Sequence[Part]
    issuer: str
    day: date
    about: str
