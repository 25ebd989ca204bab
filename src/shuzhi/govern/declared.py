"""What the govern stage needs to know of a source; the packs' models fit these protocols."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from shuzhi.core.elements import Element, element
from shuzhi.core.sql import TableName
from shuzhi.govern.match import matched


class DeclaredColumn(Protocol):
    @property
    def element(self) -> str: ...
    @property
    def headers(self) -> tuple[str, ...]: ...


class Declared(Protocol):
    """A source: its name and, for each standard column, the element and further headers."""

    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> Mapping[str, DeclaredColumn]: ...


@dataclass(frozen=True, kw_only=True)
class Column:
    """A standard column: its element, and its header in the landed table; None when it is missing there."""

    name: str
    element: Element
    header: str | None


def columns(source: Declared, landed: Collection[str]) -> list[Column]:
    """The source's standard columns in order, each with its header among those ``landed``."""
    headers = matched(
        {name: (column.element, tuple(column.headers)) for name, column in source.columns.items()}, landed
    )
    return [
        Column(name=name, element=element(column.element), header=headers.get(name))
        for name, column in source.columns.items()
    ]


def landed_table(source: Declared) -> TableName:
    return TableName("landed", source.name)


def standard_table(source: Declared) -> TableName:
    return TableName("standard", source.name)


def problem_table(source: Declared) -> TableName:
    return TableName("problem", source.name)


def tally_table(source: Declared) -> TableName:
    """Per column of a source: how many values are valid and how many invalid."""
    return TableName("tally", source.name)


def dictionary_table(kind: Element) -> TableName:
    """The judged values of an element for the whole city."""
    return TableName("dictionary", kind.name)
