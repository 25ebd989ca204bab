"""Places across sources: street, compound, parcel, grid cell, postcode lead to one place; what is open stays open."""

import csv
from datetime import date
from pathlib import Path

import pytest
import yaml

from shuzhi.core import sql
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING

HEAD = (
    "owner: {owner}\nbasis: 虚构\ncadence: monthly\nlicence: 政务内部共享\nfiles: ['{owner}/{name}*.csv']\n"
)
CELL = "990101001201"
REGISTER = """title: {zh: 楼栋台账, en: Buildings}
columns: {坐落: address, 宗地号: code, 网格: region_code, 邮编: code, 坐标: coordinates}
locations:
  - {address: 坐落, parcel: 宗地号, grid: 网格, postcode: 邮编, coordinates: 坐标, datum: gcj02, registers: true}
"""
WRITTEN = """title: {zh: 用电, en: Power}
columns: {编号: code, 地址: address, 宗地号: code, 网格: region_code, 邮编: code}
locations:
  - {address: 地址, parcel: 宗地号, grid: 网格, postcode: 邮编}
"""
BUILDINGS = [
    ("东湖区望江路8号阳光花园3栋", "P1", CELL, "099001", "83.500000,39.500000"),
    ("东湖区望江路8号阳光花园5栋", "P1", CELL, "099001", ""),
    ("东湖区望江南路8号", "P2", "", "099001", ""),
    ("西山区望江北路8号", "P3", "", "099002", ""),
    ("西山区清云路6号", "P4", "", "099002", ""),
]
ASKED = {
    "whole": ("示例市东湖区望江路8号阳光花园3栋2单元501室", "", "", ""),
    "by compound": ("阳光花园3幢2单元501", "", "", ""),
    "by number": ("东湖区望江路8号三栋二单元501室", "", "", ""),
    "no unit": ("东湖区望江路8号3栋501", "", "", ""),
    "number wrong": ("东湖区望江路9号阳光花园3栋2单元501室", "", "", ""),
    "another road": ("东湖区望江南路8号阳光花园3栋2单元501室", "", "", ""),
    "the other turn": ("望江北路8号", "", "", ""),
    "misheard": ("西山区青云路6号", "", "", ""),
    "two units a": ("东湖区望江路8号5栋1单元101室", "", "", ""),
    "two units b": ("东湖区望江路8号5栋2单元101室", "", "", ""),
    "which unit": ("东湖区望江路8号5栋101室", "", "", ""),
    "opposite": ("东湖区望江路8号对面", "", "", ""),
    "parcel": ("", "P1", "", ""),
    "parcel beside a county": ("东湖区", "P2", "", ""),
    "cell": ("", "", CELL, ""),
    "postcode": ("", "", "", "099001"),
}
Found = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("places") / "city"
    write_city(folder)
    told = yaml.safe_load((folder / "city.yml").read_text(encoding="utf-8"))
    told["regions"] = [
        {"code": "990000", "name": "示例省", "level": "province"},
        {"code": "990100", "name": "示例市", "level": "city", "parent": "990000"},
        {"code": "990101", "name": "东湖区", "level": "county", "parent": "990100"},
        {"code": "990102", "name": "西山区", "level": "county", "parent": "990100"},
        {"code": "990101001", "name": "湖滨街道", "level": "town", "parent": "990101"},
        {"code": CELL, "name": "望江社区", "level": "village", "parent": "990101001"},
    ]
    told["departments"] = [*told["departments"], {"name": "自然资源局"}, {"name": "供电局"}]
    (folder / "city.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    (scenario,) = (folder / "scenarios").iterdir()
    asked = [(name, *told) for name, told in ASKED.items()]
    for owner, name, source, rows in (
        ("自然资源局", "楼栋台账", REGISTER, BUILDINGS),
        ("供电局", "用电", WRITTEN, asked),
    ):
        text = HEAD.format(owner=owner, name=name) + source
        (scenario / f"sources/{name}.yml").write_text(text, encoding="utf-8")
        path = folder / f"data/{owner}/{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = list(yaml.safe_load(source)["columns"])
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
    run_city(load_city(folder), as_of=date(2026, 6, 30), tell=lambda _: None)
    return folder


@pytest.fixture(scope="module")
def found(city: Path) -> Found:
    """Where each row of 用电 was found to be."""
    told = rows(
        city,
        'select s."编号" as asked, a.place, a.level, a.reasons, p.name, p.region, p.longitude, p.latitude '
        "from standard.用电 s join entity.place_appearance a on a.\"table\" = '用电' and a._row = s._row "
        "left join entity.place p on p.place = a.place",
    )
    return {str(row["asked"]): row for row in told}


def rows(city: Path, query: str) -> list[dict[str, object]]:
    with lake_of(load_city(city), read_only=True) as lake:
        return Pipeline(lake=lake, scope=EVERYTHING).fetch(sql.query(query)).to_pylist()


@pytest.mark.parametrize("written", ["by compound", "by number", "no unit", "number wrong"])
def test_one_room_however_it_is_written(found: Found, written: str) -> None:
    assert found[written]["place"] == found["whole"]["place"]
    assert found[written]["level"] == "room"
    assert found[written]["reasons"], "what an address does not spell out has a reason"


@pytest.mark.parametrize("written", ["another road", "the other turn", "two units a"])
def test_what_differs_in_a_character_that_counts_is_another_place(found: Found, written: str) -> None:
    assert found[written]["place"] != found["whole"]["place"]


def test_a_road_that_sounds_alike_is_the_register_s(found: Found) -> None:
    assert (found["misheard"]["name"], found["misheard"]["reasons"]) == ("西山区清云路6号", "road_meant")


def test_where_several_units_have_the_room_it_stays_at_the_building(found: Found) -> None:
    assert (found["which unit"]["level"], found["which unit"]["name"]) == (
        "building",
        "东湖区望江路8号阳光花园5栋",
    )
    assert "room_open" in str(found["which unit"]["reasons"])


def test_opposite_is_not_here(found: Found) -> None:
    assert (found["opposite"]["level"], found["opposite"]["name"]) == ("road", "东湖区望江路")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("parcel", "东湖区望江路8号阳光花园"),
        ("parcel beside a county", "东湖区望江南路8号"),
        ("cell", "望江社区"),
        ("postcode", "东湖区"),
    ],
)
def test_a_label_leads_to_what_all_that_bear_it_have_in_common(found: Found, label: str, name: str) -> None:
    assert found[label]["name"] == name


def test_a_room_is_in_the_grid_cell_and_at_the_point_of_its_building(found: Found) -> None:
    here = found["whole"]
    assert here["region"] == CELL
    # 83.5, 39.5 on the map of GCJ-02 is some hundred metres off in WGS-84.
    assert isinstance(here["longitude"], float)
    assert 0.0005 < abs(here["longitude"] - 83.5) < 0.01


def test_ids_hold_and_what_becomes_doubtful_is_told(city: Path, found: Found) -> None:
    with (city / "data/供电局/用电2.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["编号", "地址", "宗地号", "网格", "邮编"], ["new", "东湖区望江北路8号", "", "", ""]]
        )
    run_city(load_city(city), as_of=date(2026, 7, 1), tell=lambda _: None)
    # Two counties have such a road now: where none is written, nobody can tell.
    changed = rows(city, "select address, before, now from entity.place_change")
    assert changed == [{"address": "望江北路8号", "before": found["the other turn"]["place"], "now": None}]
    again = rows(city, "select place from entity.address where address = '阳光花园3幢2单元501'")
    assert again == [{"place": found["whole"]["place"]}]
