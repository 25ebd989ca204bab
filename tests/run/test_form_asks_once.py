"""A new form is held against what departments provide: what the city has is named with its owner."""

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from shuzhi.cli.commands import app
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.form import fields, known_words
from shuzhi.run.form_headers import headers_of


@pytest.fixture
def city(tmp_path: Path) -> Path:
    write_city(tmp_path / "市")
    return tmp_path / "市"


def form(folder: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "采集表.xlsx")
    return folder / "采集表.xlsx"


def test_a_blank_form_says_which_fields_are_held_and_by_whom(city: Path, tmp_path: Path) -> None:
    path = form(tmp_path, ["高龄老人走访登记表"], ["身份证号", "发放日期（必填）", "是否独居"])
    loaded = load_city(city)
    headers = headers_of(path, path.name, known_words(loaded))
    assert headers == ["身份证号", "发放日期（必填）", "是否独居"]
    found = {field.header: field for field in fields(loaded, headers)}
    assert [held.source.owner for held in found["发放日期（必填）"].held] == ["民政局"]
    assert found["身份证号"].identifies
    assert not found["发放日期（必填）"].identifies
    assert not found["是否独居"].held


def test_the_verb_fails_where_something_would_be_asked_twice(city: Path, tmp_path: Path) -> None:
    asked = form(tmp_path, ["身份证号", "发放日期", "独居"])
    twice = CliRunner().invoke(app, ["intake", "form", str(city), str(asked)])
    assert (twice.exit_code, "由民政局提供" in twice.output) == (1, True)
    asked = form(tmp_path, ["身份证号", "是否独居", "邻居"])
    once = CliRunner().invoke(app, ["intake", "form", str(city), str(asked)])
    assert once.exit_code == 0, once.output
