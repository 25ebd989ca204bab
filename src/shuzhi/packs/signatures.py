"""Which entries of a city's catalogue are in force: what its files say, as far as stewards have signed it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shuzhi.core.sql import TableName
from shuzhi.packs.catalogue_file import Listed, Opening, OpeningKind, Sharing, SharingKind
from shuzhi.packs.contents import contents
from shuzhi.packs.owners import owner_of
from shuzhi.packs.scenario_reader import Problems, full_name, read_document
from shuzhi.packs.schema import SIGNATURES, City
from shuzhi.packs.signature_file import CatalogueEntry, Signature, Signatures, SignaturesFile
from shuzhi.packs.validate import validate

SHARED: Sequence[SharingKind | None] = ("withheld", None, "conditional", "unconditional")
OPENED: Sequence[OpeningKind | None] = ("closed", None, "conditional", "open")
"""From the narrowest to the widest. What nobody decided is wider than what somebody decided to keep back."""
NOTHING = Listed()


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An entry that waits for a signature. ``before``: what was signed last, None where nothing was."""

    table: str
    entry: CatalogueEntry
    before: CatalogueEntry | None

    @property
    def mark(self) -> str:
        """Says which content this is: who signs is shown that one and no other."""
        return hashlib.sha256(self.entry.model_dump_json().encode()).hexdigest()


def read_signatures(folder: Path, problems: Problems) -> Signatures:
    """What stewards of the city in ``folder`` signed; without the file, nothing. Mistakes go to ``problems``."""
    path = folder / SIGNATURES.places.file
    if not path.is_file():
        return SIGNATURES
    file, places, found = validate(SignaturesFile, read_document(path), blanks={})
    problems += found
    return Signatures(tables=file.tables, places=places)


def entry_of(city: City, table: str) -> CatalogueEntry:
    """What the city's files say of the table, signed or not."""
    name = full_name(table)
    listed = city.catalogue.tables.get(table, NOTHING)
    source = next((each for each in city.sources if name in (each.standard, each.fused)), None)
    scenario = next((each for each in city.scenarios if each.name == name.schema), None)
    return CatalogueEntry(
        sharing=listed.sharing,
        opening=listed.opening,
        owner=owner_of(name, city),
        basis=source.basis if source else scenario.purpose.basis if scenario else None,
        cadence=source.cadence if source else None,
    )


def signed(city: City, table: str) -> CatalogueEntry | None:
    """What was signed last of the table."""
    decided = city.signatures.tables.get(table, ())
    return next((each.entry for each in reversed(decided) if each.verdict == "signed"), None)


def in_force(city: City, table: TableName) -> Listed:
    """How the table is shared and open: as its file says, but never wider, or on other terms, than signed."""
    asked = city.catalogue.tables.get(str(table), NOTHING)
    if not city.catalogue.signing:
        return asked
    held = signed(city, str(table)) or NOTHING
    return Listed(
        sharing=_sharing(asked.sharing, held.sharing), opening=_opening(asked.opening, held.opening)
    )


def waiting(city: City) -> tuple[Waiting, ...]:
    """Every entry whose content is neither signed nor refused, by table."""
    if not city.catalogue.signing:
        return ()
    there = {str(table) for table in contents(city)}
    found = []
    for table in sorted((city.catalogue.tables.keys() | city.signatures.tables.keys()) & there):
        entry, before = entry_of(city, table), signed(city, table)
        if entry != before and entry != _last(city.signatures.tables.get(table, ())):
            found.append(Waiting(table=table, entry=entry, before=before))
    return tuple(found)


def _last(decided: Sequence[Signature]) -> CatalogueEntry | None:
    return decided[-1].entry if decided else None


def _sharing(asked: Sharing | None, held: Sharing | None) -> Sharing | None:
    narrower = SHARED.index(asked.kind if asked else None) < SHARED.index(held.kind if held else None)
    return asked if narrower else held


def _opening(asked: Opening | None, held: Opening | None) -> Opening | None:
    narrower = OPENED.index(asked.kind if asked else None) < OPENED.index(held.kind if held else None)
    return asked if narrower else held
