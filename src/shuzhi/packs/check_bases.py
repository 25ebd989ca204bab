"""What lies under the city's map: files that can be drawn, each with its review, none of them taken for another."""

from collections.abc import Iterator
from typing import get_args

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.base_file import Base, Drawn
from shuzhi.packs.base_tiles import read_tiles
from shuzhi.packs.check_map import REVIEW, no_review_number
from shuzhi.packs.schema import City

_DRAWN = frozenset(get_args(Drawn))


def check_bases(city: City) -> Iterator[Problem]:
    """What is wrong with the base maps of city.yml, if it has any."""
    if city.map is None or "map" in city.places.lost:
        return
    seen: set[str] = set()
    for place, base in enumerate(city.map.bases):
        where = city.places.at("map", "bases", place)
        if base.name in seen:
            yield Problem(
                what=Text(f"底图“{base.name}”重复", f"the base map “{base.name}” stands here twice"),
                where=where,
                todo=Text("改名，或删去其一", "call one of them otherwise, or take it out"),
            )
        seen.add(base.name)
        if base.review is not None and not REVIEW.fullmatch(base.review.replace(" ", "")):
            yield no_review_number(base.review, where)
        if base.fictional and not city.map.fictional:
            yield Problem(
                what=Text(
                    f"底图“{base.name}”写着虚构，地图却不是",
                    f"the base map “{base.name}” is said to be made up, on a map that is not",
                ),
                where=where,
                todo=Text("写上 review: 审图号", "add review: the number of its review"),
            )
        if base.pmtiles is not None:
            yield from _tiles(base, base.pmtiles, city, where)


def _tiles(base: Base, file: str, city: City, where: str) -> Iterator[Problem]:
    tiles = read_tiles(city.folder, file)
    if isinstance(tiles, Text):
        yield Problem(
            what=Text(
                f"底图“{base.name}”的文件“{file}”用不了",
                f"the file “{file}” of the base map “{base.name}” cannot be used",
            ),
            where=where,
            why=tiles,
            todo=Text(
                "放一个 PMTiles 文件，写对路径", "put a PMTiles file there, and write its path as it is"
            ),
        )
        return
    missing = sorted(set(base.draws) - tiles.layers)
    nothing = tiles.kind == "vector" and not base.draws and not tiles.layers & _DRAWN
    if missing or nothing:
        there = "、".join(sorted(tiles.layers))
        yield Problem(
            what=Text(
                f"底图“{base.name}”里没有图层“{missing[0]}”",
                f"the base map “{base.name}” has no layer “{missing[0]}”",
            )
            if missing
            else Text(
                f"底图“{base.name}”没有可画的图层", f"the base map “{base.name}” has no layer that is drawn"
            ),
            where=where,
            why=Text(f"文件里有：{there}", f"the file has: {there}")
            if there
            else Text("文件里是图片，没有图层", "the file holds pictures, which have no layers"),
            todo=Text(
                "在 draws 里写：文件里的图层 → 画成什么",
                "write under draws: layer of the file -> as what it is drawn",
            ),
        )
