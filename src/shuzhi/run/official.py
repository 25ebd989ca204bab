"""An official document (公文): what it says, before it is a file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*([.][0-9]+)?( ?[^0-9\s]{1,4})?|—|")
"""With its unit, or nothing known."""


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

    @property
    def numeric(self) -> list[bool]:
        """Of each column whether it holds numbers, which end below each other; words begin below each other."""
        columns = [[row[at] for row in self.rows] for at in range(len(self.heads))]
        return [all(_NUMBER.fullmatch(words) for words in column) for column in columns]


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


def day_said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def signed_in(told: Official) -> tuple[float, float]:
    """How many characters from the right edge the name and, below it, the day end (7.3.5.2).

    The first character of the day stands two characters right of the first of the name; whichever is further right
    ends two characters in.
    """
    gap = wide(told.issuer) - wide(day_said(told.day)) - 2
    return (2 - gap, 2.0) if gap < 0 else (2.0, 2 + gap)


def wide(words: str) -> float:
    """How many characters wide; digits and Latin letters are half of one."""
    return sum(0.5 if each.isascii() else 1.0 for each in words)


def mark_size(mark: str) -> float:
    """Points of the red words at the head: 36 where they fit into one line of 156 mm, else as large as fits."""
    return min(36.0, 156 / 25.4 * 72 / max(1.0, wide(mark)))
