"""layers/*.yml name columns of the right kind and nobody's whereabouts; a map of real boundaries bears its review."""

import json
import re
from pathlib import Path

import pytest

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine

TABLE = """/*
title: {zh: 网点, en: Branches}
columns: {名称: text, 区划: region_code, 日期: date, 经度: number, 纬度: number, 金额: amount%s}
rows: {min: 0, max: 10}
*/
select '甲' as 名称, '990101' as 区划, date '2026-01-01' as 日期, 83.4 as 经度, 39.2 as 纬度, 1 as 金额%s
"""
POINTS = """
title: {zh: 网点, en: Branches}
table: old_age.网点
longitude: 经度
latitude: 纬度
time: 日期
label: 名称
shows: [金额]
finding: {rule: paid_after_death, subject: 名称}
"""
COUNTS = """
title: {zh: 网点, en: Branches}
table: old_age.网点
region: 区划
sum: 金额
"""
PEOPLE = """
title: {zh: 疑点, en: Findings}
table: finding.finding
region: region
"""


def told(folder: Path, layer: str, *, person: bool = False) -> list[str]:
    """What is wrong with the template city, given a table and this layer."""
    write_city(folder)
    scenario = folder / "scenarios" / "old_age"
    extra = (", 负责人: person_name", ", '某' as 负责人") if person else ("", "")
    (scenario / "tables" / "网点.sql").write_text(TABLE % extra, encoding="utf-8")
    (scenario / "layers").mkdir()
    (scenario / "layers" / "网点.yml").write_text(layer, encoding="utf-8")
    _, problems = examine(folder)
    return [problem.what.zh for problem in problems if "layers" in problem.where]


@pytest.mark.parametrize("layer", [POINTS, COUNTS, PEOPLE + "smallest: 3\n"])
def test_what_fits_is_right(tmp_path: Path, layer: str) -> None:
    assert told(tmp_path, layer) == []


WRONG = {
    "half a place": (POINTS.replace("latitude: 纬度\n", ""), "经度和纬度要一起写"),
    "nowhere": (COUNTS.replace("region: 区划\n", ""), "没有写在哪里"),
    "no label": (POINTS.replace("label: 名称\n", ""), "点没有标题"),
    "counts with labels": (COUNTS + "label: 名称\n", "label 用不到"),
    "no such column": (POINTS.replace("经度", "东经"), "没有列“东经”"),
    "another kind": (POINTS.replace("time: 日期", "time: 名称"), "列“名称”是 text"),
    "no such rule": (POINTS.replace("paid_after_death", "paid_twice"), "没有规则“paid_twice”"),
    "not declared": (COUNTS.replace("old_age.网点", "reference.region"), "表“reference.region”不在本场景的 inputs 里"),
    "people without a smallest": (PEOPLE, "按区划数的是个人，没有写 smallest"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_is_told(tmp_path: Path, case: str) -> None:
    layer, what = WRONG[case]
    assert told(tmp_path, layer) == [what]


def test_people_are_not_shown_as_points(tmp_path: Path) -> None:
    assert told(tmp_path, POINTS, person=True) == ["图层“网点”会让人看到个人在哪里"]


def test_places_that_are_peoples_are_not_shown_either(tmp_path: Path) -> None:
    """Without a name in it, a table of where people live says where people live."""
    write_city(tmp_path)
    scenario = tmp_path / "scenarios" / "old_age"
    source = scenario / "sources" / "死亡登记.yml"
    source.write_text(
        source.read_text(encoding="utf-8").replace("columns:\n", "columns:\n  住址坐标: coordinates\n", 1)
    )
    (scenario / "tables" / "网点.sql").write_text(
        (TABLE % ("", "")).replace("1 as 金额", "1 as 金额 from standard.死亡登记"), encoding="utf-8"
    )
    (scenario / "layers").mkdir()
    (scenario / "layers" / "网点.yml").write_text(POINTS, encoding="utf-8")
    _, problems = examine(tmp_path)
    said = [problem for problem in problems if "layers" in problem.where]
    assert [problem.what.zh for problem in said] == ["图层“网点”会让人看到个人在哪里"]
    assert said[0].why is not None
    assert "standard.死亡登记" in said[0].why.zh


def of_map(folder: Path, line: str, codes: tuple[str, ...], names: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with the template city whose map has boundaries of these codes."""
    write_city(folder)
    city = folder / "city.yml"
    city.write_text(
        city.read_text(encoding="utf-8") + f"\nmap: {{regions: map.geojson, {line}}}\n", encoding="utf-8"
    )
    square = {"type": "Polygon", "coordinates": [[[83, 39], [84, 39], [84, 40], [83, 39]]]}
    features = [
        {"type": "Feature", "geometry": square, "properties": {"code": code, "name": name}}
        for code, name in [*((code, "某地") for code in codes), *(("", name) for name in names)]
    ]
    document = {"type": "FeatureCollection", "features": features}
    (folder / "map.geojson").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    _, problems = examine(folder)
    return [problem.what.zh for problem in problems if re.search("地图|边界|审图|国土|虚构", problem.what.zh)]


TENS = (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66))
PROVINCES = tuple(f"{two}0000" for two in (*TENS, 71, 81, 82))
GS = "review: GS（2024）0650号"
INCOMPLETE = ["全国地图国土不完整，不予使用"]


@pytest.mark.parametrize(
    ("line", "codes", "names", "what"),
    [
        ("fictional: true", ("990101",), (), []),
        ("fictional: true", ("440100",), (), ["写着虚构，却有真实的区划代码", "真实边界没有审图号，不予使用"]),
        ("review: 粤S（2023）012号", ("440103", "440104"), (), []),
        ("fictional: false", ("440103",), (), ["真实边界没有审图号，不予使用"]),
        ("review: 自己画的", ("440103",), (), ["“自己画的”不像审图号"]),
        (GS, ("440000", "450000"), (), INCOMPLETE),
        (GS, PROVINCES, (), INCOMPLETE),
        (GS, PROVINCES, ("南海诸岛",), []),
        (GS, tuple(code for code in PROVINCES if code != "710000"), ("南海诸岛",), INCOMPLETE),
        ("fictional: true", ("99x",), (), ["边界的区划代码不是 6、9 或 12 位数字"]),
    ],
)  # fmt: skip
def test_a_map_of_real_places_needs_its_review(
    tmp_path: Path, line: str, codes: tuple[str, ...], names: tuple[str, ...], what: list[str]
) -> None:
    assert of_map(tmp_path, line, codes, names) == what


def test_a_file_that_is_no_map_is_told(tmp_path: Path) -> None:
    write_city(tmp_path)
    city = tmp_path / "city.yml"
    city.write_text(
        city.read_text(encoding="utf-8") + "\nmap: {regions: ../elsewhere.geojson}\n", encoding="utf-8"
    )
    _, problems = examine(tmp_path)
    assert "地图文件“../elsewhere.geojson”用不了" in [problem.what.zh for problem in problems]
