"""Who may read what, for which purpose. No rule, no rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

from shuzhi.core.elements import Grade, MaskLevel
from shuzhi.core.sql import TableName


@dataclass(frozen=True, kw_only=True)
class Post:
    """What a reader is in one place: a role in a department, its duties, the regions it answers for.

    ``regions`` are codes in their fewest digits; the empty one is the whole city, no code at all is nowhere.
    """

    role: str = ""
    department: str = ""
    duties: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A person (or a program on a person's behalf) and the purpose stated for this reading."""

    name: str
    posts: tuple[Post, ...] = ()
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class Who:
    """Whom a grant names. All that is said must hold, and of one post: a role here and a department there is nobody."""

    user: str | None = None
    role: str | None = None
    department: str | None = None
    duty: str | None = None
    region: str | None = None

    def __str__(self) -> str:
        """Its one spelling: ``role:核查员``, ``role:核查员&region:990102``."""
        return "&".join(f"{kind}:{said}" for kind, said in vars(self).items() if said is not None)

    def posts(self, reader: Reader) -> tuple[Post, ...] | None:
        """The posts by which the grant is the reader's; None when it is not his."""
        said = {kind for kind, told in vars(self).items() if told is not None}
        if not said or (self.user is not None and self.user != reader.name):
            return None
        if said == {"user"}:
            return reader.posts
        return tuple(filter(self._is, reader.posts)) or None

    def _is(self, post: Post) -> bool:
        return (
            self.role in (None, post.role)
            and self.department in (None, post.department)
            and (self.duty is None or self.duty in post.duties)
            and (self.region is None or any(code.startswith(self.region) for code in post.regions))
        )


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What data are read for. ``elements``: the data elements it may touch (None: all); after ``until`` it is void.

    ``linking``: a pseudonym is the same in every table. ``questions``: how many different statistics may be asked of
    one table where only statistics are granted.
    """

    name: str
    basis: str = ""
    owner: str = ""
    retention: str = ""
    elements: frozenset[str] | None = None
    until: date | None = None
    linking: bool = False
    questions: int = 40


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One rule: these readers may read these tables for this purpose.

    ``tables`` are globs over ``schema.table``; ``rows`` is a condition (see ``conditions``); ``mask`` is the level of
    every column that has an element, ``columns`` overrides it by name; after ``until`` the grant is void. ``smallest``:
    only statistics, of groups of at least so many rows. ``by`` is the department that grants; none: the city.
    """

    who: Who
    tables: tuple[str, ...]
    purpose: str
    mask: MaskLevel = "full"
    columns: Mapping[str, MaskLevel] = field(default_factory=dict)
    rows: str | None = None
    until: date | None = None
    smallest: int | None = None
    export: bool = False
    by: str = ""
    where: str = ""

    def covers(self, table: TableName) -> bool:
        return matches(table, self.tables)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """All that decides: grants, purposes, what every column holds, and how sensitive it is for where it comes from.

    A table that ``columns`` does not have cannot be read; a column without a grade counts as the most sensitive.
    """

    grants: Sequence[Grant]
    purposes: Mapping[str, Purpose]
    columns: Mapping[TableName, Mapping[str, str]]
    grades: Mapping[TableName, Mapping[str, Grade]]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What one step of the pipeline may touch: its declared inputs and its own outputs. Globs."""

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]

    def may_read(self, table: TableName) -> bool:
        return matches(table, self.reads + self.writes)

    def may_write(self, table: TableName) -> bool:
        return matches(table, self.writes)


def matches(table: TableName, globs: Sequence[str]) -> bool:
    return any(fnmatchcase(str(table), glob) for glob in globs)
