"""What lies under the fictional city's map, made again: python -m tools.made_up_streets

Streets, blocks, buildings and greens around the seats, towns and villages of ``made_up_map``, roads and a railway
between them, brooks into its river: as vector tiles in one file (PMTiles), the same bytes at every run.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import mapbox_vector_tile
import numpy as np
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write
from shapely import STRtree, box, prepare, total_bounds, transform, union_all
from shapely.geometry import LineString, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

from tools.made_up_map import CITY, SEATS, TOWNS, VILLAGES

FILE = CITY / "map" / "streets.pmtiles"
ZOOMS = range(8, 15)
EXTENT = 4096
SPACING = 0.0036
"""Degrees between two streets."""
FROM: Mapping[str, int] = {
    "lake": 8, "river": 8, "highway": 8, "rail": 10, "road": 10, "block": 11, "green": 11, "street": 12, "place": 12,
    "building": 14,
}  # fmt: skip
"""From which zoom on each is there."""
HEADS = (
    "青石", "长堤", "云栖", "竹影", "松风", "听涛", "望海", "霁月", "人民", "建设", "和平", "兴业", "创新", "澜江",
    "石榴", "棠梨", "书院", "清溪", "临湖", "晴川", "桑榆", "稻香", "芦荻", "织锦",
)  # fmt: skip
"""What streets are called after."""


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something on the ground."""

    kind: str
    where: BaseGeometry
    name: str = ""
    until: int = ZOOMS[-1]


def main() -> None:
    """Write ``map/streets.pmtiles`` of the fictional city."""
    things = list(_things(np.random.default_rng(7)))
    city = shape(_features("regions")[0]["geometry"])
    west, south, east, north = city.bounds
    header = {
        "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
        "min_lon_e7": int(west * 1e7), "min_lat_e7": int(south * 1e7),
        "max_lon_e7": int(east * 1e7), "max_lat_e7": int(north * 1e7),
    }  # fmt: skip
    layers = [
        {"id": kind, "fields": {"name": "String"}, "minzoom": ZOOMS[0] if kind == "block" else FROM[kind]}
        for kind in FROM
    ]
    tiles = sorted(tile for zoom in ZOOMS for tile in _tiles(zoom, things))
    with write(str(FILE)) as file:
        for number, data in tiles:
            file.write_tile(number, data)
        file.finalize(header, {"name": "云澜街区（虚构）", "vector_layers": layers})
    print(f"{FILE}: {len(tiles)} tiles, {FILE.stat().st_size:,} bytes")


def _features(name: str) -> list[dict]:
    return json.loads((CITY / "map" / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


def _things(random: np.random.Generator) -> Iterator[Thing]:
    ground = [(each["properties"], shape(each["geometry"])) for each in _features("ground")]
    river = next(where for told, where in ground if told["kind"] == "river")
    lake = next(where for told, where in ground if told["kind"] == "lake")
    water = river.buffer(0.0016).union(lake.buffer(0.0008))
    ways: list[BaseGeometry] = []
    for told, where in ground:
        yield Thing(
            kind="highway" if told["kind"] == "road" else told["kind"], where=where, name=told["name"]
        )
        if told["kind"] == "road":
            ways.append(where)
    for name, start in (("清溪", (83.30, 39.50)), ("棠溪", (83.68, 39.14)), ("长溪", (83.36, 39.16))):
        end = river.interpolate(river.project(Point(start)))
        yield Thing(kind="river", where=_bent(start, (end.x, end.y), random, 0.12), name=name)
    ways.append(_bent((83.10, 39.22), (83.90, 39.36), random, 0.03))
    yield Thing(kind="rail", where=ways[-1], name="云澜铁路")
    for code, at in (*TOWNS.items(), *VILLAGES.items()):
        above = SEATS[code[:6]] if code in TOWNS else TOWNS[code[:9]]
        if np.hypot(*np.subtract(at, above)) > 0.01:
            ways.append(_bent(above, at, random, 0.08))
            yield Thing(kind="road" if code in TOWNS else "street", where=ways[-1])
    along = union_all(ways).buffer(0.0002)
    built: list[BaseGeometry] = []
    for at, reach in (
        *((at, 0.044) for at in SEATS.values()),
        *((at, 0.019) for at in TOWNS.values()),
        *((at, 0.007) for at in VILLAGES.values()),
    ):
        edge = _blob(at, reach, random).difference(water)
        for other in built:
            edge = edge.difference(other)
        if not edge.is_empty:
            # From afar a town is one piece.
            yield Thing(kind="block", where=edge, until=FROM["block"] - 1)
            yield from _without(along, _quarter(at, reach, edge, random))
            built.append(edge.buffer(SPACING / 4))
    names = {each["properties"]["code"]: each["properties"]["name"] for each in _features("regions")}
    for code, at in VILLAGES.items():
        yield Thing(kind="place", where=Point(at), name=names[code])


def _without(ways: BaseGeometry, things: Iterable[Thing]) -> Iterator[Thing]:
    """Blocks are cut by the ways through them; no house stands in one."""
    prepare(ways)
    for thing in things:
        if thing.kind in ("road", "street") or not ways.intersects(thing.where):
            yield thing
        elif thing.kind != "building":
            yield replace(thing, where=thing.where.difference(ways))


def _bent(
    start: tuple[float, float], end: tuple[float, float], random: np.random.Generator, bend: float
) -> LineString:
    """A line with two soft turns."""
    share = np.linspace(0, 1, 24)[:, None]
    one, two = np.array(start), np.array(end)
    across = np.array([one[1] - two[1], two[0] - one[0]])
    turns = bend * np.sin(np.pi * share * 2 + random.uniform(0, 0.6)) * np.sin(np.pi * share)
    return LineString(one + (two - one) * share + across * turns)


def _blob(at: tuple[float, float], reach: float, random: np.random.Generator) -> Polygon:
    turn = np.linspace(0, 2 * np.pi, 60)
    first, second = random.uniform(0, 6, 2)
    far = reach * (1 + 0.16 * np.sin(3 * turn + first) + 0.09 * np.sin(5 * turn + second))
    return Polygon(np.column_stack([at[0] + 1.25 * far * np.cos(turn), at[1] + far * np.sin(turn)]))


def _quarter(
    at: tuple[float, float], reach: float, edge: BaseGeometry, random: np.random.Generator
) -> Iterator[Thing]:
    """Streets in a bent grid, and what stands between them, within the edge."""
    turn, phase = random.uniform(-0.5, 0.5), random.uniform(0, 6, 2)
    lines = np.arange(-int(1.6 * reach / SPACING), int(1.6 * reach / SPACING) + 1)

    def place(across: np.ndarray, up: np.ndarray) -> np.ndarray:
        x = SPACING * across + 0.3 * SPACING * np.sin(up / 4 + phase[0])
        y = SPACING * up + 0.3 * SPACING * np.sin(across / 4 + phase[1])
        return np.column_stack(
            [
                at[0] + 1.25 * (x * np.cos(turn) - y * np.sin(turn)),
                at[1] + x * np.sin(turn) + y * np.cos(turn),
            ]
        )

    along = np.linspace(lines[0], lines[-1], 4 * len(lines))
    heads = iter(random.permutation(HEADS))
    for number, upright in product(lines, (False, True)):
        same = np.full_like(along, number)
        line = LineString(place(same, along) if upright else place(along, same)).intersection(edge)
        wide = number % 4 == 0
        name = f"{next(heads)}{'路' if upright else '街'}" if wide and abs(number) <= 8 else ""
        if not line.is_empty:
            yield Thing(kind="road" if wide else "street", where=line, name=name)
    for across, up in product(lines[:-1], lines[:-1]):
        inset, kind = 0.14, random.choice(["block", "block", "block", "block", "block", "block", "green"])
        corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * (1 - 2 * inset) + np.add(inset, (across, up))
        cell = Polygon(place(corners[:, 0], corners[:, 1]))
        if not edge.contains(cell):
            continue
        yield Thing(kind=str(kind), where=cell)
        if kind == "block":
            yield from _buildings(across, up, place, random)


def _buildings(across, up, place, random: np.random.Generator) -> Iterator[Thing]:  # noqa: ANN001
    """A few houses in rows; some plots are empty."""
    for row, column in product(range(2), range(3)):
        if random.random() < 0.25:
            continue
        low = np.array([0.2 + column * 0.21, 0.22 + row * 0.3])
        high = low + random.uniform((0.10, 0.12), (0.17, 0.24))
        corners = np.add([low, (high[0], low[1]), high, (low[0], high[1])], (across, up))
        yield Thing(kind="building", where=Polygon(place(corners[:, 0], corners[:, 1])))


def _world(points: np.ndarray) -> np.ndarray:
    """Degrees as parts of the world's square (Web Mercator), from its south-west."""
    up = np.log(np.tan(np.pi / 4 + np.radians(points[:, 1]) / 2)) / np.pi
    return np.column_stack([(points[:, 0] + 180) / 360, (1 + up) / 2])


def _since(thing: Thing) -> int:
    return FROM[thing.kind] if thing.until == ZOOMS[-1] else ZOOMS[0]


def _tiles(zoom: int, things: Iterable[Thing]) -> Iterator[tuple[int, bytes]]:
    """What every tile of the zoom holds, with a margin so that lines meet across its edges."""
    there = [thing for thing in things if _since(thing) <= zoom <= thing.until]
    size = 1 / 2**zoom
    exact = size / EXTENT * (1 if zoom == ZOOMS[-1] else 4)
    wheres = [transform(thing.where, _world).simplify(exact) for thing in there]
    tree = STRtree(wheres)
    west, south, east, north = (int(side / size) for side in total_bounds(wheres))
    for column, row in product(range(west, east + 1), range(south, north + 1)):
        frame = box(column * size, row * size, (column + 1) * size, (row + 1) * size)
        wide = frame.buffer(size / 32, join_style="mitre")
        layers: dict[str, list[dict]] = {}
        for at in sorted(tree.query(wide, predicate="intersects")):
            part = wheres[at].intersection(wide)
            properties = {"name": there[at].name} if there[at].name else {}
            layers.setdefault(there[at].kind, []).append({"geometry": part, "properties": properties})
        if layers:
            data = mapbox_vector_tile.encode(
                [{"name": kind, "features": layers[kind]} for kind in FROM if kind in layers],
                default_options={"quantize_bounds": frame.bounds, "extents": EXTENT},
            )
            yield zxy_to_tileid(zoom, column, 2**zoom - 1 - row), gzip.compress(data, mtime=0)


if __name__ == "__main__":
    main()
