"""Never ask twice: a new form's fields against what departments already provide to the city."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuzhi.core.elements import ELEMENTS
from shuzhi.core.text import Text
from shuzhi.govern.match import plain
from shuzhi.packs.schema import City, Source

OFTEN = {
    "once": Text("一次性", "once"),
    "daily": Text("每日更新", "daily"),
    "weekly": Text("每周更新", "weekly"),
    "monthly": Text("每月更新", "monthly"),
    "quarterly": Text("每季更新", "quarterly"),
    "yearly": Text("每年更新", "yearly"),
}


@dataclass(frozen=True, kw_only=True)
class Held:
    """A column that a source has already."""

    source: Source
    column: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form. ``identifies``: it says whom a row is about, and is needed to join what is held already.

    ``held``: the columns that are called so, or as their sources' headers say; none: the city does not have it.
    """

    header: str
    identifies: bool
    held: Sequence[Held]


def fields(city: City, headers: Iterable[str]) -> list[Field]:
    """Each header of a form with who provides it. Names decide: what nobody calls so is not found."""
    known: dict[str, list[Held]] = {}
    for source in city.sources:
        for name, column in source.columns.items():
            for word in dict.fromkeys(map(plain, (name, *column.headers))):
                known.setdefault(word, []).append(Held(source=source, column=name))
    whole = {kind.name: kind for kind in ELEMENTS if kind.entity}
    exact = {plain(word) for kind in whole.values() for word in kind.headers}
    for word, columns in known.items():
        if any(held.source.columns[held.column].element in whole for held in columns):
            exact.add(word)
    return [
        Field(header=header, identifies=plain(header) in exact, held=known.get(plain(header), ()))
        for header in headers
    ]


def known_words(city: City) -> set[str]:
    """Every word that some source's header is."""
    return {
        word
        for source in city.sources
        for name, column in source.columns.items()
        for word in (name, *column.headers)
    }
