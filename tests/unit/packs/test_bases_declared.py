"""What lies under the map is a file that browsers can draw, of layers that are there, and bears its review."""

import gzip
import json
from pathlib import Path

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine

SQUARE = {"type": "Polygon", "coordinates": [[[83, 39], [84, 39], [84, 40], [83, 39]]]}
TITLE = "title: {zh: 街区, en: Streets}"


def tiles(path: Path, layers: tuple[str, ...] = ("road", "水系"), kind: TileType = TileType.MVT) -> None:
    """A file of one tile that says it has these layers."""
    with write(str(path)) as file:
        file.write_tile(zxy_to_tileid(8, 187, 97), gzip.compress(b"", mtime=0))
        header = {"tile_type": kind, "tile_compression": Compression.GZIP}
        file.finalize(header, {"vector_layers": [{"id": layer, "fields": {}} for layer in layers]})


def told(folder: Path, base: str, *, code: str = "990101", mark: str = "fictional: true") -> list[str]:
    """What is wrong with the template city whose made-up map has these bases, and why."""
    write_city(folder)
    region = {"type": "Feature", "geometry": SQUARE, "properties": {"code": code}}
    collection = {"type": "FeatureCollection", "features": [region]}
    (folder / "map.geojson").write_text(json.dumps(collection), encoding="utf-8")
    tiles(folder / "street.pmtiles")
    tiles(folder / "other.pmtiles", ("roads", "buildings"))
    tiles(folder / "photo.pmtiles", (), TileType.PNG)
    tiles(folder / "new.pmtiles", (), TileType.AVIF)
    (folder / "half.pmtiles").write_bytes((folder / "street.pmtiles").read_bytes()[:140])
    (folder / "page.pmtiles").write_text("<html>", encoding="utf-8")
    city = folder / "city.yml"
    said = f"\nmap: {{regions: map.geojson, {mark}, bases: [{base}]}}\n"
    city.write_text(city.read_text(encoding="utf-8") + said, encoding="utf-8")
    _, problems = examine(folder)
    return [problem.what.zh for problem in problems if "底图" in problem.what.zh or "审图" in problem.what.zh]


def base(file: str, *more: str, name: str = "street") -> str:
    return f"{{{', '.join((f'name: {name}', TITLE, f'pmtiles: {file}', *more))}}}"


MADE_UP = "fictional: true"


@pytest.mark.parametrize(
    ("declared", "what"),
    [
        (base("street.pmtiles", MADE_UP), []),
        (base("street.pmtiles", MADE_UP, "draws: {水系: river}"), []),
        (base("photo.pmtiles", "review: 粤S（2023）012号"), []),
        (base("photo.pmtiles", "internal: 自然资源局政务内网用图"), []),
        (base("gone.pmtiles", MADE_UP), ["底图“street”的文件“gone.pmtiles”用不了"]),
        (base("../street.pmtiles", MADE_UP), ["底图“street”的文件“../street.pmtiles”用不了"]),
        (base("page.pmtiles", MADE_UP), ["底图“street”的文件“page.pmtiles”用不了"]),
        (base("half.pmtiles", MADE_UP), ["底图“street”的文件“half.pmtiles”用不了"]),
        (base("new.pmtiles", MADE_UP), ["底图“street”的文件“new.pmtiles”用不了"]),
        (base("street.pmtiles", MADE_UP, "draws: {道路: road}"), ["底图“street”里没有图层“道路”"]),
        (base("photo.pmtiles", MADE_UP, "draws: {road: road}"), ["底图“street”里没有图层“road”"]),
        (base("other.pmtiles", MADE_UP), ["底图“street”没有可画的图层"]),
        (base("street.pmtiles", "review: 自己画的"), ["“自己画的”不像审图号"]),
        (
            f"{base('street.pmtiles', MADE_UP)}, {base('photo.pmtiles', MADE_UP)}",
            ["底图“street”重复"],
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told(tmp_path: Path, declared: str, what: list[str]) -> None:
    assert told(tmp_path, declared) == what


GIVES = "https://t0.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&LAYER={layer}&TILEMATRIXSET=w&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
KEYED = f"{GIVES}&tk={{key}}"
LAYERS = "layers: [vec, cva]"
KEY = "key: {env: TIANDITU_TK}"
SHOWN = "review: GS（2024）0568号"


def service(address: str, *more: str, shown: str = SHOWN) -> str:
    said = ", ".join((f'address: "{address}"', *more))
    return f"{{name: vec, {TITLE}, wmts: {{{said}}}, {shown}}}"


@pytest.mark.parametrize(
    ("declared", "what"),
    [
        (service(KEYED, LAYERS, KEY), None),
        (service("http://10.1.2.3/wmts/img/{z}/{y}/{x}.png", "layers: [img]"), None),
        (service(KEYED, LAYERS, KEY, shown=MADE_UP), "地图服务不写 draws，也不能是虚构的"),
        (service(KEYED, LAYERS), "密钥不能写在地址里；写了 key 才有 {key}"),
        (service(GIVES, LAYERS, KEY), "密钥不能写在地址里；写了 key 才有 {key}"),
        (service(f"{GIVES}&tk=0123456789", LAYERS), "密钥不能写在地址里；写了 key 才有 {key}"),
        (service("https://name:secret@host/{z}/{x}/{y}", "layers: [img]"), "密钥不能写在地址里；写了 key 才有 {key}"),
        (service("https://host/{z}/{x}/{y}", LAYERS), "不是取瓦片的地址"),
        (service("https://host/{z}/{x}/{y}/{style}", "layers: [img]"), "不是取瓦片的地址"),
        (service("https://{layer}.host/{z}/{x}/{y}", "layers: [img]"), "不是取瓦片的地址"),
        (service("file:///etc/{z}/{x}/{y}", "layers: [img]"), "不是取瓦片的地址"),
        (service(KEYED.replace("=w", "=c"), LAYERS, KEY), "不是 Web 墨卡托的瓦片矩阵"),
        (
            service("https://webrd01.is.autonavi.com/tile?x={x}&y={y}&z={z}", "layers: [img]"),
            "这家的瓦片是偏移坐标（GCJ-02、BD-09），位置会差几百米",
        ),
    ],
)  # fmt: skip
def test_a_service_is_asked_by_the_product_in_the_right_coordinates(
    tmp_path: Path, declared: str, what: str | None
) -> None:
    told(tmp_path, declared)
    _, problems = examine(tmp_path)
    said = [problem.what.zh.partition("：")[2] for problem in problems if problem.what.zh.startswith("“map.")]
    assert said == ([] if what is None else [what])


@pytest.mark.parametrize(
    "more", ["", 'pmtiles: street.pmtiles, wmts: {address: "https://h/{z}/{x}/{y}", layers: [a]}, ']
)
def test_tiles_come_from_one_place(tmp_path: Path, more: str) -> None:
    (what,) = told(tmp_path, f"{{name: street, {TITLE}, {more}{MADE_UP}}}")
    assert what.endswith("底图的 pmtiles、wmts 应恰写一个")


@pytest.mark.parametrize("mark", [(), (MADE_UP, "review: 粤S（2023）012号")])
def test_it_bears_a_review_or_says_why_not(tmp_path: Path, mark: tuple[str, ...]) -> None:
    """Neither, and two of them, are no answer."""
    (what,) = told(tmp_path, base("street.pmtiles", *mark))
    assert what.endswith("底图应写 review、internal、fictional 中的恰好一个")


def test_nothing_made_up_lies_under_a_real_map(tmp_path: Path) -> None:
    real = {"code": "440103", "mark": "review: 粤S（2023）012号"}
    assert told(tmp_path, base("street.pmtiles", MADE_UP), **real) == ["底图“street”写着虚构，地图却不是"]
