"""What the map's API takes and gives."""

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from shuzhi.ops.errors import Said
from shuzhi.packs.base_file import Drawn


class FoundIn(Schema):
    """Where, when, and over which layers. One of circle (lon,lat,metres), polygon (lon,lat;…) and region (a code)."""

    layers: tuple[str, ...] = ()
    circle: str = ""
    polygon: str = ""
    region: str = ""
    since: date | None = None
    until: date | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class CountsIn(Schema):
    """A layer that counts, and per regions of which level; ``within`` is the code above them."""

    layer: str
    level: Literal["county", "town"] = "county"
    within: Annotated[str, Field(pattern=r"^\d{0,12}$")] = ""
    since: date | None = None
    until: date | None = None


class LayerOut(Schema):
    """A layer somebody may see. ``unplaced``: rows that say nothing of where. ``smallest``: less is not told."""

    name: str
    title: Said
    scenario: Said
    kind: Literal["points", "counts"]
    first: date | None
    last: date | None
    placed: int
    unplaced: int
    smallest: int | None
    summed: str | None


class DrawnLike(Schema):
    """A layer of vector tiles, and like what it is drawn."""

    layer: str
    like: Drawn


class BaseOut(Schema):
    """What may lie under the map.

    ``sheets``: layers of a map service, from below; 0: a file of tiles. ``zooms`` and ``box`` (west, south, east,
    north): where there are tiles. It bears its review, or on what basis it is used inside; made up, neither.
    """

    name: str
    title: Said
    kind: Literal["vector", "raster"]
    sheets: int
    draws: list[DrawnLike]
    label: str
    zooms: list[int]
    box: list[float]
    review: str | None
    internal: str | None


class MapOut(Schema):
    """The city's map: its name, whether it is made up, the number of its review, one's layers, and what lies below."""

    city: Said
    has_ground: bool
    fictional: bool
    review: str | None
    layers: list[LayerOut]
    bases: list[BaseOut]


class PlaceFact(Schema):
    name: str
    value: bool | str


class PlaceFound(Schema):
    """Something that happened somewhere. ``place``: its id in the address base, where the layer tells it."""

    longitude: float
    latitude: float
    day: date | None
    label: str
    shows: list[PlaceFact]
    finding: str | None
    place: str | None


class LayerFound(Schema):
    """What one layer has in the area and period: how many, and the newest of them."""

    layer: str
    total: int
    items: list[PlaceFound]


class RegionCount(Schema):
    """The number of a region; none where it would tell of too few."""

    region: str
    name: str
    n: float | None
