"""Where a message is about, told while it is being written: a region and a place in it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.analyse.groups import Floats
from shuzhi.analyse.places import (
    MARK,
    RegionNames,
    find_places,
    mark_regions,
    named_in,
    rarity,
    region_names,
    title_else_body,
)
from shuzhi.analyse.wording import Matrix, clean_text
from shuzhi.analyse.words import EDGE, find_words

LEVELS = ("country", "province", "city", "county", "town", "village")
READ = 500
"""Characters of the body that are read for places, as ``find_issues`` does."""
START = 300
"""Characters of the body that are read for the matter."""


@dataclass(frozen=True)
class Place:
    """``name`` as people say it, ``code`` of the region it is in; None where the text does not tell.

    ``guessed``: nobody wrote of the place before; it was read off the way places are written.
    """

    name: str | None = None
    code: str | None = None
    guessed: bool = False


@dataclass(frozen=True)
class Region:
    name: str
    code: str
    level: int
    parent: str


@dataclass(frozen=True)
class PlaceFinder:
    """Regions and the places that earlier messages spoke of, with how rare each place is among them."""

    regions: RegionNames
    coded: Mapping[str, tuple[Region, ...]]
    places: tuple[str, ...]
    weights: Floats
    unseen: re.Pattern[str] | None

    def spoken_of(self, titles: pa.Array, bodies: pa.Array) -> tuple[Matrix, Matrix]:
        """Which places, and which districts (columns), each message (row) speaks of. Texts must be cleaned."""
        bodies = pc.utf8_slice_codeunits(bodies, 0, READ)
        title, body = (
            find_words(mark_regions(texts, self.regions.every, EDGE).to_pylist(), self.places).sign()
            for texts in (titles, bodies)
        )
        return title_else_body(title, body), named_in(titles, bodies, self.regions.districts)

    def matter(self, titles: pa.Array, bodies: pa.Array) -> list[str]:
        """What messages are about apart from where: title, twice, and the start of the body without place names."""
        names = (*self.regions.every, *self.places)
        start = pc.utf8_slice_codeunits(bodies, 0, START)
        title, body = (mark_regions(texts, names, EDGE) for texts in (titles, start))
        texts: list[str] = pc.binary_join_element_wise(title, title, body, "").to_pylist()
        return texts

    def find(self, title: str, body: str) -> Place:
        """The place of one message. Texts must be cleaned."""
        titles, bodies = pa.array([title]), pa.array([body])
        named = named_in(titles, pc.utf8_slice_codeunits(bodies, 0, READ), list(self.coded))
        names = list(self.coded)
        region = self._region([names[at] for at in named.indices])
        nothing = pa.array([""])
        in_title, in_body = (
            self._longest(self.spoken_of(*told)[0]) for told in ((titles, nothing), (nothing, bodies))
        )
        # What the title names is what the message is about; its body also names what is near.
        written = None if in_title else self._written(titles)
        place = in_title or written or in_body or ""
        where = self._whole(region) + place.removeprefix(region.name if region else "")
        return Place(where.upper() or None, region.code if region else None, bool(written))

    def _longest(self, of: Matrix) -> str | None:
        return max((self.places[at] for at in of.indices), key=lambda word: (len(word), word), default=None)

    def _region(self, names: Sequence[str]) -> Region | None:
        """The lowest region named; of several of one name the one whose upper regions are named too."""
        whole = [name for name in names if not any(name != other and name in other for other in names)]
        said = [region for name in whole for region in self.coded[name]]
        codes = {region.code for region in said}
        best = max(((region.level, region.parent in codes) for region in said), default=None)
        found = [region for region in said if (region.level, region.parent in codes) == best]
        return found[0] if len(found) == 1 else None

    def _whole(self, region: Region | None) -> str:
        """A town's or village's name after its county's: towns of one name are many."""
        if region is None:
            return ""
        above = {upper.code: upper for named in self.coded.values() for upper in named}.get(region.parent)
        return (self._whole(above) if above and above.level >= LEVELS.index("county") else "") + region.name

    def _written(self, titles: pa.Array) -> str | None:
        (title,) = mark_regions(titles, self.regions.every, MARK).to_pylist()
        found = self.unseen.search(title) if self.unseen else None
        return found.group(1) if found else None


def learn_whereabouts(titles: pa.Array, bodies: pa.Array, regions: pa.Table, coded: pa.Table) -> PlaceFinder:
    """Places learnt from messages (texts cleaned).

    ``regions`` (name, level) are those ``find_issues`` reads; ``coded`` (code, name, level, parent) are all whose
    code a message may be given, such as towns too.
    """
    names = region_names(regions)
    bodies = pc.utf8_slice_codeunits(bodies, 0, READ)
    places = find_places(titles, bodies, names.every, named_in(titles, bodies, names.districts))
    found: dict[str, tuple[Region, ...]] = {}
    for name, row in zip(clean_text(coded["name"]).to_pylist(), coded.to_pylist(), strict=True):
        if len(name) > 1:
            region = Region(name, row["code"], LEVELS.index(row["level"]), row["parent"] or "")
            found[name] = (*found.get(name, ()), region)
    return PlaceFinder(names, found, places.words, rarity(places.of), _unseen(places.words))


def _unseen(places: Sequence[str]) -> re.Pattern[str] | None:
    """Two to ten characters right after a region's name that end as many places end."""
    ends = Counter(place[-length:] for place in places for length in (1, 2))
    often = [end for end, n in ends.items() if n >= (3 if len(end) == 2 else max(3, len(places) // 70))]
    if not often:
        return None
    endings = "|".join(sorted(map(re.escape, often), key=lambda end: (-len(end), end)))
    return re.compile(f"{MARK}([^{EDGE}{MARK}]{{1,9}}?(?:{endings}))")
