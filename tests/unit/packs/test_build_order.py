"""Tables are built after what they read, whatever their files are called; a circle is named."""

import shutil

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine
from shuzhi.packs.order import build_order

HEADER = "/*\ntitle: {zh: 表, en: Table}\ncolumns: {身份证号: id_card}\nrows: {min: 0, max: 9}\n*/\n"


@pytest.fixture
def tables(tmp_path):
    """Writes tables of the template city's scenario: name -> table it reads."""

    def write(**reads):
        write_city(tmp_path / "city")
        folder = tmp_path / "city/scenarios/old_age/tables"
        shutil.rmtree(folder.parent / "rules")
        for name, source in reads.items():
            sql = f"{HEADER}with 甲 as (select 身份证号 from {source}) select 身份证号 from 甲"
            (folder / f"{name}.sql").write_text(sql, encoding="utf-8")
        return examine(tmp_path / "city")

    return write


def test_order_follows_the_sql(tables):
    city, _ = tables(a="old_age.b", b="old_age.c", c="old_age.发放")
    assert [table.name.name for table in build_order(city.scenarios)] == ["发放", "c", "b", "a"]


def test_a_name_of_a_cte_is_not_a_table(tables):
    city, problems = tables(甲="old_age.发放")
    assert [table.name.name for table in build_order(city.scenarios)] == ["发放", "甲"]
    assert [problem for problem in problems if not problem.warning] == []


def test_a_circle_is_named(tables):
    city, problems = tables(a="old_age.b", b="old_age.a")
    told = [problem.what.zh for problem in problems if "互相依赖" in problem.what.zh]
    assert told == ["表互相依赖：old_age.a → old_age.b → old_age.a"]
    with pytest.raises(ShuzhiError, match=r"old_age\.a"):
        build_order(city.scenarios)
