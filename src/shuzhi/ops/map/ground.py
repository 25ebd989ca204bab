"""The city's map as its files have it: boundaries, ground, and a region's shape to ask within."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from shuzhi.analyse.nearby import MOST_CORNERS, Shape
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import invalid, missing
from shuzhi.packs.check_map import read_features

Feature = Mapping[str, Any]


def document() -> tuple[bytes, str]:
    """``{regions, ground}`` as two GeoJSON collections, and a mark of what they are. Regions carry code, name, level.

    Raises Missing where the city has no map.
    """
    told = city().map
    if told is None:
        raise missing(Text("本市没有地图", "the city has no map"), "map")
    files = (told.regions, told.ground)
    stamps = tuple(_stamp(city().folder / name) for name in files if name)
    return _document(city().folder, told.regions, told.ground, told.code, stamps)


def box() -> tuple[float, float, float, float]:
    """West, south, east, north of the city and as much again on every side: what is looked at around it."""
    return _box(document()[0])


@lru_cache(maxsize=2)
def _box(body: bytes) -> tuple[float, float, float, float]:
    points = [
        point
        for feature in orjson.loads(body)["regions"]["features"]
        for part in feature["geometry"]["coordinates"]
        for ring in (part if feature["geometry"]["type"] == "MultiPolygon" else (part,))
        for point in ring
    ]
    xs, ys = [x for x, *_ in points], [y for _, y, *_ in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    return min(xs) - wide, min(ys) - high, max(xs) + wide, max(ys) + high


def shape_of(code: str) -> Shape:
    """A region's boundary. Raises Missing for one that is not on the map, ShuzhiError for one with too many corners."""
    features = orjson.loads(document()[0])["regions"]["features"]
    geometry = next((each["geometry"] for each in features if each["properties"]["code"] == code), None)
    if geometry is None:
        raise missing(Text("地图上没有这个区划", "the region is not on the map"), f"region:{code}")
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = tuple(tuple((x, y) for x, y, *_ in ring[:-1]) for polygon in polygons for ring in polygon)
    if sum(map(len, rings)) > MOST_CORNERS:
        raise invalid(
            Text(f"边界超过 {MOST_CORNERS} 个点", f"the boundary has more than {MOST_CORNERS} corners"),
            f"region:{code}",
            Text("请先简化地图文件的边界", "simplify the boundaries in the map's file first"),
        )
    return Shape(rings=rings)


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns


@lru_cache(maxsize=2)
def _document(
    folder: Path, regions: str, ground: str | None, code: str, stamps: tuple[int, ...]
) -> tuple[bytes, str]:
    names = {region.code: region for region in city().regions}
    told = [
        {
            "type": "Feature",
            "geometry": feature["geometry"],
            "properties": _properties(str(feature["properties"].get(code, "")), feature, names),
        }
        for feature in _features(folder, regions)
        if feature["geometry"]["type"] in ("Polygon", "MultiPolygon")
    ]
    below = list(_features(folder, ground)) if ground else []
    body = orjson.dumps({"regions": _collection(told), "ground": _collection(below)})
    return body, hashlib.sha256(body + repr(stamps).encode()).hexdigest()[:16]


def _properties(code: str, feature: Feature, names: Mapping[str, Any]) -> dict[str, str]:
    known = names.get(code)
    written = str(feature["properties"].get("name", ""))
    return {"code": code, "name": known.name if known else written, "level": known.level if known else ""}


def _collection(features: Sequence[Feature]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _features(folder: Path, name: str) -> Sequence[Feature]:
    found = read_features(folder, name)
    if isinstance(found, Text):
        raise missing(found, name)
    return found
