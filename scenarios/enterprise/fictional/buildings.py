"""The register of buildings: where companies sit, as the bureau of natural resources keeps it, with parcel, postcode,
grid cell and a point. One park in two has a street number here and nowhere else."""

import zlib
from collections.abc import Iterator, Sequence

from .companies import COUNTIES, PARKS, ROADS, TODAY, Company

HEADER = ("宗地号", "坐落", "邮政编码", "所属网格", "坐标", "登记日期")
MIDDLE = {
    "云溪区": (83.416, 39.373), "澜东区": (83.633, 39.292), "青屿县": (83.266, 39.481), "沧浦县": (83.772, 39.445),
    "石渡县": (83.296, 39.113), "望潮市": (83.735, 39.135),
}  # fmt: skip
"""Longitude and latitude of somewhere inside each county, in the desert where the map is."""
GRIDS = {
    "云溪区": ("990102100201", "990102100202"), "青屿县": ("990121100201",), "石渡县": ("990123101201",),
}  # fmt: skip
"""Counties with grid cells, and theirs."""


def parcel(county: str, place: str) -> str:
    """The parcel's number: the county's code and nine digits; buildings of a park share it."""
    return f"{COUNTIES[county]}{_number(_site(place)) % 10**9:09d}"


def buildings(world: Sequence[Company]) -> Iterator[tuple[object, ...]]:
    """A row for each house or building of a park that a company sits in."""
    for county, place in sorted({(one.county, one.place) for one in world}):
        site = _site(place)
        drawn = _number(f"{county}{site}")
        east, north = drawn % 200 - 100, drawn // 200 % 200 - 100
        longitude, latitude = MIDDLE[county]
        grids = GRIDS.get(county, ("",))
        street = f"{ROADS[drawn % len(ROADS)]}{400 + drawn % 90}号" if site in PARKS and drawn % 2 else ""
        postcode = f"0990{sorted(COUNTIES).index(county) + 1}{drawn % 3}"
        yield (
            parcel(county, place), f"云澜市{county}{street}{place}", postcode,
            grids[drawn // 7 % len(grids)],
            f"{longitude + east / 2000:.6f},{latitude + north / 2000:.6f}",
            TODAY.replace(year=2010 + drawn % 15),
        )  # fmt: skip


def _site(place: str) -> str:
    return next((park for park in PARKS if place.startswith(park)), place)


def _number(text: str) -> int:
    return zlib.crc32(text.encode())
