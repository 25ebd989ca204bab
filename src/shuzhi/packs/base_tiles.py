"""A base map's file of tiles (PMTiles 3): what it says of itself, and why it cannot be used."""

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pmtiles.tile import (
    Compression,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_header,
)

from shuzhi.core.text import Text

HEADER = 127
"""Bytes that say where everything is."""
MOST_METADATA = 4 * 1024 * 1024
READABLE = frozenset({Compression.NONE, Compression.GZIP})
PICTURES = (TileType.PNG, TileType.JPEG, TileType.WEBP)


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """A file of tiles. ``layers``: of vector tiles; pictures have none. ``box``: west, south, east, north."""

    path: Path
    kind: Literal["vector", "raster"]
    layers: frozenset[str]
    zooms: tuple[int, int]
    box: tuple[float, float, float, float]


def read_tiles(folder: Path, name: str) -> Tiles | Text:
    """The file as its header and metadata tell it, or why it cannot be used."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return Text("城市目录里没有这个文件", "there is no such file in the city's folder")
    try:
        with path.open("rb") as file:
            header = deserialize_header(file.read(HEADER))
            if {header["tile_compression"], header["internal_compression"]} - READABLE:
                return Text(
                    "它的压缩浏览器解不开：请用 gzip", "browsers cannot undo its compression: use gzip"
                )
            file.seek(header["metadata_offset"])
            written = file.read(min(header["metadata_length"], MOST_METADATA))
        if header["internal_compression"] == Compression.GZIP:
            written = gzip.decompress(written)
        layers = frozenset(str(layer["id"]) for layer in json.loads(written).get("vector_layers", ()))
    except (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, zlib.error):
        return Text("它不是 PMTiles 文件，或已损坏", "it is no PMTiles file, or a broken one")
    except (MagicNumberNotFound, SpecVersionUnsupported):
        return Text("它不是第 3 版的 PMTiles 文件", "it is no PMTiles file of version 3")
    vector = header["tile_type"] == TileType.MVT
    if not vector and header["tile_type"] not in PICTURES:
        return Text("瓦片不是 MVT、PNG、JPEG 或 WebP", "its tiles are not MVT, PNG, JPEG or WebP")
    west, south, east, north = (
        header[side] / 1e7 for side in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
    )
    return Tiles(
        path=path,
        kind="vector" if vector else "raster",
        layers=layers if vector else frozenset(),
        zooms=(header["min_zoom"], header["max_zoom"]),
        box=(west, south, east, north),
    )
