"""The city's map: boundaries that can be read, and real ones only with the number of their review (地图管理条例)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.city_file import Map
from shuzhi.packs.schema import City

PROVINCES = frozenset(
    map(
        str,
        (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62,
         63, 64, 65, 71, 81, 82),
    )
)  # fmt: skip
"""The provinces, by GB/T 2260: a map of the country has all of them."""
COUNTRY = "100000"
SOUTH_CHINA_SEA = ("南海诸岛", "九段线", "十段线")
REVIEW = re.compile(r"^([\u4e00-\u9fa5]?S|GS)[\u4e00-\u9fa5]?[（(]20\d\d[）)]\d{1,5}号$")
"""As the authorities write it: GS（2024）0650号, GS京（2022）0001号, 粤S（2023）012号."""
MOST_BYTES = 20_000_000


def check_map(city: City) -> Iterator[Problem]:
    """What is wrong with the map of city.yml, if it has one."""
    told = city.map
    if told is None or "map" in city.places.lost:
        return
    at = city.places.at
    for field, name in (("regions", told.regions), ("ground", told.ground)):
        if name is None:
            continue
        features = read_features(city.folder, name)
        if isinstance(features, Text):
            yield Problem(
                what=Text(f"地图文件“{name}”用不了", f"the map file “{name}” cannot be used"),
                where=at("map", field),
                why=features,
                todo=Text(
                    "放一个 GeoJSON FeatureCollection（经纬度，度）",
                    "put a GeoJSON FeatureCollection there, in degrees",
                ),
            )
        elif field == "regions":
            yield from _boundaries(told, features, city)


def read_features(folder: Path, name: str) -> Sequence[Mapping[str, Any]] | Text:
    """The features of a GeoJSON file of the city's folder, or why there are none."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return Text("城市目录里没有这个文件", "there is no such file in the city's folder")
    if path.stat().st_size > MOST_BYTES:
        most = f"{MOST_BYTES // 1_000_000} MB"
        return Text(f"超过 {most}：请先简化边界", f"it is over {most}: simplify it first")
    try:
        features: Sequence[Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
        points = [_first(feature) for feature in features]
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return Text("它不是 GeoJSON FeatureCollection", "it is no GeoJSON FeatureCollection")
    if not all(-180 <= longitude <= 180 and -90 <= latitude <= 90 for longitude, latitude in points):
        return Text("坐标不是经纬度（度）", "its coordinates are not degrees")
    return features or Text("里面什么也没有", "there is nothing in it")


def _first(feature: Mapping[str, Any]) -> tuple[float, float]:
    """The first point of a geometry, however deep. Raises KeyError, TypeError, IndexError for what is no feature."""
    dict(feature["properties"])
    point = feature["geometry"]["coordinates"]
    while isinstance(point[0], list):
        point = point[0]
    return float(point[0]), float(point[1])


def _boundaries(told: Map, features: Sequence[Mapping[str, Any]], city: City) -> Iterator[Problem]:
    at = city.places.at
    codes = [str(feature["properties"].get(told.code, "")) for feature in features]
    if not all(re.fullmatch(r"\d{6}|\d{9}|\d{12}", code) for code in codes if code != ""):
        yield Problem(
            what=Text(
                "边界的区划代码不是 6、9 或 12 位数字", "codes of the boundaries are not 6, 9 or 12 digits"
            ),
            where=at("map", "regions"),
            todo=Text(
                f"核对属性“{told.code}”，或在 map.code 里写对属性名",
                f"check the property “{told.code}”, or name the right one in map.code",
            ),
        )
        return
    if not any(codes):
        yield Problem(
            what=Text(f"没有一个边界有属性“{told.code}”", f"no boundary has the property “{told.code}”"),
            where=at("map", "regions"),
            todo=Text(
                "在 map.code 里写区划代码的属性名", "name the property with the region's code in map.code"
            ),
        )
        return
    real = [code for code in codes if code and not code.startswith("99")]
    if told.fictional and real:
        yield Problem(
            what=Text("写着虚构，却有真实的区划代码", "it says fictional and has codes of real regions"),
            where=at("map", "fictional"),
            why=Text(real[0], real[0]),
            todo=Text(
                "虚构的代码以 99 开头；真实边界请写审图号",
                "made-up codes begin with 99; real boundaries need their review number",
            ),
        )
    if told.review is not None and not REVIEW.fullmatch(told.review.replace(" ", "")):
        yield no_review_number(told.review, at("map", "review"))
    if real and told.review is None:
        yield Problem(
            what=Text("真实边界没有审图号，不予使用", "real boundaries without a review number are not used"),
            where=at("map"),
            why=Text(
                "《地图管理条例》第十五条、第十七条：公开的地图须经审核，标明审图号",
                "the Regulation on Maps: a map that is shown is reviewed and bears its number",
            ),
            todo=Text("写上 review: 审图号", "add review: the number of its review"),
        )
    yield from _country(real, features, city)


def no_review_number(written: str, where: str) -> Problem:
    """What is said of a number that is not written as those of reviews are."""
    return Problem(
        what=Text(f"“{written}”不像审图号", f"“{written}” is no review number"),
        where=where,
        todo=Text(
            "照图上写，如 GS（2024）0650号、粤S（2023）012号",
            "write it as on the map, such as GS（2024）0650号",
        ),
    )


def _country(real: Sequence[str], features: Sequence[Mapping[str, Any]], city: City) -> Iterator[Problem]:
    """A map of more than one province, or of the country, has the whole territory or is not shown."""
    provinces = {code[:2] for code in real if code != COUNTRY}
    if COUNTRY not in real and len(provinces) < 2:
        return
    missing = sorted(PROVINCES - provinces) if provinces else []
    names = " ".join(str(value) for feature in features for value in feature["properties"].values())
    sea = any(word in names for word in SOUTH_CHINA_SEA)
    if missing or not sea:
        lacks = [*(f"{province}0000" for province in missing), *(() if sea else ("南海诸岛",))]
        yield Problem(
            what=Text(
                "全国地图国土不完整，不予使用", "a map of the country that lacks territory is not used"
            ),
            where=city.places.at("map", "regions"),
            why=Text(f"缺少：{'、'.join(lacks[:6])}", f"it lacks: {', '.join(lacks[:6])}"),
            todo=Text(
                "用自然资源部的标准地图（含台湾、香港、澳门和南海诸岛），或只用本市的边界",
                "use the ministry's standard map, with Taiwan, Hong Kong, Macao and the South China Sea islands; "
                "or only the city's own boundaries",
            ),
        )
