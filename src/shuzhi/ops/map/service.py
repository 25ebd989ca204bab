"""Tiles of the city's map service, fetched by the product: the key stays here, nobody outside learns who looks where.

The host is city.yml's alone; what a page says is three numbers within the city. Tiles are kept in memory for a day.
"""

import logging
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from math import atan, degrees, pi, sinh
from threading import Lock
from time import monotonic
from urllib.parse import quote

from django.http import HttpResponse

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import missing
from shuzhi.ops.later import Later, Settled
from shuzhi.packs.base_file import Base
from shuzhi.packs.base_service import Service
from shuzhi.run.secret import secret_of

log = logging.getLogger(__name__)
Box = tuple[float, float, float, float]
Tile = tuple[str, bytes]
"""Type and content."""

PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
LARGEST = 2_000_000
SECONDS = 5
"""To wait for a tile; a service that fails is not asked again for so long as QUIET says."""
QUIET = 20
DAY = 86_400
KEPT = 48_000_000
"""Bytes of tiles in memory; those not asked for longest are let go first."""
_POOL = ThreadPoolExecutor(max_workers=6, thread_name_prefix="tiles")


class Kept:
    """Tiles as they came, by their address; and the services that failed, until when they are left alone."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tiles: OrderedDict[str, tuple[float, Tile]] = OrderedDict()
        self._size = 0
        self._failed: dict[str, float] = {}

    def get(self, address: str) -> tuple[Tile, bool] | None:
        """The tile, and whether it is of today."""
        with self._lock:
            if address not in self._tiles:
                return None
            self._tiles.move_to_end(address)
            came, tile = self._tiles[address]
            return tile, monotonic() - came < DAY

    def put(self, address: str, tile: Tile) -> None:
        with self._lock:
            if address in self._tiles:
                self._size -= len(self._tiles.pop(address)[1][1])
            self._tiles[address] = (monotonic(), tile)
            self._size += len(tile[1])
            while self._size > KEPT:
                self._size -= len(self._tiles.popitem(last=False)[1][1][1])

    def fails(self, base: str) -> bool:
        return monotonic() < self._failed.get(base, 0.0)

    def failed(self, base: str) -> None:
        self._failed[base] = monotonic() + QUIET

    def forget(self) -> None:
        with self._lock:
            self._tiles.clear()
            self._failed.clear()
            self._size = 0


KEEP = Kept()


def tile(base: Base, service: Service, sheet: int, at: tuple[int, int, int], box: Box) -> HttpResponse:
    """One tile (zoom, column, row) of one layer; 503 where the service does not give it.

    Raises Missing for one that lies outside of the city, or deeper than the service goes.
    """
    if not 0 <= sheet < len(service.layers) or not _within(at, service.deepest, box):
        raise missing(Text("底图没有这张瓦片", "the base map has no such tile"), f"base:{base.name}")
    address = _address(service, service.layers[sheet], at)
    held = KEEP.get(address)
    if held is not None and (held[1] or KEEP.fails(base.name)):
        return _answer((200, *held[0]))
    if KEEP.fails(base.name):
        return _answer(_NONE)
    answer = Later(lambda: _ask(base.name, service, address), _POOL)
    answer["Cache-Control"] = "private, no-store"
    return answer


_NONE: Settled = (503, "text/plain", b"")
_EMPTY: Settled = (404, "text/plain", b"")


def _answer(settled: Settled) -> HttpResponse:
    status, kind, content = settled
    answer = HttpResponse(content, status=status, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _ask(base: str, service: Service, address: str) -> Settled:
    if KEEP.fails(base):
        return _NONE
    try:
        key = secret_of(city().folder, service.key, "city.yml")
        came = _fetched(address.replace("{key}", quote(key or "", safe="")))
    except (ShuzhiError, ModuleNotFoundError) as error:
        log.warning("base map %s: %s", base, error)
        came = None
    if came == _EMPTY:
        return _EMPTY
    if came is None:
        KEEP.failed(base)
        held = KEEP.get(address)
        return (200, *held[0]) if held is not None else _NONE
    KEEP.put(address, came[1:])
    return came


def _fetched(address: str) -> Settled | None:
    """The tile; _EMPTY where the service has none there; None where it fails."""
    # Imported where it is used: most cities have no map service.
    import requests  # noqa: PLC0415

    try:
        # Elsewhere is not where the city said.
        with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if answer.status_code == requests.codes.not_found:
                return _EMPTY
            content = b""
            for part in answer.iter_content(65536):
                content += part
                if len(content) > LARGEST:
                    break
            if answer.status_code == requests.codes.ok and kind in PICTURES and 0 < len(content) <= LARGEST:
                return 200, kind, content
            log.warning("the map service answered %s (%s)", answer.status_code, kind)
    except (requests.RequestException, OSError) as error:
        # Its text would hold the address, and that the key.
        log.warning("the map service cannot be reached: %s", type(error).__name__)
    return None


def _address(service: Service, layer: str, at: tuple[int, int, int]) -> str:
    """Where the tile is, its key left blank: what is kept and compared never holds the key."""
    zoom, column, row = map(str, at)
    filled = service.address.replace("{layer}", quote(layer, safe=""))
    return filled.replace("{z}", zoom).replace("{x}", column).replace("{y}", row)


def _within(at: tuple[int, int, int], deepest: int, box: Box) -> bool:
    """Whether the tile is one of the grid and touches the box (west, south, east, north)."""
    zoom, column, row = at
    if not 0 <= zoom <= deepest or not 0 <= column < 2**zoom or not 0 <= row < 2**zoom:
        return False
    west, east = (side / 2**zoom * 360 - 180 for side in (column, column + 1))
    north, south = (degrees(atan(sinh(pi * (1 - 2 * side / 2**zoom)))) for side in (row, row + 1))
    return west < box[2] and east > box[0] and south < box[3] and north > box[1]
