"""What a data element (数据元) is: one kind of value, described once, for every engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from shuzhi.core.text import Text

MaskLevel = Literal["none", "partial", "general", "pseudonym", "full"]
"""How much a reader sees: the value; a recognisable part; a band it lies in (年龄段, 区); a stand-in that is the same
wherever the same value stands; or only that there is one."""

Grade = Literal["一般1级", "一般2级", "一般3级", "一般4级", "重要", "核心"]
"""Grades of GB/T 43697: core, important, and general data in four levels."""

GRADES: tuple[Grade, ...] = ("一般1级", "一般2级", "一般3级", "一般4级", "重要", "核心")
"""Lowest to highest."""


@dataclass(frozen=True, kw_only=True)
class Invalid:
    """One way a value can be wrong.

    ``when`` is a SQL condition over ``x``, the cleaned text (never NULL there), over ``as_of``, the date of
    the run, and over the columns of the element's lookup, as ``known.<column>``.
    """

    code: str
    when: str
    text: Text
    todo: Text


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """A reference table an element is checked against: left-joined as ``known`` on ``key`` = its ``code``.

    A code may have had several periods: ``known`` is one row per code, spanning all of them.
    """

    table: str
    key: str
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Element:
    """One data element. Every expression is DuckDB SQL inside the portable subset.

    ``prepare``    over ``x``, the text as landed -> text spelt uniformly (width, blanks, look-alikes)
    ``clean``      over ``x``, the prepared text -> text in canonical form, NULL when blank
    ``invalid``    in order; the first that holds is the reason; none holds = valid
    ``value``      over ``x``, the cleaned valid text -> the typed value (``type``)
    ``looks``      over ``x``, the cleaned text -> boolean: "this looks like one of mine"
    ``masks``      over ``x``, the typed value -> text shown at "partial" and "full" ("none": the value as text)
    ``general``    over ``x``, the typed value -> the band it lies in; None = nothing more general than "full"
    ``fictional``  over ``n``, a BIGINT -> text of a fictional valid value; nobody's by construction
    ``costly``     the check costs more than a join: check distinct values only (else never invalid)
    ``entity``     the kind of entity this value identifies exactly, if it does
    """

    name: str
    label: Text
    standard: str
    type: str
    headers: tuple[str, ...]
    clean: str
    invalid: tuple[Invalid, ...]
    value: str
    looks: str
    masks: Mapping[MaskLevel, str]
    grade: Grade
    fictional: str
    general: str | None = None
    prepare: str = "x"
    lookup: Lookup | None = None
    costly: bool = False
    entity: str | None = None
    notes: str = field(default="")
