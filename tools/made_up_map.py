"""The made-up map of the fictional city, made again: python -m tools.made_up_map

Regions are groups of small cells of one Voronoi diagram whose edges are roughened once, so that neighbours share every
point of their border. It stands in the middle of the Taklamakan, where nobody lives.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.spatial import Voronoi

from shuzhi.packs.loader import load_city

CITY = Path("cities/yunlan")
CENTRE = (83.50, 39.30)
SEATS: Mapping[str, tuple[float, float]] = {
    "990102": (83.42, 39.33), "990103": (83.62, 39.30), "990121": (83.20, 39.52),
    "990122": (83.80, 39.50), "990123": (83.22, 39.10), "990181": (83.78, 39.08),
}  # fmt: skip
"""Where each county's seat is: messages of the hotline gather around it."""
TOWNS: Mapping[str, tuple[float, float]] = {
    "990102001": (83.44, 39.34), "990102100": (83.37, 39.25), "990103001": (83.60, 39.31),
    "990103100": (83.64, 39.21), "990121100": (83.16, 39.50), "990121101": (83.27, 39.55),
    "990122100": (83.80, 39.50), "990123100": (83.20, 39.14), "990123101": (83.27, 39.06),
    "990181100": (83.78, 39.08),
}  # fmt: skip
VILLAGES: Mapping[str, tuple[float, float]] = {
    "990102100201": (83.35, 39.22), "990102100202": (83.41, 39.21), "990121100201": (83.12, 39.47),
    "990123101201": (83.30, 39.02),
}  # fmt: skip
Point = tuple[float, float]
Edge = tuple[int, int]


def main() -> None:
    """Write ``map/regions.geojson`` and ``map/ground.geojson`` of the fictional city."""
    random = np.random.default_rng(7)
    points, cells = _cells(random)
    rough = _Roughened(points)
    features = []
    names = {region.code: region.name for region in load_city(CITY).regions}
    belongs = [_belongs(centre) for centre, _ in cells]
    for code in ("990100", *SEATS, *TOWNS, *VILLAGES):
        inside = [edges for (_, edges), codes in zip(cells, belongs, strict=True) if code in codes]
        features.append(
            _feature({"code": code, "name": names[code]}, "Polygon", [rough.ring(_outline(inside))])
        )
    _write(CITY / "map" / "regions.geojson", features)
    _write(CITY / "map" / "ground.geojson", list(_ground()))


def _cells(random: np.random.Generator) -> tuple[np.ndarray, list[tuple[Point, list[Edge]]]]:
    """Corners, and of every cell within the city's outline its centre and its edges."""
    wide = random.uniform((-0.75, -0.6), (0.75, 0.6), size=(1500, 2))
    for _ in range(2):
        wide = _evened(wide)
    diagram = Voronoi(wide)
    turn = np.arctan2(wide[:, 1] / 0.34, wide[:, 0] / 0.44)
    reach = np.hypot(wide[:, 0] / 0.44, wide[:, 1] / 0.34)
    inside = reach < 1 + 0.10 * np.sin(3 * turn + 1) + 0.06 * np.sin(5 * turn)
    cells = []
    for at in np.flatnonzero(inside):
        corners = diagram.regions[diagram.point_region[at]]
        ring = sorted(corners, key=lambda corner: np.arctan2(*(diagram.vertices[corner] - wide[at])[::-1]))
        centre = (float(wide[at, 0] + CENTRE[0]), float(wide[at, 1] + CENTRE[1]))
        cells.append((centre, list(zip(ring, ring[1:] + ring[:1], strict=True))))
    return diagram.vertices + CENTRE, cells


def _evened(points: np.ndarray) -> np.ndarray:
    """One step of Lloyd's: every point moves to the middle of its cell."""
    diagram = Voronoi(points)
    moved = points.copy()
    for at, region in enumerate(diagram.point_region):
        corners = diagram.regions[region]
        if corners and -1 not in corners and np.abs(diagram.vertices[corners]).max() < 1:
            moved[at] = diagram.vertices[corners].mean(axis=0)
    return moved


def _belongs(centre: Point) -> set[str]:
    """The city, the nearest county, its nearest town, and the village the cell is the heart of."""
    county = _nearest(centre, SEATS)
    town = _nearest(centre, {code: at for code, at in TOWNS.items() if code.startswith(county)})
    near = {
        code: at
        for code, at in VILLAGES.items()
        if code.startswith(town) and np.hypot(*np.subtract(at, centre)) < 0.035
    }
    return {"990100", county, town, *([_nearest(centre, near)] if near else [])}


def _nearest(centre: Point, places: Mapping[str, Point]) -> str:
    return min(places, key=lambda code: float(np.hypot(*np.subtract(places[code], centre))))


def _outline(cells: Iterable[Sequence[Edge]]) -> list[int]:
    """The longest ring of edges that only one of the cells has."""
    seen: dict[frozenset[int], list[Edge]] = defaultdict(list)
    for edges in cells:
        for edge in edges:
            seen[frozenset(edge)].append(edge)
    after = {found[0][0]: found[0][1] for found in seen.values() if len(found) == 1}
    rings = []
    while after:
        start, here = after.popitem()
        ring = [start]
        while here != start:
            ring.append(here)
            here = after.pop(here)
        rings.append(ring)
    return max(rings, key=len)


class _Roughened:
    """Edges bent at a few points between their ends, the same for both cells that share one."""

    def __init__(self, corners: np.ndarray) -> None:
        self._corners = corners

    def ring(self, corners: Sequence[int]) -> list[list[float]]:
        line = [
            point
            for one, two in zip(corners, [*corners[1:], corners[0]], strict=True)
            for point in self._edge(one, two)
        ]
        return [_round(point) for point in [*line, line[0]]]

    def _edge(self, one: int, two: int) -> list[np.ndarray]:
        """From the first corner up to, and without, the second."""
        low, high = min(one, two), max(one, two)
        random = np.random.default_rng((low, high))
        line = [self._corners[low], self._corners[high]]
        for _ in range(2):
            bent = [line[0]]
            for start, end in pairwise(line):
                across = np.array([start[1] - end[1], end[0] - start[0]])
                bent += [(start + end) / 2 + across * random.uniform(-0.16, 0.16), end]
            line = bent
        return (line if one == low else line[::-1])[:-1]


def _ground() -> Iterable[dict[str, object]]:
    """A river, a lake, and roads between the seats: something to find one's way by."""
    along = np.linspace(-0.62, 0.62, 90)
    river = np.column_stack([CENTRE[0] + along, CENTRE[1] + 0.05 * np.sin(9 * along) - 0.06 * along + 0.01])
    yield _feature({"kind": "river", "name": "澜江"}, "LineString", [_round(point) for point in river])
    turn = np.linspace(0, 2 * np.pi, 48)
    shore = np.column_stack(
        [
            83.71 + 0.035 * np.cos(turn) * (1 + 0.2 * np.sin(3 * turn)),
            39.39 + 0.022 * np.sin(turn) * (1 + 0.15 * np.cos(2 * turn)),
        ]
    )
    yield _feature({"kind": "lake", "name": "望月湖"}, "Polygon", [[_round(point) for point in shore]])
    pairs = (
        ("990102", "990103"),
        ("990102", "990121"),
        ("990102", "990123"),
        ("990103", "990122"),
        ("990103", "990181"),
        ("990123", "990181"),
    )
    for number, (one, two) in enumerate(pairs, start=1):
        start, end = np.array(SEATS[one]), np.array(SEATS[two])
        across = np.array([start[1] - end[1], end[0] - start[0]])
        share = np.linspace(0, 1, 24)[:, None]
        road = start + (end - start) * share + across * 0.10 * np.sin(np.pi * share * 2)
        yield _feature(
            {"kind": "road", "name": f"澜{number}路"}, "LineString", [_round(point) for point in road]
        )


def _round(point: Iterable[float]) -> list[float]:
    return [round(float(part), 5) for part in point]


def _feature(properties: Mapping[str, str], kind: str, coordinates: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": dict(properties),
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _write(path: Path, features: Sequence[object]) -> None:
    path.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
