"""A code is right on the days its list had it: an old code in an old row is no fault, in a new one it is."""

from datetime import date
from pathlib import Path

import pytest

from shuzhi.core import sql
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.packs.standards import recognised
from shuzhi.run.inventory import inventory
from shuzhi.run.loop import lake_of, run_city
from shuzhi.run.propose import guessed_columns
from shuzhi.run.read import policy
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING

AS_OF = date(2026, 6, 30)
ELEMENT = """\
title: {zh: 居住地, en: Home}
based_on: text
standard: 市民政局文件
headers: [居住区]
codes: 居住地
grade: 一般4级
"""
CODES = """\
title: {zh: 居住地, en: Home}
standard: 市民政局文件
codes:
  甲区: 甲区
  乙县: {name: 乙县, until: 2026-04-30, replaced_by: [乙区]}
  乙区: {name: 乙区, since: 2026-05-01}
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("codes") / "市"
    write_city(folder)
    for name, text in (("elements", ELEMENT), ("codes", CODES)):
        (folder / name).mkdir()
        (folder / name / "居住地.yml").write_text(text, encoding="utf-8")
    source = folder / "scenarios/old_age/sources/高龄津贴发放.yml"
    text = source.read_text("utf-8").replace("发放日期: date\n", "发放日期: date\n  居住地: 居住地\n", 1)
    text += "  codes: {居住地: {list: 居住地, day: 发放日期}}\n"
    source.write_text(text, "utf-8")
    (folder / "data/民政局/高龄津贴2026.csv").write_text(
        "身份证号,姓名,发放金额,发放日期,居住区\n"
        "990101194003150119,甲示例,100,2026-04-10,乙县\n"
        "990101194003150119,甲示例,100,2026-05-10,乙县\n"
        "990101194003150119,甲示例,100,2026-06-10,乙区\n"
        "990101194003150119,甲示例,100,2026-03-10,乙区\n"
        "990101194003150119,甲示例,100,2026-02-10,丙区\n"
        "990101194003150119,甲示例,100,2026-01-10,\n",
        encoding="utf-8",
    )
    run_city(load_city(folder), as_of=AS_OF, tell=lambda _: None)
    return folder


def test_rows_are_held_to_the_codes_of_their_own_day(city: Path) -> None:
    with lake_of(load_city(city), read_only=True) as lake:
        pipeline = Pipeline(lake=lake, scope=EVERYTHING)
        (row,) = pipeline.fetch(
            sql.query("select dimension, checked, failing from quality.result where rule = 'coded:居住地'")
        ).to_pylist()
        broken = pipeline.fetch(
            sql.query(
                "select p.发放日期, p.居住地 from quality.example e join standard.高龄津贴发放 p"
                " on p._batch = e._batch and p._row = e._row where e.rule = 'coded:居住地' order by p.发放日期"
            )
        ).to_pylist()
    assert row == {"dimension": "conformity", "checked": 5, "failing": 3}
    assert [(each["发放日期"].month, each["居住地"]) for each in broken] == [
        (2, "丙区"),
        (3, "乙区"),
        (5, "乙县"),
    ]


def test_the_catalogue_tells_the_city_s_element_and_the_gateway_its_grade(city: Path) -> None:
    told = load_city(city)
    table = next(source.standard for source in told.sources if source.name == "高龄津贴发放")
    with lake_of(told, read_only=True) as lake:
        entry = inventory(lake, told).tables[str(table)]
        grades = policy(told, lake).grades
    column = next(each for each in entry.columns if each.name == "居住地")
    assert (column.element, column.label.zh, column.grade) == ("居住地", "居住地", "一般4级")
    assert grades[table]["居住地"] == "一般4级"


def test_a_new_file_s_column_is_proposed_as_the_city_s_element(city: Path) -> None:
    kinds = recognised(load_city(city).standards)
    guessed = guessed_columns(city / "data/民政局/高龄津贴2026.csv", kinds)
    assert [(each.column, each.element.name) for each in guessed][-1] == ("居住区", "居住地")
    assert "80%的值像居住地" in guessed[-1].reason.zh
