"""City-made elements and code lists: bound to the columns that name them, and every mistake told once."""

from datetime import date
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.contents import contents, own_grades
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine, load_city
from shuzhi.packs.schema import City
from shuzhi.packs.standards import recognised

LEVELS = """\
title: {zh: 津贴档次, en: Level of allowance}
standard: 市民政局文件
codes:
  "1": 八十周岁
  "2": {name: 九十周岁, since: 2020-01-01, until: 2025-12-31, replaced_by: ["3"]}
  "3": {name: 九十周岁以上, since: 2026-01-01}
"""
ELEMENT = """\
title: {zh: 津贴档次, en: Level of allowance}
based_on: code
standard: 市民政局文件
headers: [档次代码]
codes: 津贴档次
grade: 一般2级
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    city = tmp_path / "市"
    write_city(city)
    for name, text in (("codes", LEVELS), ("elements", ELEMENT)):
        (city / name).mkdir()
        (city / name / "津贴档次.yml").write_text(text, encoding="utf-8")
    declared(city, "姓名: person_name", "姓名: person_name\n  档次: 津贴档次")
    return city


def declared(city: Path, old: str, new: str) -> None:
    file = city / "scenarios/old_age/sources/高龄津贴发放.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def source(city: City):
    return next(each for each in city.sources if each.name == "高龄津贴发放")


def test_its_column_is_of_the_element_it_narrows_with_its_headers_rules_and_grade(folder: Path) -> None:
    city = load_city(folder)
    column = source(city).columns["档次"]
    assert (column.element, column.headers) == ("code", ("档次代码",))
    table = source(city).standard
    assert contents(city)[table]["档次"] == "code"
    assert city.own[table] == {"档次": "津贴档次"}
    assert own_grades(city)[table] == {"档次": "一般2级"}
    periods = source(city).quality.coded["档次"].periods
    assert [(period.until, period.codes) for period in periods] == [
        (None, ("1",)),
        (date(2025, 12, 31), ("2",)),
        (None, ("3",)),
    ]


def test_it_is_proposed_only_where_the_header_says_so(folder: Path) -> None:
    first, *others = recognised(load_city(folder).standards)
    assert (first.name, first.grade) == ("津贴档次", "一般2级")
    assert "'2'" in first.looks
    assert others[0].name == "id_card"


def test_a_source_says_which_column_has_the_day_of_a_row(folder: Path) -> None:
    declared(folder, "quality:", "quality:\n  codes: {档次: {list: 津贴档次, day: 发放日期}}")
    assert source(load_city(folder)).quality.coded["档次"].day == "发放日期"


def test_the_sections_and_divisions_of_the_national_classification_are_here(folder: Path) -> None:
    codes = load_city(folder).standards.codes["国民经济行业分类"].codes
    assert [code for code, entry in codes.items() if entry.above is None] == list("ABCDEFGHIJKLMNOPQRST")
    assert [code for code, entry in codes.items() if entry.above] == [f"{n:02d}" for n in range(1, 98)]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("elements", "based_on: code", "based_on: coed", ["没有内置数据元“coed”"]),
        ("elements", "based_on: code", "based_on: integer", ["codes 用不到 integer 上"]),
        ("elements", "grade: 一般2级", "between: {min: 1}", ["between 用不到 code 上"]),
        ("elements", "based_on: code", "based_on: text", ["级别一般2级低于所收窄的 text（一般3级）"]),
        ("elements", "codes: 津贴档次", "codes: 津贴档", ["没有代码表“津贴档”"]),
        ("elements", "codes: 津贴档次", "digits: 2", ["digits 只与 codes 同用"]),
        ("codes", '["3"]', '["4"]', ["2 的 replaced_by：表里没有代码“4”"]),
        ("codes", "until: 2025-12-31, ", "", ["“codes.2”：写了 replaced_by 而没有 until"]),
        ("codes", "2025-12-31", "2019-12-31", ["“codes.2”：until 早于 since"]),
    ],
)
def test_each_mistake_is_told_once(folder: Path, file: str, old: str, new: str, told: list[str]) -> None:
    path = folder / file / "津贴档次.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ShuzhiError) as raised:
        load_city(folder)
    assert [problem.what.zh for problem in raised.value.problems] == told


def test_what_the_element_says_is_not_said_again_beside_the_table(folder: Path) -> None:
    element = folder / "elements" / "津贴档次.yml"
    element.write_text(ELEMENT.replace("codes: 津贴档次", 'like: "[123]"'), encoding="utf-8")
    declared(folder, "quality:", 'quality:\n  like: {档次: "[12]"}')
    _, problems = examine(folder)
    assert [problem.what.zh for problem in problems] == ["“档次”的 like 已由数据元“津贴档次”规定"]


def test_a_purpose_is_limited_to_built_in_elements(folder: Path) -> None:
    file = folder / "scenarios/old_age/scenario.yml"
    text = file.read_text(encoding="utf-8")
    assert "retention: 5y}" in text
    file.write_text(text.replace("retention: 5y}", "retention: 5y, elements: [津贴档次]}"), encoding="utf-8")
    _, problems = examine(folder)
    assert [problem.todo.zh for problem in problems if not problem.warning] == ["写它所收窄的 code"]
