"""Looking something up in the catalogue: which tables and columns answer to words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuzhi.core.elements import ELEMENTS
from shuzhi.core.text import Text
from shuzhi.govern.word_index import Index, Named, index, search
from shuzhi.packs.outcome_sources import collected
from shuzhi.packs.schema import City
from shuzhi.run.inventory import At, Inventory, TableEntry

COLUMN_WEIGHT = 0.95
"""What a column counts where a table answers as well."""
_HEADERS = {element.name: element.headers for element in ELEMENTS}


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """Everything that can be found, in the order of the index; a table stands for itself with no column."""

    places: Sequence[At]
    index: Index


def lookup(held: Inventory, city: City) -> Lookup:
    """The index of the catalogue. Columns answer to the headers departments write over them as well."""
    written = {
        At(str(source.standard), name): column.headers
        for source, _ in collected(city)
        for name, column in source.columns.items()
    }
    places: list[At] = []
    names: list[Named] = []
    for table, entry in held.tables.items():
        places.append(At(table, ""))
        names.append(_named(entry))
        for column in entry.columns:
            at = At(table, column.name)
            places.append(at)
            also = (*column.label, *written.get(at, ()), *_HEADERS.get(column.element or "", ()))
            names.append(
                Named(
                    name=column.name,
                    also=tuple(dict.fromkeys(also)),
                    about=(entry.title.zh, entry.title.en),
                    weight=COLUMN_WEIGHT,
                )
            )
    return Lookup(places=places, index=index(names, city.catalogue.synonyms))


def look_up(held: Lookup, question: str) -> list[At]:
    """What answers, best first."""
    return [held.places[place] for place, _ in search(held.index, question)]


def _named(entry: TableEntry) -> Named:
    about = [entry.about[name] for name in ("owner", "basis", "scenario", "source")]
    return Named(
        name=entry.title.zh,
        also=(entry.title.en, entry.name.name, str(entry.name)),
        about=tuple(said for said in about if said),
    )


KINDS: Mapping[str, Text] = {
    "department": Text("部门数据", "departments' data"),
    "scenario": Text("场景加工", "made by scenarios"),
    "platform": Text("平台数据", "the platform's own"),
}


def kind_of(entry: TableEntry) -> str:
    """Who makes the table: a department, a scenario or the platform."""
    return {"file": "department", "platform": "platform"}.get(entry.about["made"], "scenario")
