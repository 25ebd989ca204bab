"""What lies under the map: the city's own files of tiles, told to the pages, handed out in the parts they ask for."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import get_args

from django.http import HttpRequest, HttpResponse

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import invalid, missing
from shuzhi.ops.map import ground, service
from shuzhi.packs.base_file import Base, Drawn
from shuzhi.packs.base_tiles import Tiles, read_tiles

MOST_BYTES = 8 * 1024 * 1024
"""Of one part: more than any tile or directory has. Who asks for more gets so much of it."""
_PART = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_DRAWN: tuple[Drawn, ...] = get_args(Drawn)


def told() -> Sequence[Mapping[str, object]]:
    """The base maps in the city's order: services, and files that are there and can be read."""
    return [one for base in _declared() if (one := _told(base)) is not None]


def sheet(name: str, number: int, at: tuple[int, int, int]) -> HttpResponse:
    """One tile (zoom, column, row) of one layer of a base map's service. Raises Missing where there is none."""
    base = next((each for each in _declared() if each.name == name and each.wmts is not None), None)
    if base is None or base.wmts is None:
        raise missing(Text("本市没有这张底图", "the city has no such base map"), f"base:{name}")
    return service.tile(base, base.wmts, number, at, ground.box())


def part(request: HttpRequest, name: str) -> HttpResponse:
    """The part of a base map's file that the request's Range asks for. The file is the one that city.yml names.

    Raises Missing where there is no such base map, ShuzhiError for one without a Range: files may have gigabytes.
    """
    base = next((each for each in _declared() if each.name == name), None)
    tiles = _tiles(base) if base is not None else None
    if tiles is None:
        raise missing(Text("本市没有这张底图", "the city has no such base map"), f"base:{name}")
    asked = _PART.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked[1] == asked[2] == "":
        raise invalid(
            Text("底图文件只能分段取", "a base map's file is handed out in parts only"),
            f"base:{name}",
            Text("用 Range: bytes=起-止", "ask with Range: bytes=first-last"),
        )
    with tiles.path.open("rb") as file:
        size = file.seek(0, 2)
        first, last = _ends(asked[1], asked[2], size)
        if first > last:
            answer = HttpResponse(status=416)
            answer["Content-Range"] = f"bytes */{size}"
            return answer
        file.seek(first)
        answer = HttpResponse(
            file.read(last - first + 1), status=206, content_type="application/octet-stream"
        )
    answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = f'"{_stamp(tiles.path)}-{size}"'
    # Nothing of a city stays on a device, and parts of two files are never put together.
    answer["Cache-Control"] = "private, no-store"
    return answer


def _ends(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte of what is asked for; the first after the last where there is nothing."""
    if first == "":
        start, end = max(size - int(last), 0), size - 1
    else:
        start, end = int(first), min(int(last) if last else size - 1, size - 1)
    return start, min(end, start + MOST_BYTES - 1)


def _declared() -> Sequence[Base]:
    there = city().map
    return there.bases if there is not None else ()


def _told(base: Base) -> Mapping[str, object] | None:
    said = {"name": base.name, "title": base.title, "label": base.label, "review": base.review}
    said["internal"] = base.internal
    if base.wmts is not None:
        deepest, sheets = base.wmts.deepest, len(base.wmts.layers)
        box = ground.box()
        return said | {"kind": "raster", "sheets": sheets, "draws": [], "zooms": (0, deepest), "box": box}
    tiles = _tiles(base)
    if tiles is None:
        return None
    draws = base.draws or {name: name for name in _DRAWN if name in tiles.layers}
    return said | {
        "kind": tiles.kind,
        "sheets": 0,
        "draws": [{"layer": layer, "like": like} for layer, like in draws.items()],
        "zooms": tiles.zooms,
        "box": tiles.box,
    }


def _tiles(base: Base) -> Tiles | None:
    if base.pmtiles is None:
        return None
    path = city().folder / base.pmtiles
    return _read(city().folder, base.pmtiles, _stamp(path)) if path.is_file() else None


@lru_cache(maxsize=32)
def _read(folder: Path, name: str, stamp: int) -> Tiles | None:  # noqa: ARG001
    """Read once for each state of the file."""
    tiles = read_tiles(folder, name)
    return tiles if isinstance(tiles, Tiles) else None


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns
