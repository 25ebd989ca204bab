"""Who may read what, for which purpose. No rule, no rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

from shuzhi.core.elements import MaskLevel
from shuzhi.core.sql import TableName


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A person (or a program on a person's behalf) and the purpose stated for this reading."""

    name: str
    roles: frozenset[str] = frozenset()
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One rule: these readers may read these tables for this purpose.

    ``who`` is ``user:<name>`` or ``role:<role>``; ``tables`` are globs over ``schema.table``; ``rows`` is a SQL
    condition over the table's columns; ``mask`` is the level of every column that has an element, ``columns``
    overrides it by name; after ``until`` the grant is void.
    """

    who: str
    tables: tuple[str, ...]
    purpose: str
    mask: MaskLevel = "full"
    columns: Mapping[str, MaskLevel] = field(default_factory=dict)
    rows: str | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What one step of the pipeline may touch: its declared inputs and its own outputs. Globs."""

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]

    def may_read(self, table: TableName) -> bool:
        return _matches(table, self.reads + self.writes)

    def may_write(self, table: TableName) -> bool:
        return _matches(table, self.writes)


def grants_for(grants: Sequence[Grant], reader: Reader, table: TableName, today: date) -> list[Grant]:
    """The grants that apply. Empty means: nothing may be read."""
    return [
        grant
        for grant in grants
        if grant.who in {f"user:{reader.name}", *(f"role:{role}" for role in reader.roles)}
        and grant.purpose == reader.purpose
        and (grant.until is None or today <= grant.until)
        and _matches(table, grant.tables)
    ]


def _matches(table: TableName, globs: Sequence[str]) -> bool:
    return any(fnmatchcase(str(table), glob) for glob in globs)
