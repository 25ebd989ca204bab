"""What the API of contribution and use gives."""

from datetime import date

from shuzhi.ops.answer import Answer
from shuzhi.ops.errors import Said


class DepartmentContribution(Answer):
    """``shares``: one of each part, from 0 to 1; none where there is nothing to count. ``owing``: what of give-to-get
    it does not keep, in words."""

    name: str
    tables: int
    score: float | None
    shares: list[float | None]
    owing: list[Said]


class PartOut(Answer):
    part: str
    title: Said
    how: Said


class GiveToGetOut(Answer):
    """The rule in words, line by line, as the city declares it."""

    basis: str
    rules: list[Said]


class ScoreboardOut(Answer):
    departments: list[DepartmentContribution]
    parts: list[PartOut]
    formula: Said
    give_to_get: GiveToGetOut | None


class UnusedTable(Answer):
    table: str
    title: Said
    owner: str
    rows: int | None
    last_used: str | None
    proposed: Said


class UnusedReport(Answer):
    """``report``: its full name; ``title``: its scenario's."""

    report: str
    title: Said
    owner: str
    last_made: str | None
    proposed: Said


class CollectedColumn(Answer):
    table: str
    title: Said
    column: str
    owner: str


class CollectedTwice(Answer):
    element: Said
    columns: list[CollectedColumn]
    proposed: Said


class UnusedOut(Answer):
    """``whole``: readings are recorded for the whole of the 180 days; else only ``since``."""

    since: date
    whole: bool
    tables: list[UnusedTable]
    reports: list[UnusedReport]
    twice: list[CollectedTwice]
